/** One ballot as its member works on it: papers beside the answer, and what came of it afterwards. */
import "../../i18n/late/consult.ts";
import "../../i18n/late/member.ts";
import { lazy, Suspense, useEffect, useState } from "react";
import { Problem } from "../../api/problem.ts";
import { queries, refKey, touch, useAsNew, useCommand, useThing } from "../../api/query.ts";
import { hasRole, type Role, useMe } from "../../api/session.ts";
import { formatSeconds } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { useNow } from "../../live/clock.ts";
import { useLive } from "../../live/hooks.ts";
import { Button } from "../../ui/Button.tsx";
import { announce } from "../../ui/Live.tsx";
import { Page } from "../../ui/Page.tsx";
import { Banner, Loading, Read } from "../../ui/Status.tsx";
import { answeredCount, fieldPath, sendable } from "../parts/content.ts";
import { BallotFacts, BallotNotices, BallotState, RoundBanner, stateOf } from "../parts/Head.tsx";
import { Papers } from "../parts/Papers.tsx";
import { Space } from "../parts/Space.tsx";
import type { Ballot, Confirmed, Content, MyAnswer, Prepared } from "../parts/types.ts";
import { gapTexts, isOutside, mineText } from "../parts/words.ts";
import { Confirm, type Ready } from "./Confirm.tsx";
import { mayWrite, placeOf } from "./place.ts";
import { Recorded } from "./Recorded.tsx";
import { isUnsent, useAnswer } from "./useAnswer.ts";
import { Write, WriteFoot } from "./Write.tsx";
import "./member.css";

const NoPart = lazy(() => import("./NoPart.tsx"));
const BallotResult = lazy(() => import("./BallotResult.tsx"));

/** Who may be asked in a consultation: with an account, or by a link. */
const asked: Role[] = ["member", "clerk", "unit", "drafter", "respondent", "link"];

export default function BallotScreen({ id }: { id: string }) {
  const me = useMe();
  const byLink = hasRole(me, "link");
  useLive(byLink ? null : `ballot:${id}`);
  useOftenAnew(byLink, id);
  const ballot = useThing<Ballot>(`ballot/${id}`, `/api/ballots/${id}`);
  const answers = hasRole(me, "member") || (ballot.data?.kind === "consultation" && hasRole(me, ...asked));
  const mine = useThing<MyAnswer>(`my-answer/${id}`, `/api/ballots/${id}/answer`, { enabled: answers });
  useAsNew(`my-answer/${id}`, mine.data?.rev, ballot.data?.rev);
  // Who may read the ballot without a seat on it has no answer to it.
  const seatless =
    !answers || (mine.error instanceof Problem && (mine.error.status === 403 || mine.error.status === 404));
  return (
    <Read of={ballot}>
      {(held) =>
        seatless ? <BallotPage ballot={held} /> : <Read of={mine}>{(my) => <MyBallot ballot={held} mine={my} />}</Read>
      }
    </Read>
  );
}

const often = 60_000;

