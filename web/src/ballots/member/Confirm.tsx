/**
 * The last look before sending: the whole screen shows the record that will be
 * stored, drawn from its bytes only, and one press confirms it. Nothing here is
 * optimistic: it is "being sent" until the server has said that it is stored.
 */
import "../../i18n/late/member.ts";
import { useEffect, useState } from "react";
import { NetworkProblem, Problem } from "../../api/problem.ts";
import { useCommand } from "../../api/query.ts";
import { formatDateTime, formatTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { useNow } from "../../live/clock.ts";
import { useSigningWindow } from "../../signin/useSigningWindow.ts";
import { AnswerMark } from "../../ui/Answer.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { DefinitionList } from "../../ui/Page.tsx";
import { Banner, errorText, Loading } from "../../ui/Status.tsx";
import { opinionOn } from "../parts/content.ts";
import { type Reading, readRecord, shortHash } from "../parts/record.ts";
import { Points } from "../parts/Said.tsx";
import type { Ballot, Confirmed, Content, Prepared } from "../parts/types.ts";
import { choiceText, toneOf } from "../parts/words.ts";

/** What was prepared, and from which content. */
export interface Ready {
  prepared: Prepared;
  content: Content;
}

/** Refusals after which the same answer is prepared once more. */
const prepareAgain = ["answer.prepared_expired", "answer.not_prepared", "answer.changed_meanwhile"];

export function Confirm({
  ballot,
  ready,
  preparing,
  onAgain,
  onDone,
  onLeave,
}: {
  ballot: Ballot;
  ready: Ready;
  preparing: boolean;
  /** Prepares the same content anew. */
  onAgain: () => void;
  onDone: (confirmed: Confirmed) => void;
  /** Back to writing; with the refusal that made it necessary. */
  onLeave: (refusal?: Problem) => void;
}) {
  const { prepared, content } = ready;
  const reading = useReading(ready, ballot);
  const expired = useNow(1000) > Date.parse(prepared.expires_at);
  const confirm = useCommand<void, Confirmed>(
    {
      path: `/api/ballots/${ballot.id}/confirm`,
      body: () => ({ record: prepared.record, seal: prepared.seal, content }),
      touches: ["/api/ballots", "/api/notices"],
    },
    { onDone },
  );
  // Asked for beforehand: then the server need not refuse first.
  const signing = useSigningWindow();
  const [opening, setOpening] = useState(false);
  const press = async () => {
    setOpening(true);
    const proven = await signing.ensure();
    setOpening(false);
    if (proven) confirm.mutate();
  };
  const error = confirm.error;
  const unsure = error instanceof NetworkProblem;
  const renew = (error instanceof Problem && prepareAgain.includes(error.code)) || (expired && !unsure);
  const over = error instanceof Problem && !renew && error.code !== "auth.signing_required";
  const again = () => {
    confirm.reset();
    onAgain();
  };

  return (
    <Dialog
      isOpen
      full
      alert
      title={t("member.confirm_title")}
      onClose={confirm.isPending ? undefined : () => onLeave()}
      actions={
        <>
          <Button
            isDisabled={confirm.isPending}
            onPress={() => onLeave(over && error instanceof Problem ? error : undefined)}
          >
            {t("member.confirm_back")}
          </Button>
          {renew ? (
            <Button variant="primary" pending={preparing && t("member.preparing")} onPress={again}>
              {t("member.prepare_again")}
            </Button>
          ) : (
            !over &&
            reading && (
              <Button
                variant="primary"
                className="confirm-press"
                isDisabled={opening}
                pending={confirm.isPending && t("state.sending")}
                onPress={() => void press()}
              >
                {error ? t("member.send_again") : t("member.confirm_send")}
              </Button>
            )
          )}
        </>
      }
    >
      {error && (
        <Banner tone="bad" title={unsure ? t("member.not_sent") : errorText(error)}>
          {unsure ? errorText(error) : t("member.text_kept")}
        </Banner>
      )}
      {expired && !error && <Banner tone="warn" title={t("member.prepared_expired")} />}
      {prepared.late && (
        <Banner tone="warn" title={t("member.late_title")}>
          {t("member.late_lead")}
        </Banner>
      )}
      {reading === undefined && <Loading />}
      {reading === null && (
        <Banner
          tone="bad"
          title={t("member.record_differs")}
          action={<Button onPress={again}>{t("member.prepare_again")}</Button>}
        >
          {t("member.text_kept")}
        </Banner>
      )}
      {reading && <RecordView reading={reading} ballot={ballot} ready={ready} />}
    </Dialog>
  );
}

/** The record held against what was shown: undefined while it is reckoned, null where it differs. */
function useReading({ prepared, content }: Ready, ballot: Ballot): Reading | null | undefined {
  const [reading, setReading] = useState<Reading | null | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    setReading(undefined);
    void readRecord(prepared.record, prepared.hash, ballot.questions, content).then((next) => {
      if (!gone) setReading(next);
    });
    return () => {
      gone = true;
    };
  }, [prepared, content, ballot.questions]);
  return reading;
}

function RecordView({ reading, ballot, ready }: { reading: Reading; ballot: Ballot; ready: Ready }) {
  const { record, lines } = reading;
  return (
    <div className="record">
      <p className="lead">{record.title}</p>
      <ol className="record-lines">
        {lines.map((line) => {
          const opinion = opinionOn(ready.content, line.question.key);
          return (
            <li key={line.question.key} className="record-line">
              <div className="record-question">
                {lines.length > 1 && (
                  <span className="question-number">{t("parts.question", { number: line.number })}</span>
                )}
                <p>{line.question.text}</p>
              </div>
              <div className="record-choice">
                <AnswerMark tone={toneOf(line.choice)}>{choiceText(line.question, line.choice)}</AnswerMark>
              </div>
              {opinion.text && <p className="said-text record-words">{opinion.text}</p>}
              {opinion.points.length > 0 && (
                <div className="record-words">
                  <p className="soft">{t("member.points_count", { count: opinion.points.length })}</p>
                  <Points points={opinion.points} />
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {record.reserved && (
        <div>
          <h3>{t("parts.reserve")}</h3>
          <p className="said-text">{ready.content.reserve}</p>
        </div>
      )}
      {ready.content.files.length > 0 && (
        <p>
          {t("parts.files")}: {ready.content.files.map((file) => file.name).join(", ")}
        </p>
      )}
      <DefinitionList
        items={[
          [t("member.record_voter"), record.voter_name],
          [
            t("member.record_revision"),
            record.revision === 1
              ? t("member.revision_first")
              : t("member.revision_again", { number: record.revision }),
          ],
          [t("member.record_time"), formatDateTime(record.prepared_at)],
          [t("member.record_until"), formatTime(ready.prepared.expires_at)],
          [
            t("member.record_papers"),
            <ul key="papers" className="plain-list">
              {record.papers.map((paper) => (
                <li key={paper.version}>
                  {ballot.papers.find((known) => known.version === paper.version)?.title ?? paper.version}{" "}
                  <span className="mono small soft">{shortHash(paper.original)}</span>
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
      <details>
        <summary>{t("member.record_show")}</summary>
        <p className="soft small">{t("member.record_note")}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre className="record-bytes mono" tabIndex={0}>
          {ready.prepared.record}
        </pre>
        <p className="small">
          {t("member.record_hash")} <span className="mono">{ready.prepared.hash}</span>
        </p>
      </details>
    </div>
  );
}
