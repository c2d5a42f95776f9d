/** What is recorded of a member: the answer that counts with its receipt, and every earlier version. */
import "../../i18n/late/member.ts";
import { useEffect, useRef } from "react";
import { useCommand } from "../../api/query.ts";
import { formatDateTime, formatDeadline } from "../../i18n/format.ts";
import { t, tMaybe } from "../../i18n/index.ts";
import { useSigningWindow } from "../../signin/useSigningWindow.ts";
import { Button } from "../../ui/Button.tsx";
import { Banner, ErrorSummary, StateTag } from "../../ui/Status.tsx";
import { Said } from "../parts/Said.tsx";
import type { Answer, AnswerFile, Ballot, Classing, MyAnswer } from "../parts/types.ts";
import { abstains, mineText, sourceText } from "../parts/words.ts";
import type { Place } from "./place.ts";
import { ReceiptCard } from "./ReceiptCard.tsx";
import { hasUnsent } from "./useAnswer.ts";

export function Recorded({
  ballot,
  mine,
  place,
  fresh,
  onChange,
}: {
  ballot: Ballot;
  mine: MyAnswer;
  place: Place;
  /** It was sent just now from this screen: keyboard and screen reader go on at the receipt. */
  fresh: boolean;
  /** Opens the editor, where that is possible. */
  onChange: (() => void) | undefined;
}) {
  const { answer } = mine;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (fresh) title.current?.focus({ preventScroll: true });
  }, [fresh]);
  const late = mine.history.find((one) => one.standing === "late" && one.round === mine.round);
  const earlier = mine.history.filter((one) => one.id !== answer?.id && one.id !== late?.id);
  return (
    <div className="stack">
      <h2 ref={title} tabIndex={-1}>
        {mineText(ballot)}
      </h2>
      <PlaceSentence ballot={ballot} place={place} mine={mine} />
      {answer && (
        <>
          {answer.source === "on_behalf" && <OnBehalf ballot={ballot} answer={answer} place={place} />}
          {answer.source === "own" && <ReceiptCard answer={answer.id} />}
          <AnswerBody ballot={ballot} answer={answer} />
        </>
      )}
      {late && (
        <section className="late" aria-labelledby="late-title">
          <h3 id="late-title">{t("member.late_answer")}</h3>
          <ReceiptCard answer={late.id} />
          <AnswerBody ballot={ballot} answer={late} />
        </section>
      )}
      {mine.classings.map((classing) => (
        <ClassingCard key={classing.id} ballot={ballot} classing={classing} />
      ))}
      {place === "recalled" && mine.scratch && hasUnsent(mine) && (
        <section className="late" aria-labelledby="typed-title">
          <h3 id="typed-title">{t("member.recalled_typed")}</h3>
          <Said content={mine.scratch} questions={ballot.questions} />
        </section>
      )}
      {onChange && (
        <div className="row no-print">
          {hasUnsent(mine) && answer && <p className="soft">{t("member.unsent")}</p>}
          <Button variant={answer ? "secondary" : "primary"} onPress={onChange}>
            {place !== "open"
              ? t("member.write_late")
              : hasUnsent(mine) && answer
                ? t("member.go_on_changing")
                : t("member.change")}
          </Button>
        </div>
      )}
      {earlier.length > 0 && (
        <details className="history">
          <summary>{t("member.history", { count: earlier.length })}</summary>
          <ol className="plain-list stack">
            {earlier.map((one) => (
              <li key={one.id}>
                <Version ballot={ballot} answer={one} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

/** Why there is nothing to answer, or until when it can be changed, in one calm sentence. */
function PlaceSentence({ ballot, place, mine }: { ballot: Ballot; place: Place; mine: MyAnswer }) {
  const { answer } = mine;
  if (place === "recused") return <Banner title={t("member.recused")}>{t("member.recused_lead")}</Banner>;
  if (place === "vacated") return <Banner title={t("member.vacated")}>{t("member.vacated_lead")}</Banner>;
  if (place === "recalled") return <p>{answer ? t("member.recalled_answered") : t("member.recalled_lead")}</p>;
  if (place === "waiting") return <p>{t("member.not_sent_yet")}</p>;
  if (place === "open")
    return answer ? (
      <p className="soft">{t("member.change_until", { time: formatDeadline(ballot.deadline?.at) })}</p>
    ) : null;
  if (place === "overdue") return <Banner tone="warn" title={t("member.overdue")} />;
  if (!answer) return <p>{t("member.closed_silent")}</p>;
  if (answer.source === "deemed")
    return <p>{t(abstains(answer) ? "member.closed_deemed_abstain" : "member.closed_deemed")}</p>;
  return <p className="soft">{t("member.closed_answered")}</p>;
}

/** A table from which letters were taken in: the answers of others stand in it, so nobody takes it with his own. */
function ofSeveral(file: AnswerFile): boolean {
  return /\.(xlsx|docx)$/i.test(file.name);
}

function AnswerBody({ ballot, answer }: { ballot: Ballot; answer: Answer }) {
  const source = sourceText(answer);
  return (
    <div className="answer-body">
      {source && <StateTag tone={answer.standing === "disputed" ? "bad" : "warn"}>{source}</StateTag>}
      <Said
        content={answer.content}
        questions={ballot.questions}
        fileHref={(file) => (ofSeveral(file) ? undefined : `/api/answers/${answer.id}/files/${file.id}`)}
      />
      {answer.prepared_by.length > 0 && (
        <p className="soft small">{t("member.prepared_by", { names: answer.prepared_by.join(", ") })}</p>
      )}
    </div>
  );
}

/** One version of the answer, folded. */
function Version({ ballot, answer }: { ballot: Ballot; answer: Answer }) {
  const source = sourceText(answer);
  return (
    <details className="version">
      <summary>
        {t("member.version_at", { number: answer.revision, time: formatDateTime(answer.at) })}
        {answer.round !== ballot.round && ` · ${t("member.round", { round: answer.round })}`}
        {source && ` · ${source}`}
      </summary>
      <div className="stack-tight version-body">
        <AnswerBody ballot={ballot} answer={answer} />
        {answer.source === "own" && <ReceiptCard answer={answer.id} quiet />}
      </div>
    </details>
  );
}

/** An answer that the secretariat recorded from paper or telephone: the member says whether it is right. */
function OnBehalf({ ballot, answer, place }: { ballot: Ballot; answer: Answer; place: Place }) {
  const touches = [`my-answer/${ballot.id}`, "/api/ballots"];
  const accept = useCommand<void>({ path: `/api/answers/${answer.id}/accept`, touches, signs: true });
  const dispute = useCommand<void>({ path: `/api/answers/${answer.id}/dispute`, touches, signs: true });
  const signing = useSigningWindow();
  const say = async (what: typeof accept) => {
    accept.reset();
    dispute.reset();
    if (await signing.ensure()) what.mutate();
  };
  const waits = answer.standing === "unconfirmed" && (place === "open" || place === "overdue" || place === "closed");
  return (
    <section className="behalf" aria-labelledby="behalf-title">
      <h3 id="behalf-title">{t("member.behalf_title")}</h3>
      <p>
        {answer.cast_by.name
          ? t("member.behalf_by", {
              name: answer.cast_by.name,
              time: formatDateTime(answer.at),
              received: formatDateTime(answer.received_at),
            })
          : t("consult.behalf_at", {
              time: formatDateTime(answer.at),
              received: formatDateTime(answer.received_at),
            })}
      </p>
      {answer.reason && <p className="said-text">{answer.reason}</p>}
      <ErrorSummary error={accept.error ?? dispute.error} />
      {waits ? (
        <>
          <p>{t("member.behalf_ask")}</p>
          <div className="row">
            <Button
              variant="danger"
              isDisabled={accept.isPending}
              pending={dispute.isPending && t("state.sending")}
              onPress={() => void say(dispute)}
            >
              {t("member.behalf_dispute")}
            </Button>
            <Button
              variant="primary"
              isDisabled={dispute.isPending}
              pending={accept.isPending && t("state.sending")}
              onPress={() => void say(accept)}
            >
              {t("member.behalf_accept")}
            </Button>
          </div>
        </>
      ) : (
        <p className="soft">{tMaybe(`member.behalf_${answer.standing}`)}</p>
      )}
    </section>
  );
}

/** Where somebody placed this member's other opinion, and the way to object. */
function ClassingCard({ ballot, classing }: { ballot: Ballot; classing: Classing }) {
  const object = useCommand<void>({
    path: `/api/ballots/${ballot.id}/classings/${classing.id}/object`,
    touches: [`my-answer/${ballot.id}`, `result/${ballot.id}`],
    signs: true,
  });
  const at = ballot.questions.findIndex((question) => question.key === classing.question) + 1;
  const gone = classing.objected_at ?? classing.removed_at;
  return (
    <section className="classing" aria-label={t("member.classing_title", { number: at })}>
      <h3>{t("member.classing_title", { number: at })}</h3>
      <p>
        {t(classing.as === "agree" ? "member.classing_agree" : "member.classing_disagree", {
          name: classing.by.name,
          time: formatDateTime(classing.at),
        })}
      </p>
      <p className="said-text">{classing.reason}</p>
      {classing.second && <p className="soft">{t("member.classing_second", { name: classing.second })}</p>}
      {classing.awaits_second && <p className="soft">{t("member.classing_waits")}</p>}
      <ErrorSummary error={object.error} />
      {gone ? (
        <p>
          {t(classing.objected_at ? "member.classing_objected" : "member.classing_removed", {
            time: formatDateTime(gone),
          })}
        </p>
      ) : (
        ballot.state === "closed" && (
          <div>
            <Button variant="danger" pending={object.isPending && t("state.sending")} onPress={() => object.mutate()}>
              {t("member.classing_object")}
            </Button>
          </div>
        )
      )}
    </section>
  );
}
