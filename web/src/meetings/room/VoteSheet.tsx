/**
 * Voting: the whole screen holds the question and its choices; one press chooses, the
 * next confirms what will be stored. Nothing is optimistic.
 */
import "../../i18n/late/member.ts";
import { useState } from "react";
import { NetworkProblem } from "../../api/problem.ts";
import { useCommand } from "../../api/query.ts";
import "../../i18n/late/screen.ts";
import { formatSeconds } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { AnswerChoice, AnswerMark } from "../../ui/Answer.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { announce } from "../../ui/Live.tsx";
import { DefinitionList } from "../../ui/Page.tsx";
import { Banner, ErrorSummary, errorText } from "../../ui/Status.tsx";
import { keep } from "../calls.ts";
import type { Meeting, Mine, Vote } from "../types.ts";
import { choiceText, choiceTone } from "../words.tsx";
import { type CastRecord, type Prepared, readRecord } from "./record.ts";
import { useRoomSigning } from "./Signing.tsx";

export function VoteSheet({
  meeting,
  vote,
  mine,
  onClose,
}: {
  meeting: Meeting;
  vote: Vote;
  mine: Mine | undefined;
  onClose: () => void;
}) {
  const cast = mine?.casts.find((one) => one.vote === vote.id);
  const [choice, choose] = useState<string | null>(cast?.choice ?? null);
  const [ready, setReady] = useState<{ prepared: Prepared; record: CastRecord } | null>(null);
  const [broken, setBroken] = useState(false);
  const room = useRoomSigning(meeting, mine);
  const prepare = useCommand<{ choice: string }, Prepared>(
    { path: `/api/votes/${vote.id}/prepare` },
    {
      onDone: async (prepared, input) => {
        const record = await readRecord(prepared, vote.id, input.choice);
        setBroken(!record);
        setReady(record ? { prepared, record } : null);
      },
    },
  );
  const confirm = useCommand<void, Mine>(
    {
      path: `/api/votes/${vote.id}/cast`,
      body: () => ({ record: ready?.prepared.record, seal: ready?.prepared.seal }),
    },
    {
      onDone: (next) => {
        keep(meeting.id, "my-meeting", next);
        announce(
          t("meetings.vote_recorded", { time: formatSeconds(next.casts.find((one) => one.vote === vote.id)?.at) }),
        );
        onClose();
      },
    },
  );
  const press = async () => {
    // Asked for once: from then on votes are signed until one leaves or the session ends.
    if (!room.isOpen) await room.open.mutateAsync();
    confirm.mutate();
  };
  const again = () => {
    setReady(null);
    confirm.reset();
  };
  const unsure = confirm.error instanceof NetworkProblem;
  return (
    <Dialog
      isOpen
      full
      alert
      title={t("meetings.vote_no", { no: vote.no })}
      onClose={confirm.isPending ? undefined : onClose}
      actions={
        ready ? (
          <>
            <Button isDisabled={confirm.isPending} onPress={again}>
              {t("meetings.vote_change")}
            </Button>
            <Button
              variant="primary"
              className="confirm-press"
              pending={confirm.isPending && t("state.sending")}
              onPress={() => void press().catch(() => undefined)}
            >
              {t("meetings.vote_confirm")}
            </Button>
          </>
        ) : (
          <>
            <Button onPress={onClose}>{t("meetings.vote_later")}</Button>
            <Button
              variant="primary"
              isDisabled={!choice}
              pending={prepare.isPending && t("state.sending")}
              onPress={() => choice && prepare.mutate({ choice })}
            >
              {t("meetings.vote_press")}
            </Button>
          </>
        )
      }
    >
      {confirm.error && (
        <Banner tone="bad" title={unsure ? t("member.not_sent") : errorText(confirm.error)}>
          {unsure && errorText(confirm.error)}
        </Banner>
      )}
      {(prepare.isPaused || room.open.isPaused || confirm.isPaused) && (
        <Banner tone="warn" title={t("screen.vote_waits")} />
      )}
      <ErrorSummary error={prepare.error ?? room.open.error} />
      {broken && <Banner tone="bad" title={t("member.record_differs")} />}
      <p className="vote-question" lang="">
        {vote.text}
      </p>
      {ready ? (
        <>
          <p>{t("meetings.vote_confirm_lead")}</p>
          <p className="vote-chosen">
            <AnswerMark tone={choiceTone(ready.record.choice)}>{choiceText(ready.record.choice, vote)}</AnswerMark>
          </p>
          <DefinitionList
            items={[
              [t("meetings.vote"), ready.record.text],
              [t("desk.member"), ready.record.voter_name],
            ]}
          />
          <p className="soft">{t("meetings.vote_until")}</p>
        </>
      ) : (
        <AnswerChoice
          label={t("meetings.vote_mine")}
          hideLabel
          name="choice"
          options={vote.choices.map((one) => ({
            value: one,
            tone: choiceTone(one),
            label: choiceText(one, vote),
          }))}
          value={choice}
          onChange={choose}
        />
      )}
    </Dialog>
  );
}
