/**
 * The approved table: the drafter answers each point, the secretariat checks the answers. What
 * others do is shown at once. A point that was found stays where it is while it changes: it
 * leaves the screen only when something else is looked for.
 */
import { ChevronDown, Download } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { hasRole, useMe } from "../api/session.ts";
import { useTypedThings } from "../api/typed.ts";
import { formatDateTime } from "../i18n/format.ts";
import { language, t } from "../i18n/index.ts";
import { Button, DownloadButton } from "../ui/Button.tsx";
import { keyed, useKeptFocus, useKeys } from "../ui/keys.tsx";
import { EmptyState, Page, Section } from "../ui/Page.tsx";
import { Banner, Read, StateTag } from "../ui/Status.tsx";
import { AnswerFilter } from "./AnswerFilter.tsx";
import { answerOf } from "./AnswerForm.tsx";
import { everything, matching, nextOf, stateOf, staying } from "./answers.ts";
import { checkOf } from "./CheckForm.tsx";
import { useTable } from "./calls.ts";
import { AssistedNote, AssistedTag } from "./Draft.tsx";
import { Gists } from "./Gists.tsx";
import { Leftover, PointCard } from "./PointCard.tsx";
import type { Table } from "./types.ts";
import { countsText, rowName } from "./words.tsx";
import "./answers.css";

export function TablePage({ id }: { id: string }) {
  const me = useMe();
  const reviewer = hasRole(me, "analyst") || hasRole(me, "secretariat");
  const table = useTable(id, reviewer || hasRole(me, "drafter"));
  return <Read of={table}>{(view) => <Approved id={id} view={view} reviewer={reviewer} />}</Read>;
}

/** The ids that are found now, and those that were since the same is looked for. */
function useFound(all: string[], found: Set<string>, sought: object): Set<string> {
  const kept = useRef({ sought, ids: new Set<string>() });
  const before = kept.current.sought === sought ? kept.current.ids : new Set<string>();
  kept.current = { sought, ids: staying(all, found, before) };
  return kept.current.ids;
}

