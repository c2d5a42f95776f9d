/** The papers of a matter beside the one that is being read. */
import { FileText } from "lucide-react";
import { lazy, Suspense } from "react";
import { t } from "../i18n/index.ts";
import { DownloadButton } from "../ui/Button.tsx";
import { EmptyState } from "../ui/Page.tsx";
import { Banner, Loading } from "../ui/Status.tsx";
import { shown } from "./rules.ts";
import type { Matter, Paper } from "./types.ts";
import { kindText } from "./words.ts";

const Reader = lazy(() => import("../pdf/Reader.tsx"));

/** The papers to choose from. */
export function PaperChoice({
  papers,
  chosen,
  onChoose,
}: {
  papers: Paper[];
  chosen: string;
  onChoose: (paper: string) => void;
}) {
  return (
    <ul className="plain-list dos-choice" aria-label={t("dossiers.papers")}>
      {papers.map((paper) => {
        const version = shown(paper);
        return (
          <li key={paper.id}>
            <button
              type="button"
              className="dos-choice-paper"
              aria-current={paper.id === chosen ? "true" : undefined}
              onClick={() => onChoose(paper.id)}
            >
              <FileText aria-hidden size={20} />
              <span>
                <span className="dos-choice-title">{paper.title}</span>
                <span className="soft small">
                  {kindText(paper.kind)}
                  {version && ` · ${t("dossiers.version", { number: version.number })}`}
                  {version &&
                    version.reading.pages > 0 &&
                    ` · ${t("dossiers.pages", { count: version.reading.pages })}`}
                  {paper.recalled && ` · ${t("dossiers.recalled")}`}
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** One paper in the reader, or why it cannot be read. */
export function PaperReader({ matter, paper }: { matter: Matter; paper: Paper | undefined }) {
  if (!paper) {
    return (
      <EmptyState title={t("dossiers.no_papers")}>
        {t(matter.class === "placeholder" ? "dossiers.placeholder_lead" : "dossiers.nothing_to_read")}
      </EmptyState>
    );
  }
  if (paper.recalled) {
    return (
      <Banner tone="warn" title={t("dossiers.recalled_paper", { title: paper.title })}>
        {paper.recall_reason}
      </Banner>
    );
  }
  const version = shown(paper);
  if (!version) return <EmptyState title={paper.title}>{t("dossiers.not_yet_readable")}</EmptyState>;
  const at = `/api/versions/${version.id}`;
  if (!version.readable) {
    return (
      <EmptyState
        title={paper.title}
        action={<DownloadButton href={`${at}/original`}>{t("dossiers.download")}</DownloadButton>}
      >
        {t("dossiers.no_reading")}
      </EmptyState>
    );
  }
  return (
    <div className="dos-reader">
      <Suspense fallback={<Loading label={t("pdf.loading")} />}>
        <Reader
          key={version.id}
          src={`${at}/reading`}
          title={paper.title}
          pages={version.reading.pages || undefined}
          firstPageImage={version.first_page ? `${at}/pages/1?size=large` : undefined}
          download={`${at}/original`}
        />
      </Suspense>
    </div>
  );
}
