/**
 * A ballot as the office of a member prepares it: the same papers, the same editor,
 * the way of the draft as a line. There is no way to cast from here.
 */
import "../../i18n/late/member.ts";
import { useState } from "react";
import { Problem } from "../../api/problem.ts";
import { queries, refKey, useAsNew, useCommand, useThing } from "../../api/query.ts";
import { type Me, useMe } from "../../api/session.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { useLive } from "../../live/hooks.ts";
import { Button } from "../../ui/Button.tsx";
import { Page } from "../../ui/Page.tsx";
import { Banner, ErrorSummary, Read } from "../../ui/Status.tsx";
import { answeredCount } from "../parts/content.ts";
import { Editor } from "../parts/Editor.tsx";
import { BallotFacts, BallotNotices, BallotState } from "../parts/Head.tsx";
import { Papers } from "../parts/Papers.tsx";
import { Said } from "../parts/Said.tsx";
import { Space } from "../parts/Space.tsx";
import { above, Moves, StepLine } from "../parts/Steps.tsx";
import type { Ballot, Content, OfficeDraft } from "../parts/types.ts";
import { stepText } from "../parts/words.ts";
import { PassForm } from "./PassForm.tsx";
import { contentOf, useDraft } from "./useDraft.ts";
import "./office.css";

type Office = Me["offices"][number];

export default function OfficeBallot({ ballot: id, member }: { ballot: string; member: string }) {
  useLive(`ballot:${id}`);
  useLive(`office:${member}`);
  const office = useMe().offices.find((one) => one.member.id === member);
  const ballot = useThing<Ballot>(`ballot/${id}`, `/api/ballots/${id}`);
  const draft = useThing<OfficeDraft>(`office-draft/${id}:${member}`, `/api/ballots/${id}/drafts/${member}`);
  useAsNew(`office-draft/${id}:${member}`, draft.data?.rev, ballot.data?.rev);
  return (
    <Read of={ballot}>
      {(held) => (
        <Read of={draft}>{(current) => <Work ballot={held} held={current} office={office} member={member} />}</Read>
      )}
    </Read>
  );
}

function Work({
  ballot,
  held,
  office,
  member,
}: {
  ballot: Ballot;
  held: OfficeDraft;
  office: Office | undefined;
  member: string;
}) {
  const step = office?.step ?? "clerk";
  const at = held.draft?.step ?? step;
  const open = ballot.state === "open" && !held.recused;
  const writes = open && office !== undefined && !above(at, step);
  const [sheet, setSheet] = useState(false);
  const [moving, setMoving] = useState<"" | "pass" | "return">("");
  const writing = useDraft(`office-draft ${ballot.id} ${member}`, held);
  const path = `/api/ballots/${ballot.id}/drafts/${member}`;
  const ref = refKey(`office-draft/${ballot.id}:${member}`);
  const keep = (now: OfficeDraft) => {
    queries.setQueryData(ref, now);
    writing.saved(now);
  };
  const save = useCommand<{ draft_rev: number; content: Content }, OfficeDraft>(
    { method: "PUT", path, touches: ["/api/ballots"] },
    { onDone: keep },
  );
  const stale = save.error instanceof Problem && save.error.stale;
  const theirs = writing.theirs ?? (stale ? ((save.error as Problem).current as OfficeDraft) : null);
  const write = () => save.mutate({ draft_rev: writing.rev, content: writing.content });
  /** Passing a draft passes what is on the screen: it is saved first. */
  const current = async (): Promise<number> => {
    if (!writing.dirty && held.draft) return writing.rev;
    return (await save.mutateAsync({ draft_rev: writing.rev, content: writing.content })).draft?.draft_rev ?? 0;
  };
  const total = ballot.questions.length;
  const progress = t("member.progress", { count: answeredCount(writing.content, ballot.questions), total });
  const canReturn = writes && held.draft !== undefined && at === step && step !== "clerk";

  return (
    <Page
      title={ballot.title}
      width="wide"
      back={{ href: "/ballots/office", label: t("office.title") }}
      tag={<BallotState state={ballot.state} />}
    >
      <div className="ballot-head">
        <BallotFacts ballot={ballot} />
        <BallotNotices ballot={ballot} />
      </div>
      <Space
        papers={<Papers papers={ballot.papers} replaced={ballot.replaced} over={ballot.state === "recalled"} />}
        panelLabel={t("office.panel", { name: held.member.name })}
        isOpen={sheet}
        onOpen={setSheet}
        handle={
          ballot.state === "recalled" ? undefined : (
            <>
              <strong>{t("office.panel", { name: held.member.name })}</strong>{" "}
              <span className="number">{writes ? progress : t("office.at", { step: stepText(at) })}</span>
            </>
          )
        }
        panel={
          <div className="stack">
            <h2>{t("office.panel", { name: held.member.name })}</h2>
            {held.draft && <StepLine step={at} />}
            <Standing ballot={ballot} held={held} step={step} />
            {!stale && <ErrorSummary error={save.error} onRetry={write} />}
            {theirs && (
              <Differs
                ballot={ballot}
                theirs={theirs}
                onTake={() => {
                  save.reset();
                  keep(theirs);
                }}
                onKeep={() => {
                  save.reset();
                  queries.setQueryData(ref, theirs);
                  writing.keepMine(theirs);
                }}
              />
            )}
            {writes ? (
              <Editor
                questions={ballot.questions}
                content={writing.content}
                onChange={writing.change}
                error={(field) => (save.error instanceof Problem ? save.error.field(`content.${field}`) : undefined)}
                filesPath={`${path}/files`}
              />
            ) : (
              held.draft && <Said content={contentOf(held)} questions={ballot.questions} />
            )}
            {held.draft && (
              <details>
                <summary>{t("office.moves")}</summary>
                <Moves moves={held.draft.moves} />
              </details>
            )}
          </div>
        }
        foot={
          writes &&
          (moving ? (
            <PassForm
              way={moving}
              step={step}
              path={path}
              rev={current}
              onDone={(now) => {
                keep(now);
                setMoving("");
              }}
              onLeave={() => setMoving("")}
            />
          ) : (
            <>
              <div className="write-state">
                <strong className="number">{progress}</strong>
                <span className="small soft">
                  {writing.dirty
                    ? t("office.unsaved")
                    : held.draft
                      ? t("office.saved", { time: formatDateTime(held.draft.changed_at) })
                      : ""}
                </span>
              </div>
              <div className="row">
                {canReturn && <Button onPress={() => setMoving("return")}>{t("office.send_back")}</Button>}
                <Button
                  isDisabled={!writing.dirty || theirs !== null}
                  pending={save.isPending && t("state.saving")}
                  onPress={write}
                >
                  {t("office.save")}
                </Button>
                <Button variant="primary" isDisabled={theirs !== null} onPress={() => setMoving("pass")}>
                  {t("office.pass")}
                </Button>
              </div>
            </>
          ))
        }
      />
    </Page>
  );
}

