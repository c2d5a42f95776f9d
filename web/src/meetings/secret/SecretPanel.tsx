/** A secret vote in the rail: how far it is, one's own part, and for the chair ending each phase. */
import { Vote as VoteIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Problem } from "../../api/problem.ts";
import { useMe } from "../../api/session.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Banner, ErrorSummary, StateTag } from "../../ui/Status.tsx";
import { useVoteAct } from "../calls.ts";
import type { mayVote } from "../room/next.ts";
import { CancelVote } from "../room/VotePanel.tsx";
import type { Meeting, Mine, Vote } from "../types.ts";

const SecretMine = lazy(() => import("./SecretMine.tsx"));

export function SecretPanel({
  meeting,
  vote,
  mine,
  standing,
  taken,
  conducts,
  onVote,
}: {
  meeting: Meeting;
  vote: Vote;
  mine: Mine | undefined;
  standing: ReturnType<typeof mayVote>;
  taken: number;
  conducts: boolean;
  onVote: () => void;
}) {
  const [window, show] = useState<"close" | "cancel" | null>(null);
  const me = useMe();
  const has = mine?.papers.includes(vote.id) ?? false;
  const casting = vote.phase === "casting";
  const progress = casting
    ? { value: vote.boxed, max: vote.taken, text: t("secret.phase_casting", vote) }
    : { value: taken, max: vote.seats, text: t("secret.phase_taking", { taken, seats: vote.seats }) };
  return (
    <section className="rail-part vote-panel" aria-label={t("secret.title", { no: vote.no })}>
      <div className="row-between">
        <h2>{t("meetings.vote_open")}</h2>
        <StateTag tone="neutral">{t("secret.tag")}</StateTag>
      </div>
      <p className="lead" lang="">
        {vote.text}
      </p>
      {vote.phase === "counting" ? (
        <p>{t("secret.counting")}</p>
      ) : (
        <>
          <p className="number">{progress.text}</p>
          <progress className="vote-progress" max={progress.max} value={progress.value} aria-label={progress.text} />
          {casting && <p className="soft small">{t("secret.in_groups")}</p>}
        </>
      )}
      {has && (
        <Suspense>
          <SecretMine vote={vote} person={me.person.id} onVote={onVote} />
        </Suspense>
      )}
      {!has && standing === "may" && vote.phase === "taking" && (
        <Button variant="primary" icon={<VoteIcon aria-hidden />} onPress={onVote} className="button-wide">
          {t("secret.take")}
        </Button>
      )}
      {standing === "check_in" && !has && vote.phase === "taking" && (
        <Banner tone="warn" title={t("meetings.vote_check_in")} />
      )}
      {standing === "absent" && !has && <Banner tone="info" title={t("meetings.vote_absent")} />}
      {conducts && vote.phase !== "counting" && (
        <div className="row">
          <Button variant="quiet" onPress={() => show("cancel")}>
            {t("meetings.vote_do_cancel")}
          </Button>
          <Button onPress={() => show("close")}>{t(casting ? "secret.close_box" : "secret.close_taking")}</Button>
        </div>
      )}
      {window === "close" && <CloseSecret meeting={meeting} vote={vote} taken={taken} onClose={() => show(null)} />}
      {window === "cancel" && <CancelVote meeting={meeting} vote={vote} onClose={() => show(null)} />}
    </section>
  );
}

/** Ends a phase. What is missing, papers or the quorum, the chair must answer for by a further press. */
export function CloseSecret({
  meeting,
  vote,
  taken,
  onClose,
}: {
  meeting: Meeting;
  vote: Vote;
  taken: number;
  onClose: () => void;
}) {
  const [casting] = useState(vote.phase === "casting");
  const [answers, answer] = useState({ let_stand: false, let_missing: false });
  const title = t(casting ? "secret.close_box" : "secret.close_taking");
  const close = useVoteAct<typeof answers | undefined>(
    meeting.id,
    `/api/votes/${vote.id}/${casting ? "close-box" : "close-taking"}`,
    onClose,
  );
  const code = close.error instanceof Problem ? close.error.code : "";
  const press = () => {
    if (!casting) return close.mutate(undefined);
    const next = {
      let_stand: answers.let_stand || code === "meeting.quorum_lost",
      let_missing: answers.let_missing || code === "meeting.papers_missing",
    };
    answer(next);
    close.mutate(next);
  };
  const missing = vote.taken - vote.boxed;
  const word =
    code === "meeting.papers_missing"
      ? t("secret.let_missing", { count: missing })
      : code === "meeting.quorum_lost"
        ? t("meetings.vote_let_stand")
        : title;
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={press} pending={close.isPending && t("state.sending")}>
            {word}
          </Button>
        </>
      }
    >
      <ErrorSummary error={close.error} />
      <p className="lead" lang="">
        {vote.text}
      </p>
      <p>{casting ? t("secret.close_box_lead", vote) : t("secret.close_taking_lead", { taken, seats: vote.seats })}</p>
    </Dialog>
  );
}