/** Who came by a link has no stream: what may have changed is asked for. */
function useOftenAnew(on: boolean, id: string) {
  useEffect(() => {
    if (!on) return;
    const look = () => document.visibilityState === "visible" && touch([`ballot/${id}`]);
    const timer = setInterval(look, often);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [on, id]);
}

/** The frame: title, facts, notices, the result once there is one. */
function BallotPage({ ballot, asked, children }: { ballot: Ballot; asked?: boolean; children?: React.ReactNode }) {
  const byLink = hasRole(useMe(), "link");
  const consults = ballot.kind === "consultation";
  const over = !consults && (ballot.state === "closed" || ballot.state === "certified");
  return (
    <Page
      title={ballot.title}
      width="wide"
      {...(byLink ? {} : { back: { href: "/", label: t("member.back") } })}
      tag={<BallotState state={stateOf(ballot)} />}
      lead={ballot.number && t("member.number", { number: ballot.number })}
    >
      <div className="ballot-head">
        <BallotFacts ballot={ballot} />
        <BallotNotices ballot={ballot} />
        {consults && ballot.state === "closed" && (
          <Banner title={t("consult.closed")}>{t("consult.closed_lead")}</Banner>
        )}
      </div>
      {over && (
        <Suspense fallback={<Loading />}>
          <BallotResult ballot={ballot} asked={asked} />
        </Suspense>
      )}
      {children ?? (
        <Space
          papers={<BallotPapers ballot={ballot} />}
          panel={<Questions ballot={ballot} />}
          panelLabel={t("member.questions")}
          isOpen
          onOpen={() => {}}
        />
      )}
    </Page>
  );
}

function BallotPapers({ ballot }: { ballot: Ballot }) {
  return (
    <Papers
      papers={ballot.papers}
      replaced={ballot.replaced}
      over={ballot.state === "recalled"}
      asked={isOutside(ballot) ? ballot.id : undefined}
    />
  );
}

/** For a reader without a seat: what is asked. */
function Questions({ ballot }: { ballot: Ballot }) {
  return (
    <div className="stack">
      <h2>{t("member.questions")}</h2>
      <ol className="stack">
        {ballot.questions.map((question) => (
          <li key={question.key}>{question.text}</li>
        ))}
      </ol>
    </div>
  );
}

function MyBallot({ ballot, mine }: { ballot: Ballot; mine: MyAnswer }) {
  const now = useNow(5000);
  const place = placeOf(ballot, mine, now);
  const writable = mayWrite(place, mine);
  const writing = useAnswer(ballot, mine);
  const [editing, setEditing] = useState(!mine.answer && place === "open");
  const [sheet, setSheet] = useState(false);
  const [fresh, setFresh] = useState(false);
  const [leaving, leave] = useState(false);
  const sending = useSending(ballot, writing.content, {
    sent: (confirmed) => {
      void queries.cancelQueries({ queryKey: refKey(`my-answer/${ballot.id}`) });
      queries.setQueryData(refKey(`my-answer/${ballot.id}`), confirmed.mine);
      queries.setQueryData(refKey(`receipt/${confirmed.receipt.answer}`), confirmed.receipt);
      writing.settled();
      setEditing(false);
      setFresh(true);
      announce(t("state.recorded", { time: formatSeconds(confirmed.receipt.at) }));
    },
    refused: () => setSheet(true),
    pause: writing.pause,
    resume: writing.resume,
  });

  // A new round asks again: the earlier answer is in the editor, not recorded any more.
  const round = ballot.round;
  const answered = mine.answer?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a round or an answer that came from elsewhere
  useEffect(() => {
    if (!answered && place === "open") setEditing(true);
  }, [round, answered]);

  /** The ballot has gone on to another round; what is mine in it is on its way. */
  const behind = mine.round < round;
  const edit = () => {
    setEditing(true);
    setSheet(true);
  };
  const edits = writable && editing;
  const total = ballot.questions.length;
  const count = answeredCount(writing.content, ballot.questions);
  const unsent = isUnsent(writing.content, mine);
  const progress = t(unsent ? "member.progress_unsent" : "member.progress", { count, total });
  return (
    <>
      <BallotPage ballot={ballot} asked={place !== "recused"}>
        {round > 1 && place === "open" && <RoundBanner ballot={ballot} kept={behind ? "nothing" : keptOf(mine)} />}
        <Space
          papers={<BallotPapers ballot={ballot} />}
          panelLabel={mineText(ballot)}
          handle={
            edits ? (
              <>
                <strong>{mineText(ballot)}</strong> <span className="number">{progress}</span>
              </>
            ) : mine.answer && place === "open" ? (
              <>
                <strong>{mineText(ballot)}</strong>{" "}
                <span className="number">
                  {mine.answer.standing === "unconfirmed"
                    ? t("member.behalf_unconfirmed")
                    : t("state.recorded", { time: formatSeconds(mine.answer.at) })}
                </span>
                {unsent && <span>{t("member.unsent")}</span>}
              </>
            ) : undefined
          }
          isOpen={sheet}
          onOpen={setSheet}
          panel={
            <>
              {edits ? (
                <Write
                  ballot={ballot}
                  mine={mine}
                  place={place}
                  writing={writing}
                  sending={sending}
                  onLeave={mine.answer ? () => setEditing(false) : undefined}
                />
              ) : behind ? (
                <Loading />
              ) : (
                <Recorded
                  ballot={ballot}
                  mine={mine}
                  place={place}
                  fresh={fresh}
                  onChange={writable ? edit : undefined}
                />
              )}
              {place === "open" && ballot.kind === "members" && (
                <p className="no-print">
                  <Button variant="quiet" onPress={() => leave(true)}>
                    {t("member.no_part")}
                  </Button>
                </p>
              )}
            </>
          }
          foot={edits && <WriteFoot progress={progress} writing={writing} sending={sending} />}
        />
      </BallotPage>
      {leaving && (
        <Suspense fallback={null}>
          <NoPart ballot={ballot} onClose={() => leave(false)} />
        </Suspense>
      )}
      {sending.ready && (
        <Confirm
          ballot={ballot}
          ready={sending.ready}
          preparing={sending.preparing}
          onAgain={sending.prepareAgain}
          onDone={sending.done}
          onLeave={sending.leave}
        />
      )}
    </>
  );
}

/** What became of an answer of the round before. */
function keptOf(mine: MyAnswer): "answered" | "typed" | "nothing" {
  if (mine.answer) return "answered";
  return mine.history.some((one) => one.round < mine.round) ? "typed" : "nothing";
}

/** From "look and send" to the receipt: prepared, looked at, confirmed. */
function useSending(
  ballot: Ballot,
  content: Content,
  then: {
    sent: (confirmed: Confirmed) => void;
    /** It cannot be sent as it is: the editor shows what is missing. */
    refused: () => void;
    pause: () => void;
    resume: () => void;
  },
) {
  const [ready, setReady] = useState<Ready | null>(null);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const [tried, setTried] = useState(false);
  const prepare = useCommand<{ round: number; content: Content }, Prepared>(
    { path: `/api/ballots/${ballot.id}/prepare` },
    {
      onDone: (prepared, input) => {
        then.pause();
        setReady({ prepared, content: input.content });
      },
    },
  );
  const missing = tried ? gapTexts(content, ballot.questions) : [];
  const begin = (what: Content) => {
    setRefusal(null);
    prepare.mutate({ round: ballot.round, content: what });
  };
  const error = refusal ?? prepare.error;
  const known = (path: string) => {
    const gap = missing.find((one) => one.path === path)?.text;
    if (gap || !(error instanceof Problem)) return gap;
    return error.fields.find((field) => fieldPath(field.path, ballot.questions) === path)?.detail;
  };
  return {
    ready,
    preparing: prepare.isPending,
    error: missing.length > 0 ? null : error,
    missing,
    field: known,
    send: () => {
      setTried(true);
      if (gapTexts(content, ballot.questions).length > 0) {
        prepare.reset();
        return then.refused();
      }
      begin(sendable(content, ballot.questions));
    },
    prepareAgain: () => ready && begin(ready.content),
    done: (confirmed: Confirmed) => {
      setReady(null);
      setTried(false);
      prepare.reset();
      then.sent(confirmed);
    },
    leave: (why?: Problem) => {
      setReady(null);
      then.resume();
      if (!why) return;
      setRefusal(why);
      // The ballot is not what it was: what it is now decides what is shown.
      void queries.invalidateQueries({ queryKey: refKey(`ballot/${ballot.id}`) });
      void queries.invalidateQueries({ queryKey: refKey(`my-answer/${ballot.id}`) });
    },
  };
}

export type Sending = ReturnType<typeof useSending>;
