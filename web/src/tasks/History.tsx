/** What has happened to a task, the newest first: who, what, with which reason and which evidence. */
import { Paperclip } from "lucide-react";
import { formatBytes, formatDate, formatDateTime } from "../i18n/format.ts";
import { t, tMaybe } from "../i18n/index.ts";
import type { Entry, Task } from "./types.ts";

export function History({ task }: { task: Task }) {
  return (
    <ol className="plain-list task-history" reversed>
      {[...task.history].reverse().map((entry) => (
        <li key={entry.id}>
          <time className="number soft" dateTime={entry.at}>
            {formatDateTime(entry.at)}
          </time>
          <div className="stack-tight">
            <p>
              <strong>{entry.person.name}</strong>: {tMaybe(`tasks.entry_${entry.what.replace("task.", "")}`)}
              {days(entry)}
            </p>
            {entry.text && <p className="task-said">{entry.text}</p>}
            {entry.fields.length > 0 && (
              <p className="soft small">
                {t("tasks.changed", { fields: entry.fields.map((field) => tMaybe(`tasks.field_${field}`)).join(", ") })}
              </p>
            )}
            {entry.before && (
              <details>
                <summary>{t("tasks.before")}</summary>
                <p className="task-said">{entry.before}</p>
              </details>
            )}
            {entry.files.length > 0 && (
              <ul className="plain-list">
                {entry.files.map((file) => (
                  <li key={file.id}>
                    <a className="task-file" href={`/api/tasks/${task.id}/files/${file.id}`} download={file.name}>
                      <Paperclip aria-hidden size={18} /> {file.name}
                      <span className="soft small">{formatBytes(file.size)}</span>
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The day that was set, asked for or granted, and the one before it. */
function days(entry: Entry): string {
  if (entry.was && entry.due && entry.was !== entry.due) {
    return ` (${t("tasks.from_to", { from: formatDate(entry.was), to: formatDate(entry.due) })})`;
  }
  return entry.what === "task.given" && entry.due ? ` (${t("tasks.due")}: ${formatDate(entry.due)})` : "";
}
