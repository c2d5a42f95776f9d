/** The papers of a ballot: what they are, which version, and the one being read. */
import "../../i18n/late/member.ts";
import { ChevronDown, ChevronUp, FileText } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { MyNotesButton } from "../../annotations/MyNotesButton.tsx";
import { t } from "../../i18n/index.ts";
import { Button, DownloadButton } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/Page.tsx";
import { Loading } from "../../ui/Status.tsx";
import type { Ballot, Paper } from "./types.ts";
import { paperKind } from "./words.ts";
import "./parts.css";

const Reader = lazy(() => import("../../pdf/Reader.tsx"));

/** More papers than this fold away under the one being read. */
const few = 4;

export function Papers({
  papers,
  replaced = [],
  over = false,
  asked,
}: {
  papers: Paper[];
  replaced?: Ballot["replaced"];
  /** The ballot was recalled: its papers are named and may not be read any more. */
  over?: boolean;
  /** The consultation in which the reader is asked and nothing else: its papers are served by it, without what a dossier gives. */
  asked?: string | undefined;
}) {
  const fresh = new Set(replaced.map((one) => one.version));
  const [chosen, choose] = useState("");
  const [place, goTo] = useState<{ version: string; page: number } | null>(null);
  const [all, setAll] = useState(papers.length <= few);
  const current = papers.find((paper) => paper.document === chosen) ?? papers[0];
  if (!current) return <EmptyState title={t("parts.no_papers")} />;
  if (over) return <Named papers={papers} />;
  const shown = all ? papers : [current];
  // Its kind names a paper that is the only one of it; the title then stands above the reader alone.
  const alone = (paper: Paper) => papers.filter((other) => other.kind === paper.kind).length === 1;
  return (
    <>
      <div className="papers no-print">
        <ul className="papers-list" aria-label={t("parts.papers")}>
          {shown.map((paper) => (
            <li key={paper.document}>
              <button
                type="button"
                className="paper"
                aria-current={paper === current ? "true" : undefined}
                onClick={() => {
                  choose(paper.document);
                  goTo(null);
                }}
              >
                <PaperName paper={paper} alone={alone(paper)} fresh={fresh.has(paper.version)} />
              </button>
            </li>
          ))}
        </ul>
        {papers.length > few && (
          <Button
            variant="quiet"
            aria-expanded={all}
            icon={all ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
            onPress={() => setAll(!all)}
          >
            {all ? t("parts.fewer_papers") : t("parts.all_papers", { count: papers.length })}
          </Button>
        )}
      </div>
      <div className="papers-bar no-print">
        <p className="papers-title">{current.title}</p>
        {!asked && (
          <MyNotesButton
            papers={papers.filter((paper) => paper.reading_hash)}
            onOpen={(version, page) => {
              choose(papers.find((paper) => paper.version === version)?.document ?? "");
              goTo({ version, page });
            }}
          />
        )}
      </div>
      <div className="papers-reader">
        <PaperReader
          key={current.version}
          paper={current}
          asked={asked}
          page={place?.version === current.version && place.page > 0 ? place.page : undefined}
        />
      </div>
    </>
  );
}

function Named({ papers }: { papers: Paper[] }) {
  return (
    <div className="papers">
      <p className="soft">{t("parts.papers_over")}</p>
      <ul className="papers-list" aria-label={t("parts.papers")}>
        {papers.map((paper) => (
          <li key={paper.document} className="paper">
            <FileText aria-hidden size={20} />
            <PaperName paper={paper} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function PaperName({ paper, alone = false, fresh = false }: { paper: Paper; alone?: boolean; fresh?: boolean }) {
  return (
    <span className="paper-text">
      <span className="paper-kind">{paperKind(paper.kind)}</span>
      <span className={alone ? "visually-hidden" : "paper-title small"}>{paper.title}</span>
      <span className="paper-note soft small">
        {paper.pages > 0 && `${t("parts.pages", { count: paper.pages })} · `}
        {t("parts.version", { number: paper.number })}
        {fresh && <strong>{` · ${t("parts.new_version")}`}</strong>}
      </span>
    </span>
  );
}

function PaperReader({ paper, page, asked }: { paper: Paper; page: number | undefined; asked: string | undefined }) {
  const at = asked ? `/api/ballots/${asked}/papers/${paper.version}` : `/api/versions/${paper.version}`;
  if (!paper.reading_hash) {
    return (
      <EmptyState
        title={paper.title}
        action={<DownloadButton href={`${at}/original`}>{t("parts.download_original")}</DownloadButton>}
      >
        {t("parts.no_reading")}
      </EmptyState>
    );
  }
  return (
    <Suspense fallback={<Loading label={t("pdf.loading")} />}>
      <Reader
        src={`${at}/reading`}
        version={asked ? undefined : paper.version}
        page={page}
        title={paper.title}
        pages={paper.pages || undefined}
        firstPageImage={`${at}/pages/1?size=large`}
        download={`${at}/original`}
      />
    </Suspense>
  );
}