/** Whose turn it is, and what the member has done, in one sentence each. */
function Standing({ ballot, held, step }: { ballot: Ballot; held: OfficeDraft; step: string }) {
  const { draft } = held;
  const last = draft?.moves.at(-1);
  const under = draft !== undefined && above(step, draft.step);
  const over = draft !== undefined && above(draft.step, step);
  return (
    <>
      {held.recused && <Banner title={t("office.recused")} />}
      {held.answered_at && (
        <Banner tone="good" title={t("office.member_answered", { time: formatDateTime(held.answered_at) })} />
      )}
      {ballot.state !== "open" && <p>{t("office.over")}</p>}
      {draft && <p className="soft">{t("office.prepared_by", { names: draft.prepared_by.join(", ") })}</p>}
      {draft?.refused && (
        <Banner tone="warn" title={t("office.refused", { name: held.member.name })}>
          {last?.reason}
        </Banner>
      )}
      {draft && !draft.refused && last && above(last.from, last.to) && last.to === step && (
        <Banner tone="warn" title={t("office.sent_back", { name: last.by })}>
          {last.reason}
        </Banner>
      )}
      {under && <p>{t("office.take_over", { step: stepText(draft.step) })}</p>}
      {over && (
        <p>
          {draft.step === "member" ? t("office.is_with_member") : t("office.is_at", { step: stepText(draft.step) })}
        </p>
      )}
    </>
  );
}

/** Somebody else changed the draft: their text is shown, one's own stays in the editor, one of them is chosen. */
function Differs({
  ballot,
  theirs,
  onTake,
  onKeep,
}: {
  ballot: Ballot;
  theirs: OfficeDraft;
  onTake: () => void;
  onKeep: () => void;
}) {
  return (
    <section className="differs" aria-labelledby="differs-title">
      <Banner tone="warn" title={<span id="differs-title">{t("problem.stale")}</span>} />
      <h3>{t("problem.stale_current")}</h3>
      <Said content={contentOf(theirs)} questions={ballot.questions} />
      <div className="row">
        <Button onPress={onTake}>{t("office.take_theirs")}</Button>
        <Button onPress={onKeep}>{t("office.keep_mine")}</Button>
      </div>
      <h3>{t("problem.stale_yours")}</h3>
    </section>
  );
}
