/** Files that go with what is being written: sent at once, with progress; the text names them. */
import "../i18n/late/files.ts";
import { X } from "lucide-react";
import { useRef, useState } from "react";
import { type Sent, upload } from "../api/client.ts";
import type { Schema } from "../api/types.ts";
import { formatBytes } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { FileDrop } from "../ui/FileDrop.tsx";
import { errorText, Progress } from "../ui/Status.tsx";

export type KeptFile = Schema<"FileData">;

const most = 10;
const kinds = ["application/pdf", "image/png", "image/jpeg"];
const largest = 20 << 20;

export function Files({
  path,
  files,
  error,
  onChange,
}: {
  path: string;
  files: KeptFile[];
  error: string | undefined;
  /** Changes the list as it is when the file has arrived. */
  onChange: (change: (files: KeptFile[]) => KeptFile[]) => void;
}) {
  const [sending, setSending] = useState<{ name: string; sent: Sent } | null>(null);
  const [failed, setFailed] = useState("");
  const stop = useRef<AbortController | null>(null);
  // The content may change while a file is on its way: the newest change is the one to use.
  const change = useRef(onChange);
  change.current = onChange;

  const send = async (chosen: File[]) => {
    setFailed("");
    for (const file of chosen.slice(0, most - files.length)) {
      if (file.size > largest) {
        setFailed(t("parts.file_large", { name: file.name, max: formatBytes(largest) }));
        continue;
      }
      if (!kinds.includes(file.type)) {
        setFailed(t("parts.file_kind", { name: file.name }));
        continue;
      }
      stop.current = new AbortController();
      setSending({ name: file.name, sent: { done: 0, total: file.size } });
      try {
        const kept = await upload<KeptFile>("POST", path, new Blob([file], { type: "application/octet-stream" }), {
          query: { name: file.name },
          signal: stop.current.signal,
          onProgress: (sent) => setSending({ name: file.name, sent }),
        });
        change.current((list) => [...list, kept]);
      } catch (problem) {
        if (!(problem instanceof DOMException)) setFailed(`${file.name}: ${errorText(problem)}`);
      }
    }
    setSending(null);
  };

  return (
    <div className="files">
      {files.length > 0 && (
        <ul className="files-list plain-list" aria-label={t("parts.files")}>
          {files.map((file) => (
            <li key={file.id} className="file">
              <span className="file-name">
                {file.name} <span className="soft small">{formatBytes(file.size)}</span>
              </span>
              <Button
                variant="quiet"
                icon={<X aria-hidden />}
                aria-label={t("file.remove", { name: file.name })}
                onPress={() => onChange((list) => list.filter((one) => one.id !== file.id))}
              />
            </li>
          ))}
        </ul>
      )}
      {sending ? (
        <div className="stack-tight">
          <Progress
            label={t("file.sending", { name: sending.name })}
            done={Math.round(sending.sent.done / 1000)}
            total={Math.max(1, Math.round(sending.sent.total / 1000))}
            unit="kB"
          />
          <Button onPress={() => stop.current?.abort()}>{t("parts.file_stop")}</Button>
        </div>
      ) : (
        files.length < most && (
          <FileDrop
            name="files"
            label={t("parts.files_add")}
            hint={t("parts.files_hint")}
            error={failed || error}
            accept={kinds}
            multiple
            onFiles={(chosen) => void send(chosen)}
          />
        )
      )}
    </div>
  );
}
