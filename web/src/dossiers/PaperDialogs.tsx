/** What is done to one paper: rename, take out, call back, see all its versions. */
import { Download } from "lucide-react";
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { formatBytes, formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button, DownloadButton } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { DefinitionList } from "../ui/Page.tsx";
import { Select } from "../ui/Select.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { useChange } from "./calls.ts";
import { Refusal, VersionState } from "./PaperState.tsx";
import type { Kind, Matter, Paper, Version } from "./types.ts";
import { kinds, kindText, personText } from "./words.ts";

export function RenameDialog({ paper, onClose }: { paper: Paper; onClose: () => void }) {
  const [kind, setKind] = useState<Kind>(paper.kind);
  const [title, setTitle] = useState(paper.title);
  const send = useChange<{ document_rev: number; kind: Kind; title: string }>(
    `/api/documents/${paper.id}`,
    onClose,
    "PUT",
  );
  const at = (path: string) => (send.error instanceof Problem ? send.error.field(path) : undefined);
  const save = () => send.mutate({ document_rev: paper.rev, kind, title });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("dossiers.rename")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={save} pending={send.isPending && t("state.saving")}>
            {t("act.save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={save} />
      <Select
        label={t("dossiers.kind")}
        name="kind"
        options={kinds.map((one) => ({ value: one, label: kindText(one) }))}
        value={kind}
        onChange={(next) => setKind(next as Kind)}
        error={at("kind")}
      />
      <TextField
        label={t("dossiers.paper_title")}
        name="title"
        maxLength={500}
        value={title}
        onChange={setTitle}
        error={at("title")}
      />
    </Dialog>
  );
}

export function RemoveDialog({ paper, onClose }: { paper: Paper; onClose: () => void }) {
  const send = useChange<{ document_rev: number }>(`/api/documents/${paper.id}/remove`, onClose);
  const remove = () => send.mutate({ document_rev: paper.rev });
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("dossiers.remove_title", { title: paper.title })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="danger" onPress={remove} pending={send.isPending && t("state.sending")}>
            {t("dossiers.remove")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={remove} />
      <p>{t("dossiers.remove_effect", { count: paper.versions.length })}</p>
    </Dialog>
  );
}

export function RecallDialog({ matter, paper, onClose }: { matter: Matter; paper: Paper; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const send = useChange<{ document_rev: number; reason: string }>(`/api/documents/${paper.id}/recall`, onClose);
  const missing = asked && !reason.trim() ? t("dossiers.reason_missing") : undefined;
  const recall = () => {
    setAsked(true);
    if (reason.trim()) send.mutate({ document_rev: paper.rev, reason });
  };
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("dossiers.recall_title", { title: paper.title })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="danger" onPress={recall} pending={send.isPending && t("state.sending")}>
            {t("dossiers.recall")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={recall} />
      <Banner tone="warn" title={t("dossiers.recall_effect")}>
        {t(matter.state === "deciding" ? "dossiers.recall_deciding" : "dossiers.recall_not_back")}
      </Banner>
      <TextArea
        label={t("dossiers.recall_reason")}
        hint={t("dossiers.recall_reason_hint")}
        name="reason"
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={(send.error instanceof Problem ? send.error.field("reason") : undefined) ?? missing}
      />
    </Dialog>
  );
}

/** All versions, the newest first, each with its hash and its original. */
export function VersionsDialog({ paper, onClose }: { paper: Paper; onClose: () => void }) {
  return (
    <Dialog isOpen wide onClose={onClose} title={t("dossiers.versions_of", { title: paper.title })}>
      <p className="soft">{t("dossiers.versions_lead")}</p>
      <ol className="plain-list stack" reversed>
        {[...paper.versions].reverse().map((version) => (
          <li key={version.id} className="dos-version">
            <div className="row-between">
              <h3>
                {t("dossiers.version", { number: version.number })}
                {version.id === paper.shown && ` - ${t("dossiers.shown_now")}`}
              </h3>
              <VersionState version={version} />
            </div>
            <VersionFacts version={version} />
            <Refusal version={version} />
            {version.state === "ready" && !paper.recalled && (
              <div>
                <DownloadButton href={`/api/versions/${version.id}/original`} icon={<Download aria-hidden />}>
                  {t("dossiers.download")}
                </DownloadButton>
              </div>
            )}
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

function VersionFacts({ version }: { version: Version }) {
  return (
    <DefinitionList
      items={[
        [t("dossiers.file"), `${version.name} (${formatBytes(version.size)})`],
        [t("dossiers.uploaded"), `${formatDateTime(version.uploaded_at)}, ${personText(version.uploader)}`],
        [t("dossiers.page_count"), version.reading.pages > 0 ? String(version.reading.pages) : ""],
        [
          t("dossiers.hash"),
          <span key="hash" className="mono">
            {version.sha256}
          </span>,
        ],
        [
          t("dossiers.reading_hash"),
          version.reading.sha256 && (
            <span key="reading" className="mono">
              {version.reading.sha256}
            </span>
          ),
        ],
      ]}
    />
  );
}