function Approved({ id, view, reviewer }: { id: string; view: Table; reviewer: boolean }) {
  const me = useMe();
  const [answers, checks] = [hasRole(me, "drafter"), hasRole(me, "secretariat")];
  const part = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState(everything);
  const [opened, setOpened] = useState("");
  const typed = useTypedThings(answerOf(id));
  const remarked = useTypedThings(checkOf(id));
  const open = useCallback((point: string) => {
    flushSync(() => setOpened(point));
    const field = pointAt(part.current, point)?.querySelector<HTMLElement>("input, textarea");
    field?.focus();
  }, []);
  const done = useCallback((point: string) => setOpened((now) => (now === point ? "" : now)), []);

  const points = useMemo(() => view.rows.flatMap((row) => row.points), [view.rows]);
  const ids = points.map((point) => point.id);
  const shown = useFound(ids, matching(view.rows, filter), filter);
  const due = new Set(
    points
      .filter(({ reply }) => {
        const state = stateOf(reply);
        return answers ? state === "waits" || state === "sent_back" : checks && state === "answered";
      })
      .map((point) => point.id),
  );
  const last = useRef(""); // the point at which the keyboard was
  const next = () => {
    const from = pointOf(document.activeElement) || last.current;
    const here = nextOf(ids, from, (one) => due.has(one) && shown.has(one));
    const found = here ?? nextOf(ids, from, (one) => due.has(one));
    if (!found) return;
    flushSync(() => {
      if (!here) setFilter(everything); // it is none of those that are looked for
      if (answers) setOpened(found);
    });
    pointAt(part.current, found)?.focus();
  };
  // The page has one key, which is heard also before the keyboard has gone anywhere in it; not within a window over it.
  const all = useRef(document.body);
  useKeys(all, {}, () => {
    const at = document.activeElement ?? document.body;
    if (part.current?.contains(at)) return [at];
    return part.current && at.contains(part.current) ? [part.current] : [];
  });
  useKeptFocus(
    () => part.current,
    (element) => {
      last.current = pointOf(element) || last.current;
      return pointOf(element);
    },
    (point) => pointAt(part.current, point)?.focus(),
  );

  const known = new Set(ids);
  const path = `/api/syntheses/${id}/table`;
  return (
    <div className="answer-part" ref={part}>
      <Page
        title={view.asked.draft}
        lead={view.asked.text}
        width="wide"
        back={
          reviewer
            ? { href: `/summaries/${id}`, label: t("synth.to_review") }
            : { href: "/summaries/tables", label: t("tables.title") }
        }
        tag={
          <>
            <StateTag tone="good">{t("synth.state_approved", { version: view.approval.version })}</StateTag>
            <AssistedTag assisted={view.asked.assisted} />
          </>
        }
        tools={
          <>
            <DownloadButton href={`${path}.docx`} icon={<Download aria-hidden />}>
              {t("synth.docx")}
            </DownloadButton>
            <DownloadButton href={`${path}.xlsx`} icon={<Download aria-hidden />}>
              {t("synth.xlsx")}
            </DownloadButton>
          </>
        }
        actions={
          due.size > 0 && (
            <Button variant="primary" icon={<ChevronDown aria-hidden />} {...keyed("n")} onPress={next}>
              {t(answers ? "answers.next_answer" : "answers.next_check", { count: due.size })}
            </Button>
          )
        }
      >
        <Banner tone={view.unanswered > 0 ? "info" : "good"}>
          {view.unanswered > 0 ? t("synth.unanswered", { count: view.unanswered }) : t("synth.all_answered")}
        </Banner>
        {view.stale.length > 0 && (
          <Banner tone="warn">{t("versions.stale_reader", { count: view.stale.length })}</Banner>
        )}
        <p className="soft small">
          {t("synth.approved_by", {
            name: view.approval.by,
            version: view.approval.version,
            at: formatDateTime(view.approval.at),
          })}
        </p>
        <AssistedNote assisted={view.asked.assisted} approved />
        {[
          ...(answers ? typed.map((one) => [one, answerOf(id, one)]) : []),
          ...remarked.map((one) => [one, checkOf(id, one)]),
        ]
          .filter(([one]) => !known.has(one ?? ""))
          .map(([, thing = ""]) => (
            <Leftover key={thing} thing={thing} why="answers.point_gone" />
          ))}
        <div className="answer-work">
          <AnswerFilter
            rows={view.rows}
            filter={filter}
            onChange={setFilter}
            shown={shown.size}
            works={reviewer || answers}
          />
          <div className="answer-table">
            {shown.size === 0 && <EmptyState title={t("answers.none")}>{t("answers.none_lead")}</EmptyState>}
            {view.rows
              .filter((row) => row.points.some((point) => shown.has(point.id)))
              .map((row) => (
                <Section key={row.id} title={rowName(row)} lead={countsText(row)}>
                  <Gists row={row} approved />
                  <ul className="plain-list stack">
                    {row.points
                      .filter((point) => shown.has(point.id))
                      .map((point) => (
                        <PointCard
                          key={point.id}
                          id={id}
                          point={point}
                          language={language()}
                          answers={answers}
                          checks={checks}
                          open={opened === point.id || typed.includes(point.id)}
                          remarked={remarked.includes(point.id)}
                          onOpen={open}
                          onDone={done}
                        />
                      ))}
                  </ul>
                </Section>
              ))}
          </div>
        </div>
      </Page>
    </div>
  );
}

/** The point in which something on the screen is. */
const pointOf = (element: Element | null) => element?.closest<HTMLElement>("[data-point]")?.dataset.point ?? "";

const pointAt = (part: HTMLElement | null, point: string) =>
  point ? part?.querySelector<HTMLElement>(`[data-point="${CSS.escape(point)}"]`) : null;
