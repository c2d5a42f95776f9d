/**
 * Text fields. Label above, hint below it, the error at the field in words; an
 * optional field says so, and a required one is not marked. `name` is the path in
 * the request, so that the server's refusal finds the field (see ErrorSummary).
 *
 * A text longer than it may be is kept, and the field says by how much: the browser's
 * own limit would drop the end of what is pasted without a word.
 */
import { CircleAlert } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea as AriaTextArea } from "react-aria-components/TextArea";
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from "react-aria-components/TextField";
import { t } from "../i18n/index.ts";
import { cx } from "./cx.ts";
import { overrun } from "./length.ts";
import "./field.css";

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  className?: string;
}

type TextProps = FieldProps & Omit<AriaTextFieldProps, "className" | "style" | "children" | "isInvalid">;

/**
 * Takes the keyboard when the field appears. The library's own way waits, after Enter
 * on a plain button, for every transition of the page to end, which some never do.
 */
function useKeyboardHere<T extends HTMLElement>(wanted: boolean | undefined): RefObject<T | null> {
  const field = useRef<T>(null);
  const first = useRef(wanted);
  useEffect(() => {
    if (first.current) field.current?.focus();
  }, []);
  return field;
}

/** The error to show: what was said of the field, else that its text is too long. */
function errorOf(error: string | undefined, value: string | undefined, max: number | undefined): string | undefined {
  const over = overrun(value ?? "", max);
  return error || (over > 0 ? t("field.too_long", { count: over, max: max ?? 0 }) : undefined);
}

export function TextField({
  label,
  hint,
  error: said,
  optional,
  className,
  placeholder,
  autoFocus,
  maxLength,
  ...props
}: TextProps & { placeholder?: string }) {
  const field = useKeyboardHere<HTMLInputElement>(autoFocus);
  const error = errorOf(said, props.value, maxLength);
  return (
    <AriaTextField
      validationBehavior="aria"
      {...props}
      id={props.id ?? fieldId(props.name)}
      isInvalid={Boolean(error)}
      className={cx("field", className)}
    >
      <FieldLabel optional={optional}>{label}</FieldLabel>
      {hint && <FieldHint>{hint}</FieldHint>}
      <Input ref={field} className="input" placeholder={placeholder} />
      <FieldErrorText error={error} />
    </AriaTextField>
  );
}

export function TextArea({
  label,
  hint,
  error: said,
  optional,
  className,
  rows = 4,
  placeholder,
  autoFocus,
  maxLength,
  ...props
}: TextProps & { rows?: number; placeholder?: string }) {
  const field = useKeyboardHere<HTMLTextAreaElement>(autoFocus);
  const error = errorOf(said, props.value, maxLength);
  const count = props.value?.length ?? 0;
  return (
    <AriaTextField
      validationBehavior="aria"
      {...props}
      id={props.id ?? fieldId(props.name)}
      isInvalid={Boolean(error)}
      className={cx("field", className)}
    >
      <FieldLabel optional={optional}>{label}</FieldLabel>
      {hint && <FieldHint>{hint}</FieldHint>}
      <AriaTextArea ref={field} className="input textarea" rows={rows} placeholder={placeholder} />
      {maxLength && !error && count > maxLength * 0.8 && (
        <span className="field-hint number">{t("field.count", { count, max: maxLength })}</span>
      )}
      <FieldErrorText error={error} />
    </AriaTextField>
  );
}

/** The id of the field of that path; ErrorSummary links to it. */
export function fieldId(path: string | undefined): string | undefined {
  return path ? `field-${path.replace(/[^\w-]+/g, "-")}` : undefined;
}

export function FieldLabel({ children, optional }: { children: ReactNode; optional?: boolean | undefined }) {
  return (
    <Label className="field-label">
      {children}
      {optional && <span className="field-optional"> ({t("field.optional")})</span>}
    </Label>
  );
}

export function FieldHint({ children }: { children: ReactNode }) {
  return (
    <Text slot="description" className="field-hint">
      {children}
    </Text>
  );
}

export function FieldErrorText({ error }: { error: string | undefined }) {
  return (
    <FieldError className="field-error">
      <CircleAlert aria-hidden size={18} />
      <span>{error}</span>
    </FieldError>
  );
}
