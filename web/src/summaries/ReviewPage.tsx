/** The review of a table: rows left, source opinions right, the ledger always in sight. */
import { Check, Download, Keyboard } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { hasRole, useMe } from "../api/session.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button, DownloadButton, LinkButton } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { keyed } from "../ui/keys.tsx";
import { announce } from "../ui/Live.tsx";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read, StateTag } from "../ui/Status.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { AgainDialog } from "./AgainDialog.tsx";
import { ApproveDialog } from "./ApproveDialog.tsx";
import { CoursePanel } from "./CoursePanel.tsx";
import { useDraft, useEdit, useOpinions, useReview } from "./calls.ts";
import { useRun } from "./course.ts";
import { AssistedNote, AssistedTag } from "./Draft.tsx";
import { finder, indexOf } from "./find.ts";
import { KeysHelp } from "./KeysHelp.tsx";
import { type Part, useDeskKeys, useKeptTitle } from "./keys.ts";
import { Ledger } from "./Ledger.tsx";
import { Quality } from "./Quality.tsx";
import type { OnMend } from "./Ready.tsx";
import { Rows } from "./Rows.tsx";
import { type Chosen, SourcePane } from "./SourcePane.tsx";
import { Stale } from "./Stale.tsx";
import { SubmissionActs, SubmissionNote, SubmissionTag } from "./Submission.tsx";
import { Tray, useTray } from "./Tray.tsx";
import { entryText } from "./told.ts";
import type { Opinions, Review } from "./types.ts";
import { rowName } from "./words.tsx";

export function ReviewPage({ id }: { id: string }) {
  const review = useReview(id);
  const opinions = useOpinions(id);
  useKeptTitle();
  return (
    <Read of={review}>
      {(view) =>
        view.version === 0 ? (
          <FirstDraft id={id} view={view} />
        ) : (
          <Read of={opinions}>{(all) => <Desk id={id} view={view} opinions={all} />}</Read>
        )
      }
    </Read>
  );
}

const back = () => ({ href: "/summaries", label: t("synth.back") });

function FirstDraft({ id, view }: { id: string; view: Review }) {
  const draft = useDraft(id);
  const analyst = hasRole(useMe(), "analyst");
  const run = useRun(id).data?.state ?? "none"; // of a run, its panel has the next step
  const [foot, setFoot] = useState<HTMLElement | null>(null);
  return (
    <Page
      title={view.asked.draft}
      lead={view.asked.text}
      back={back()}
      actions={
        analyst && (
          <>
            <Button
              variant={run === "none" ? "primary" : "quiet"}
              onPress={() => draft.mutate({ rev: 0 })}
              pending={draft.isPending && t("synth.making")}
            >
              {t(run === "none" ? "synth.make" : "synth.make_without")}
            </Button>
            <span className="course-foot" ref={setFoot} />
          </>
        )
      }
    >
      <ErrorSummary error={draft.error} />
      <EmptyState title={t("synth.state_none")}>{t("synth.make_lead")}</EmptyState>
      <CoursePanel id={id} review={view} foot={foot} />
    </Page>
  );
}

