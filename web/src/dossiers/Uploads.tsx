/** New papers on their way in: each with its kind, title, progress and, where it was refused, what to do. */
import { FileUp, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { formatBytes } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { FileButton, FileDrop } from "../ui/FileDrop.tsx";
import { Select } from "../ui/Select.tsx";
import { errorText, Progress } from "../ui/Status.tsx";
import type { Kind, Matter } from "./types.ts";
import { addFiles, cancel, changeItem, type Item, replaceFile, retry, sendAll, useUploads } from "./uploads.ts";
import { kinds, kindText } from "./words.ts";

/** By their media types and names: some systems know the one, some the other. */
export const accept = [
  "application/pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ".pdf",
  ".docx",
  ".xlsx",
  ".pptx",
];

export function Uploads({ matter }: { matter: Matter }) {
  const items = useUploads((state) => state.items);
  const mine = items.filter((item) => item.matter === matter.id && !item.document);
  const [asked, setAsked] = useState(false);
  const chosen = mine.filter((item) => item.state === "chosen");
  const ready = chosen.filter((item) => item.kind && item.title.trim());
  const send = () => {
    setAsked(ready.length < chosen.length);
    sendAll(matter.id);
  };
  return (
    <div className="stack no-print">
      <FileDrop
        label={t("dossiers.add_papers")}
        hint={t("dossiers.add_hint", { max: Math.floor(matter.max_upload_bytes / (1 << 20)) })}
        accept={accept}
        multiple
        onFiles={(files) => {
          setAsked(false);
          addFiles(matter.id, files, matter.max_upload_bytes);
        }}
      />
      {mine.length > 0 && (
        <ul className="plain-list dos-uploads" aria-label={t("dossiers.uploads")}>
          {mine.map((item) => (
            <UploadRow key={item.id} item={item} max={matter.max_upload_bytes} asked={asked} />
          ))}
        </ul>
      )}
      {chosen.length > 0 && (
        <div className="row dos-end">
          <Button icon={<FileUp aria-hidden />} variant="primary" onPress={send}>
            {t("dossiers.send_files", { count: chosen.length })}
          </Button>
        </div>
      )}
    </div>
  );
}

function UploadRow({ item, max, asked }: { item: Item; max: number; asked: boolean }) {
  const moving = item.state === "sending" || item.state === "waiting";
  const editable = item.state === "chosen" || item.state === "refused" || item.state === "unsure";
  return (
    <li className="dos-upload">
      <div className="row-between">
        <span className="dos-file">
          {item.file.name} <span className="soft number">({formatBytes(item.file.size)})</span>
        </span>
        <Button
          variant="quiet"
          icon={<X aria-hidden />}
          aria-label={t(moving ? "dossiers.stop_file" : "file.remove", { name: item.file.name })}
          onPress={() => cancel(item.id)}
        >
          {moving ? t("dossiers.stop") : t("act.remove")}
        </Button>
      </div>
      {editable && (
        <div className="dos-upload-fields">
          <Select
            label={t("dossiers.kind")}
            name={`kind-${item.id}`}
            options={kinds.map((kind) => ({ value: kind, label: kindText(kind) }))}
            value={item.kind || null}
            onChange={(kind) => changeItem(item.id, { kind: kind as Kind })}
            error={asked && !item.kind ? t("dossiers.kind_missing") : undefined}
          />
          <TextField
            label={t("dossiers.paper_title")}
            name={`title-${item.id}`}
            maxLength={500}
            value={item.title}
            onChange={(title) => changeItem(item.id, { title })}
            error={asked && !item.title.trim() ? t("dossiers.paper_title_missing") : undefined}
          />
        </div>
      )}
      <UploadState item={item} max={max} />
    </li>
  );
}

/** Sent and whole in the unit of the file's size, with one decimal. */
function sizes(item: Item) {
  const [one, unit] = item.file.size < 1e6 ? [1e3, "kB"] : [1e6, "MB"];
  const round = (bytes: number) => Math.round((bytes / one) * 10) / 10;
  return { done: round(item.sent), total: round(item.file.size), unit };
}

/** How far a sending has come, or why it stopped. */
export function UploadState({ item, max }: { item: Item; max: number }) {
  // A new version has no row of its own, so its button stands here.
  const leave = item.document && (
    <Button
      variant="quiet"
      icon={<X aria-hidden />}
      aria-label={t(item.state === "sending" ? "dossiers.stop_file" : "file.remove", { name: item.file.name })}
      onPress={() => cancel(item.id)}
    >
      {item.state === "sending" ? t("dossiers.stop") : t("act.remove")}
    </Button>
  );
  if (item.state === "waiting") {
    return (
      <p className="row soft">
        {t("dossiers.waits_turn")} {leave}
      </p>
    );
  }
  if (item.state === "sending") {
    const whole = item.sent >= item.file.size;
    const bar = (
      <Progress
        label={
          whole ? t("dossiers.looking_into", { name: item.file.name }) : t("file.sending", { name: item.file.name })
        }
        {...(whole ? {} : sizes(item))}
      />
    );
    return leave ? (
      <div className="stack-tight">
        {bar}
        <div>{leave}</div>
      </div>
    ) : (
      bar
    );
  }
  if (item.state === "chosen") return null;
  return (
    <div className="dos-refused" role="alert">
      <p>
        <strong>{t(item.state === "unsure" ? "dossiers.file_unsure" : "dossiers.file_refused")}</strong>{" "}
        {errorText(item.error)}
      </p>
      <div className="row">
        {item.state === "unsure" && (
          <Button icon={<RotateCcw aria-hidden />} onPress={() => retry(item.id)}>
            {t("act.retry")}
          </Button>
        )}
        <FileButton accept={accept} onFile={(file) => replaceFile(item.id, file, max)}>
          {t("dossiers.other_file")}
        </FileButton>
        {leave}
      </div>
    </div>
  );
}
