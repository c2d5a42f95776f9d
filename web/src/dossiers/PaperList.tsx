/** The papers of a matter in order: what each is, which version, how far it has come, and what can be done. */
import { ArrowDown, ArrowUp, BookOpen, FileUp, History as HistoryIcon, PencilLine, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { formatBytes, formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button, LinkButton } from "../ui/Button.tsx";
import { FileButton } from "../ui/FileDrop.tsx";
import { Menu, type MenuAct } from "../ui/Menu.tsx";
import { EmptyState } from "../ui/Page.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { useChange } from "./calls.ts";
import { RecallDialog, RemoveDialog, RenameDialog, VersionsDialog } from "./PaperDialogs.tsx";
import { PaperState, Refusal } from "./PaperState.tsx";
import { isOpen, mayUpload, moved, newest, shown, working } from "./rules.ts";
import type { Matter, Paper } from "./types.ts";
import { accept, UploadState } from "./Uploads.tsx";
import { addFiles, useUploads } from "./uploads.ts";
import { kindText } from "./words.ts";

export interface May {
  /** Change the list: the drafter while the matter is his. */
  edit: boolean;
  /** Add versions. */
  upload: boolean;
  recall: boolean;
}

export function PaperList({ matter, may }: { matter: Matter; may: May }) {
  const order = useChange<{ matter_rev: number; documents: string[] }>(
    `/api/matters/${matter.id}/order`,
    undefined,
    "PUT",
  );
  const [open, setOpen] = useState<{ what: "rename" | "remove" | "recall" | "versions"; paper: string } | null>(null);
  const ids = matter.documents.map((paper) => paper.id);
  const paper = matter.documents.find((one) => one.id === open?.paper);
  const move = (id: string, by: -1 | 1) =>
    order.mutate({ matter_rev: matter.matter_rev, documents: moved(ids, id, by) });
  if (matter.documents.length === 0) {
    return (
      <EmptyState title={t("dossiers.no_papers")}>
        {t(matter.class === "placeholder" ? "dossiers.placeholder_lead" : "dossiers.no_papers_lead")}
      </EmptyState>
    );
  }
  return (
    <>
      <ErrorSummary error={order.error} />
      <ol className="plain-list dos-papers" aria-label={t("dossiers.papers")}>
        {matter.documents.map((one, index) => (
          <PaperRow
            key={one.id}
            matter={matter}
            paper={one}
            place={index}
            last={index === ids.length - 1}
            may={may}
            busy={order.isPending}
            onMove={move}
            onOpen={(what) => setOpen({ what, paper: one.id })}
          />
        ))}
      </ol>
      {paper && open?.what === "rename" && <RenameDialog paper={paper} onClose={() => setOpen(null)} />}
      {paper && open?.what === "remove" && <RemoveDialog paper={paper} onClose={() => setOpen(null)} />}
      {paper && open?.what === "recall" && <RecallDialog matter={matter} paper={paper} onClose={() => setOpen(null)} />}
      {paper && open?.what === "versions" && <VersionsDialog paper={paper} onClose={() => setOpen(null)} />}
    </>
  );
}

function PaperRow({
  matter,
  paper,
  place,
  last,
  may,
  busy,
  onMove,
  onOpen,
}: {
  matter: Matter;
  paper: Paper;
  place: number;
  last: boolean;
  may: May;
  busy: boolean;
  onMove: (id: string, by: -1 | 1) => void;
  onOpen: (what: "rename" | "remove" | "recall" | "versions") => void;
}) {
  const uploads = useUploads((state) => state.items);
  const coming = uploads.filter((item) => item.document === paper.id);
  const version = newest(paper);
  const readable = shown(paper);
  const canMove = may.edit && isOpen(matter);
  const canAdd = may.upload && mayUpload(matter, false) && !paper.recalled && !working(version) && coming.length === 0;
  return (
    <li className="dos-paper">
      <div className="dos-place">
        {canMove ? (
          <>
            <Button
              variant="quiet"
              icon={<ArrowUp aria-hidden size={20} />}
              aria-label={t("dossiers.move_up", { title: paper.title })}
              isDisabled={busy || place === 0}
              onPress={() => onMove(paper.id, -1)}
            />
            <Button
              variant="quiet"
              icon={<ArrowDown aria-hidden size={20} />}
              aria-label={t("dossiers.move_down", { title: paper.title })}
              isDisabled={busy || last}
              onPress={() => onMove(paper.id, 1)}
            />
          </>
        ) : (
          <span className="number soft">{place + 1}</span>
        )}
      </div>
      <div className="dos-paper-text">
        <span className="dos-kind">{kindText(paper.kind)}</span>
        <h3 className="dos-paper-title">{paper.title}</h3>
        <p className="soft small">{facts(paper)}</p>
        {coming.map((item) => (
          <UploadState key={item.id} item={item} max={matter.max_upload_bytes} />
        ))}
        {!paper.recalled && <Refusal version={version} />}
        {version?.state === "refused" && readable && (
          <p className="small">{t("dossiers.older_stays", { number: readable.number })}</p>
        )}
        {paper.recalled && (
          <Banner tone="warn" title={t("dossiers.recalled_at", { time: formatDateTime(paper.recalled_at) })}>
            {paper.recall_reason}
          </Banner>
        )}
      </div>
      <div className="dos-paper-state">
        <PaperState paper={paper} />
      </div>
      <div className="dos-paper-acts no-print">
        {readable && !paper.recalled && (
          <LinkButton href={`/dossiers/${matter.id}/papers/${paper.id}`} icon={<BookOpen aria-hidden />}>
            {t("dossiers.read")}
          </LinkButton>
        )}
        {canAdd && (
          <FileButton
            accept={accept}
            label={t("dossiers.new_version_of", { title: paper.title })}
            icon={<FileUp aria-hidden />}
            onFile={(file) => addFiles(matter.id, [file], matter.max_upload_bytes, paper.id)}
          >
            {t("dossiers.new_version")}
          </FileButton>
        )}
        <PaperMenu matter={matter} paper={paper} may={may} onOpen={onOpen} />
      </div>
    </li>
  );
}

function PaperMenu({
  matter,
  paper,
  may,
  onOpen,
}: {
  matter: Matter;
  paper: Paper;
  may: May;
  onOpen: (what: "rename" | "remove" | "recall" | "versions") => void;
}) {
  const acts: MenuAct[] = [
    {
      key: "versions",
      label: t("dossiers.versions"),
      icon: <HistoryIcon aria-hidden size={20} />,
      onAction: () => onOpen("versions"),
    },
  ];
  if (may.edit && isOpen(matter)) {
    acts.push(
      {
        key: "rename",
        label: t("dossiers.rename"),
        icon: <PencilLine aria-hidden size={20} />,
        onAction: () => onOpen("rename"),
      },
      {
        key: "remove",
        label: t("dossiers.remove"),
        icon: <Trash2 aria-hidden size={20} />,
        onAction: () => onOpen("remove"),
      },
    );
  }
  if (may.recall && !paper.recalled) {
    acts.push({
      key: "recall",
      label: t("dossiers.recall"),
      icon: <Undo2 aria-hidden size={20} />,
      onAction: () => onOpen("recall"),
    });
  }
  return (
    <Menu label={t("dossiers.acts_of", { title: paper.title })} variant="secondary" acts={acts}>
      {t("dossiers.acts")}
    </Menu>
  );
}

/** "Bản 2 · 14 trang · 1,2 MB · to-trinh.pdf" */
function facts(paper: Paper): string {
  const version = shown(paper) ?? newest(paper);
  if (!version) return "";
  return [
    t("dossiers.version", { number: version.number }),
    version.reading.pages > 0 && t("dossiers.pages", { count: version.reading.pages }),
    formatBytes(version.size),
    version.name,
  ]
    .filter(Boolean)
    .join(" · ");
}
