/** Search in the paper: the places found so far, with a count, while the rest is still being read. */
import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useState } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { TextField } from "../ui/Field.tsx";
import type { Paper } from "./paper.ts";
import { type Hit, type Progress, searchPaper } from "./search.ts";

export function SearchPanel({
  paper,
  active,
  onHits,
  onGo,
}: {
  paper: Paper;
  active: Hit | null;
  onHits: (hits: Hit[]) => void;
  onGo: (hit: Hit) => void;
}) {
  const [needle, setNeedle] = useState("");
  const [marks, setMarks] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);

  useEffect(() => {
    setProgress(null);
    onHits([]);
    if (needle.trim().length < 2) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      void searchPaper(paper, needle, marks, stop.signal, (next) => {
        setProgress(next);
        onHits(next.hits);
      });
    }, 250);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [paper, needle, marks, onHits]);

  const hits = progress?.hits ?? [];
  const step = (by: number) => {
    if (hits.length === 0) return;
    const here = active ? hits.indexOf(active) : by > 0 ? -1 : 0;
    const next = hits[(here + by + hits.length) % hits.length];
    if (next) onGo(next);
  };
  return (
    <search className="pdf-side pdf-search">
      <form
        className="stack-tight"
        onSubmit={(event) => {
          event.preventDefault();
          step(1);
        }}
      >
        <TextField label={t("pdf.search_words")} value={needle} onChange={setNeedle} autoFocus type="search" />
        <Checkbox isSelected={marks} onChange={setMarks}>
          {t("pdf.search_marks")}
        </Checkbox>
        <div className="row-between">
          <p className="small soft" role="status">
            {progress && status(progress)}
          </p>
          <div className="row">
            <Button
              variant="quiet"
              icon={<ChevronUp aria-hidden />}
              aria-label={t("pdf.search_previous")}
              isDisabled={hits.length === 0}
              onPress={() => step(-1)}
            />
            <Button
              variant="quiet"
              icon={<ChevronDown aria-hidden />}
              aria-label={t("pdf.search_next")}
              isDisabled={hits.length === 0}
              onPress={() => step(1)}
            />
          </div>
        </div>
      </form>
      <ol className="pdf-hits">
        {hits.slice(0, 200).map((hit, index) => (
          <li key={index}>
            <button
              type="button"
              className="pdf-hit"
              aria-current={hit === active ? "true" : undefined}
              onClick={() => onGo(hit)}
            >
              {t("pdf.search_hit", { page: hit.page, text: hit.text })}
            </button>
          </li>
        ))}
      </ol>
    </search>
  );
}

function status(progress: Progress): string {
  const { hits, done, total, silent } = progress;
  const found = hits.length > 0 ? t("pdf.search_hits", { count: hits.length }) : "";
  if (done < total) return [found, t("pdf.search_progress", { done, total })].filter(Boolean).join(", ");
  if (silent) return t("pdf.search_no_text");
  return found || t("pdf.search_none");
}
