/** Takes a file by button or by drag; the sending is the screen's own. Says what it accepts before it is asked. */
import { FileUp } from "lucide-react";
import type { ReactNode } from "react";
import { DropZone } from "react-aria-components/DropZone";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { t } from "../i18n/index.ts";
import { Button, type Variant } from "./Button.tsx";
import { fieldId } from "./Field.tsx";
import "./file.css";

export function FileDrop({
  label,
  hint,
  error,
  name,
  accept = ["application/pdf"],
  multiple = false,
  onFiles,
  isDisabled = false,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  name?: string;
  accept?: string[];
  multiple?: boolean;
  onFiles: (files: File[]) => void;
  isDisabled?: boolean;
}) {
  return (
    <div className="field" id={fieldId(name)}>
      <span className="field-label">{label}</span>
      {hint && <span className="field-hint">{hint}</span>}
      <DropZone
        className="drop"
        isDisabled={isDisabled}
        aria-label={typeof label === "string" ? label : t("file.choose")}
        getDropOperation={() => "copy"}
        onDrop={async (event) => {
          const files = await Promise.all(
            event.items.flatMap((item) => (item.kind === "file" ? [item.getFile()] : [])),
          );
          if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
        }}
      >
        <span className="drop-text soft">{t("file.drop")}</span>
        <FileTrigger
          acceptedFileTypes={accept}
          allowsMultiple={multiple}
          onSelect={(files) => files && files.length > 0 && onFiles([...files])}
        >
          <Button icon={<FileUp aria-hidden />} isDisabled={isDisabled}>
            {t("file.choose")}
          </Button>
        </FileTrigger>
      </DropZone>
      {error && (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

/** A button that asks for one file, where there is no room for a place to drop it. */
export function FileButton({
  accept = ["application/pdf"],
  onFile,
  children,
  variant = "secondary",
  icon = <FileUp aria-hidden />,
  label,
  isDisabled = false,
}: {
  accept?: string[];
  onFile: (file: File) => void;
  children: ReactNode;
  variant?: Variant;
  icon?: ReactNode;
  /** The accessible name, where the words alone do not say what the file is for. */
  label?: string;
  isDisabled?: boolean;
}) {
  return (
    <FileTrigger
      acceptedFileTypes={accept}
      onSelect={(files) => {
        const file = files?.[0];
        if (file) onFile(file);
      }}
    >
      <Button variant={variant} icon={icon} isDisabled={isDisabled} {...(label ? { "aria-label": label } : {})}>
        {children}
      </Button>
    </FileTrigger>
  );
}