function Desk({ id, view, opinions }: { id: string; view: Review; opinions: Opinions }) {
  const me = useMe();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [approving, setApproving] = useState(false);
  const [part, setPart] = useState<Part>("rows");
  const [helping, setHelping] = useState(false);
  const desk = useRef<HTMLDivElement>(null);
  const [foot, setFoot] = useState<HTMLElement | null>(null);
  const [again, setAgain] = useState(false);
  const [typed, setTyped] = useState("");
  const [entered, setEntered] = useState<string | null>(null); // Enter goes to what is found, so that is not waited for then
  const draft = useDraft(id, () => setAgain(false));
  const edit = useEdit(id, (now) => {
    const done = now.undo?.rev === now.rev ? now.undo : undefined; // else it was an undo
    if (done) announce(entryText(done.what));
    else if (view.undo) announce(t("undo.done", { what: entryText(view.undo.what) }));
  });
  const analyst = hasRole(me, "analyst");
  const edits = analyst && !view.approved;
  const choosing = useRun(id).data?.state === "choosing" && analyst;
  const due = view.waiting.length > 0 || view.changes.length > 0; // there is something that a new version may place
  const remake = (
    <Button variant={due && !choosing ? "secondary" : "quiet"} onPress={() => setAgain(true)}>
      {t("synth.again")}
    </Button>
  );
  const readNext = () => {
    setChosen(null); // what must be read is then shown by itself
    desk.current?.querySelector<HTMLElement>(".synth-source")?.focus();
  };
  const mend: OnMend = (why) => {
    if (why === "stale" || why === "unbalanced") return setAgain(true);
    const [first] = view.waiting;
    flushSync(() => {
      setTyped(""); // it may be none of what is searched for
      setEntered("");
      if (why === "waiting") setPart("waiting");
      if (why === "waiting" && first) setChosen({ sentence: first });
    });
    if (why === "unread") return readNext();
    desk.current?.querySelector<HTMLElement>(".synth-left .synth-sentence")?.focus();
  };
  const texts = useMemo(
    () =>
      new Map(
        opinions.items.flatMap((one) =>
          one.sentences.map((s) => [s.id, { text: s.text.trim(), who: one.who }] as const),
        ),
      ),
    [opinions],
  );
  const later = useDeferredValue(typed);
  const wanted = entered === typed ? typed : later;
  const index = useMemo(() => indexOf(opinions), [opinions]);
  const find = useMemo(() => finder(index, wanted), [index, wanted]);
  const apart = view.apart.map((one) => one.sentence);
  const found = (list: string[]) => (find ? list.filter(find.sentence) : list);
  const waits = useTray(view.waiting, found(view.waiting));
  const laid = useTray(apart, found(apart));
  const trays = { waiting: waits, apart: laid };
  const many = part !== "rows" && trays[part].open;
  const counted = (label: "synth.waiting" | "synth.apart", list: string[]) =>
    find
      ? t(label === "synth.waiting" ? "find.waiting" : "find.apart", { count: found(list).length, total: list.length })
      : t(label, { count: list.length });
  useDeskKeys(desk, {
    onPart: setPart,
    onSearch: () => setEntered(typed),
    onHelp: () => setHelping(true),
    onRange: (sentence) => part !== "rows" && trays[part].onPick(sentence, true),
  });
  const tray = { view, texts, searched: find !== null, chosen, onChoose: setChosen, edits, edit };
  return (
    <Page
      title={view.asked.draft}
      lead={view.asked.text}
      back={back()}
      width="wide"
      tag={
        <>
          {view.approved ? (
            <StateTag tone="good">{t("synth.state_approved", { version: view.version })}</StateTag>
          ) : (
            <StateTag tone="active">{t("synth.state_review", { version: view.version })}</StateTag>
          )}
          <SubmissionTag view={view} />
          <AssistedTag assisted={view.asked.assisted} />
        </>
      }
      tools={
        <>
          <Button variant="quiet" icon={<Keyboard aria-hidden />} {...keyed("?")} onPress={() => setHelping(true)}>
            {t("keys.open")}
          </Button>
          {analyst && !due && remake}
          <LinkButton href={`/summaries/${id}/versions`}>{t("versions.link")}</LinkButton>
          {view.approval && <Downloads id={id} />}
        </>
      }
      actions={
        <>
          {analyst && due && remake}
          <SubmissionActs id={id} view={view} onMend={mend} />
          {hasRole(me, "secretariat") && !view.approved && (
            <Button variant="primary" icon={<Check aria-hidden />} onPress={() => setApproving(true)}>
              {t("synth.approve", { version: view.version })}
            </Button>
          )}
          {choosing && <span className="course-foot" ref={setFoot} />}
        </>
      }
    >
      {view.approval && (
        <Banner tone="good">
          {t("synth.approved_by", {
            name: view.approval.by,
            version: view.approval.version,
            at: formatDateTime(view.approval.at),
          })}
        </Banner>
      )}
      <SubmissionNote view={view} />
      <AssistedNote assisted={view.asked.assisted} approved={view.approved} />
      <Stale view={view} analyst={analyst} />
      <ErrorSummary error={edit.error} />
      <CoursePanel id={id} review={view} foot={foot} />
      <div className="synth-work" ref={desk}>
        <Ledger
          view={view}
          onUnread={edits ? readNext : undefined}
          onUndo={edits ? (seen) => edit.mutate({ act: "undo", seen }) : undefined}
          pending={edit.isPending && t("synth.sending")}
        />
        <div className="synth-desk">
          <div className="synth-left">
            <div className="synth-find no-print" data-key="Shift+F">
              <TextField
                label={<span className="visually-hidden">{t("find.label")}</span>}
                placeholder={t("find.label")}
                value={typed}
                onChange={setTyped}
                onKeyDown={(event) => event.key === "Escape" && setTyped("")}
              />
            </div>
            <Tabs
              label={t("synth.parts")}
              selected={part}
              onSelect={(key) => setPart(key as Part)}
              parts={[
                {
                  key: "rows",
                  label: find
                    ? t("find.rows", {
                        count: view.rows.filter((row) => find.row(row, rowName(row))).length,
                        total: view.rows.length,
                      })
                    : t("synth.rows", { count: view.rows.length }),
                  content: (
                    <Rows view={view} chosen={chosen} onChoose={setChosen} edits={edits} edit={edit} find={find} />
                  ),
                },
                {
                  key: "waiting",
                  label: counted("synth.waiting", view.waiting),
                  content: (
                    <Tray
                      {...tray}
                      from="waiting"
                      tray={waits}
                      empty={<EmptyState title={t("synth.waiting_none")}>{t("synth.waiting_none_lead")}</EmptyState>}
                    />
                  ),
                },
                {
                  key: "apart",
                  label: counted("synth.apart", apart),
                  content: (
                    <Tray
                      {...tray}
                      from="apart"
                      tray={laid}
                      note={(sentence) =>
                        t(`synth.rule_${view.apart.find((one) => one.sentence === sentence)?.rule ?? "blank"}`)
                      }
                      empty={<EmptyState title={t("synth.apart_none")} />}
                    />
                  ),
                },
              ]}
            />
          </div>
          <SourcePane
            view={view}
            opinions={opinions}
            chosen={chosen}
            onChoose={setChosen}
            edits={edits}
            edit={edit}
            find={find}
            many={many}
          />
        </div>
      </div>
      <Quality id={id} view={view} />
      {again && (
        <AgainDialog
          view={view}
          draft={draft}
          onClose={() => {
            setAgain(false);
            draft.reset();
          }}
        />
      )}
      {approving && (
        <ApproveDialog
          id={id}
          view={view}
          onClose={() => setApproving(false)}
          onMend={
            edits
              ? (why) => {
                  flushSync(() => setApproving(false));
                  mend(why);
                }
              : undefined
          }
        />
      )}
      <KeysHelp isOpen={helping} onClose={() => setHelping(false)} edits={edits} />
    </Page>
  );
}

export function Downloads({ id }: { id: string }) {
  const path = `/api/syntheses/${id}/table`;
  return (
    <>
      <LinkButton href={`/summaries/${id}/table`}>{t("synth.table")}</LinkButton>
      <DownloadButton href={`${path}.docx`} icon={<Download aria-hidden />}>
        {t("synth.docx")}
      </DownloadButton>
      <DownloadButton href={`${path}.xlsx`} icon={<Download aria-hidden />}>
        {t("synth.xlsx")}
      </DownloadButton>
      <DownloadButton href={`${path}.json`} icon={<Download aria-hidden />}>
        {t("synth.json")}
      </DownloadButton>
    </>
  );
}
