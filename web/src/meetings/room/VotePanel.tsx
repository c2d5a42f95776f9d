/** The open vote in the rail: how many have voted, one's own choice, and for the chair closing it. */
import { Vote as VoteIcon } from "lucide-react";
import { useState } from "react";
import { Problem } from "../../api/problem.ts";
import { useMe } from "../../api/session.ts";
import { formatSeconds } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { useSignal } from "../../live/hooks.ts";
import { AnswerMark } from "../../ui/Answer.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { Banner, ErrorSummary } from "../../ui/Status.tsx";
import { useVoteAct } from "../calls.ts";
import { SecretPanel } from "../secret/SecretPanel.tsx";
import type { Attendance, Meeting, Mine, Turnout, Vote } from "../types.ts";
import { choiceText, choiceTone } from "../words.tsx";
import { mayVote } from "./next.ts";

export function VotePanel({
  meeting,
  vote,
  mine,
  attendance,
  conducts,
  onVote,
}: {
  meeting: Meeting;
  vote: Vote;
  mine: Mine | undefined;
  attendance: Attendance | undefined;
  conducts: boolean;
  onVote: () => void;
}) {
  const me = useMe();
  const turnout = useSignal<Turnout>(vote.turnout);
  const [window, show] = useState<"close" | "cancel" | null>(null);
  const cast = mine?.casts.find((one) => one.vote === vote.id);
  const standing = mayVote(meeting, vote, mine, attendance, me.person.id);
  const count = { cast: turnout?.cast ?? 0, seats: vote.seats };
  if (vote.secret)
    return (
      <SecretPanel
        meeting={meeting}
        vote={vote}
        mine={mine}
        standing={standing}
        taken={count.cast}
        conducts={conducts}
        onVote={onVote}
      />
    );
  return (
    <section className="rail-part vote-panel" aria-label={t("meetings.vote_open")}>
      <h2>{t("meetings.vote_open")}</h2>
      <p className="lead" lang="">
        {vote.text}
      </p>
      <p className="number">{t("meetings.vote_progress", count)}</p>
      <progress
        className="vote-progress"
        max={count.seats}
        value={count.cast}
        aria-label={t("meetings.vote_progress", count)}
      />
      {cast && (
        <div className="stack-tight">
          <p className="row">
            {t("meetings.vote_mine")}:{" "}
            <AnswerMark tone={choiceTone(cast.choice)}>{choiceText(cast.choice, vote)}</AnswerMark>
          </p>
          <p className="small">
            <strong>{t("meetings.vote_recorded", { time: formatSeconds(cast.at) })}</strong>{" "}
            <span className="soft mono">
              {t("meetings.vote_receipt")} {cast.record_hash.slice(0, 8)}
            </span>
          </p>
        </div>
      )}
      {standing === "may" && (
        <Button
          variant={cast ? "secondary" : "primary"}
          icon={<VoteIcon aria-hidden />}
          onPress={onVote}
          className="button-wide"
        >
          {t(cast ? "meetings.vote_change" : "meetings.vote_press")}
        </Button>
      )}
      {standing === "check_in" && <Banner tone="warn" title={t("meetings.vote_check_in")} />}
      {standing === "absent" && <Banner tone="info" title={t("meetings.vote_absent")} />}
      {conducts && (
        <div className="row">
          <Button variant="quiet" onPress={() => show("cancel")}>
            {t("meetings.vote_do_cancel")}
          </Button>
          <Button onPress={() => show("close")}>{t("meetings.vote_do_close")}</Button>
        </div>
      )}
      {window === "close" && <CloseVote meeting={meeting} vote={vote} count={count} onClose={() => show(null)} />}
      {window === "cancel" && <CancelVote meeting={meeting} vote={vote} onClose={() => show(null)} />}
    </section>
  );
}

/** Closing names its effect and the count; a quorum that was lost asks the chair. */
export function CloseVote({
  meeting,
  vote,
  count,
  onClose,
}: {
  meeting: Meeting;
  vote: Vote;
  count: { cast: number; seats: number };
  onClose: () => void;
}) {
  const close = useVoteAct<{ let_stand: boolean }>(meeting.id, `/api/votes/${vote.id}/close`, onClose);
  const lost = close.error instanceof Problem && close.error.code === "meeting.quorum_lost";
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("meetings.vote_do_close")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            onPress={() => close.mutate({ let_stand: lost })}
            pending={close.isPending && t("state.sending")}
          >
            {t(lost ? "meetings.vote_let_stand" : "meetings.vote_do_close")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={close.error} />
      <p className="lead" lang="">
        {vote.text}
      </p>
      <p>{t("meetings.vote_close_lead", count)}</p>
    </Dialog>
  );
}

export function CancelVote({ meeting, vote, onClose }: { meeting: Meeting; vote: Vote; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const cancel = useVoteAct<{ reason: string }>(meeting.id, `/api/votes/${vote.id}/cancel`, onClose);
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("meetings.vote_do_cancel")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="danger"
            onPress={() => cancel.mutate({ reason })}
            pending={cancel.isPending && t("state.sending")}
          >
            {t("meetings.vote_do_cancel")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={cancel.error} />
      <p>{t("meetings.vote_cancel_lead")}</p>
      <TextArea
        label={t("meetings.reason")}
        name="reason"
        value={reason}
        onChange={setReason}
        maxLength={4000}
        error={cancel.error instanceof Problem ? cancel.error.field("reason") : undefined}
      />
    </Dialog>
  );
}
