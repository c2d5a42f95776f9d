/** What happened to a matter: when, who, what, and with which reason; the newest first. */
import { formatDateTime } from "../i18n/format.ts";
import { t, tMaybe } from "../i18n/index.ts";
import { EmptyState } from "../ui/Page.tsx";
import type { Entry, Matter } from "./types.ts";
import { personText } from "./words.ts";

export function History({ matter }: { matter: Matter }) {
  if (matter.history.length === 0) {
    return <EmptyState title={t("dossiers.history_empty")}>{t("dossiers.history_empty_lead")}</EmptyState>;
  }
  return (
    <ol className="dos-history plain-list" reversed>
      {[...matter.history].reverse().map((entry, index) => (
        <li key={index}>
          <time className="number soft" dateTime={entry.at}>
            {formatDateTime(entry.at)}
          </time>
          <div>
            <p>
              <strong>{personText(entry.person)}</strong>: {eventText(entry)}
              {paperTitle(matter, entry)}
            </p>
            {entry.reason && entry.what !== "document.removed" && <p className="dos-reason">{entry.reason}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function eventText(entry: Entry): string {
  return tMaybe(`dossiers.event.${entry.what}`, t("dossiers.event_other"));
}

/** The paper that it was about; of a removed one the journal's note keeps the title. */
function paperTitle(matter: Matter, entry: Entry): string {
  if (entry.what === "document.removed") return entry.reason ? ` “${entry.reason}”` : "";
  const paper = matter.documents.find((one) => one.id === entry.document);
  if (!paper) return "";
  const version = paper.versions.find((one) => one.id === entry.version);
  return ` “${paper.title}”${version ? ` (${t("dossiers.version", { number: version.number })})` : ""}`;
}
