/** Writing the answer: the office's draft, the questions, and the acts that stay in sight. */
import "../../i18n/late/member.ts";
import { CheckCheck, RotateCcw } from "lucide-react";
import { formatDateTime, formatTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Banner, ErrorSummary } from "../../ui/Status.tsx";
import { adopt, sameContent, withoutAgreement } from "../parts/content.ts";
import { Editor } from "../parts/Editor.tsx";
import type { Ballot, MyAnswer } from "../parts/types.ts";
import { mineText } from "../parts/words.ts";
import type { Sending } from "./BallotScreen.tsx";
import { DraftCard } from "./DraftCard.tsx";
import type { Place } from "./place.ts";
import type { Writing } from "./useAnswer.ts";
import type { Keeping } from "./useScratch.ts";

export function Write({
  ballot,
  mine,
  place,
  writing,
  sending,
  onLeave,
}: {
  ballot: Ballot;
  mine: MyAnswer;
  place: Place;
  writing: Writing;
  sending: Sending;
  /** Back to the answer that is recorded, where there is one. */
  onLeave: (() => void) | undefined;
}) {
  const draft = mine.draft;
  const open = withoutAgreement(ballot.questions);
  return (
    <div className="stack">
      <div className="row-between">
        <h2>{mineText(ballot)}</h2>
        {onLeave && (
          <Button variant="quiet" onPress={onLeave}>
            {t(mine.answer?.source === "deemed" ? "act.back" : "member.keep_recorded")}
          </Button>
        )}
      </div>
      <ErrorSummary error={sending.error} more={sending.missing} onRetry={sending.send} />
      {place !== "open" && (
        <Banner tone="warn" title={t("member.late_title")}>
          {t("member.late_lead")}
        </Banner>
      )}
      {!mine.answer && mine.history[0]?.standing === "disputed" && (
        <Banner title={t("member.behalf_voided")}>{place === "open" && t("member.behalf_voided_lead")}</Banner>
      )}
      {mine.answer && mine.answer.source === "own" && (
        <p className="soft">{t("member.changing", { time: formatDateTime(mine.answer.at) })}</p>
      )}
      {draft && (
        <DraftCard
          ballot={ballot}
          draft={draft}
          used={sameContent(adopt(draft.content, ballot.questions), writing.content)}
          onUse={() => writing.replace(adopt(draft.content, ballot.questions))}
        />
      )}
      <div className="row agree-all">
        <Button icon={<CheckCheck aria-hidden />} onPress={writing.agreeToAll}>
          {t("member.agree_all")}
        </Button>
        {writing.undo && (
          <Button variant="quiet" icon={<RotateCcw aria-hidden />} onPress={writing.undo}>
            {t("member.undo")}
          </Button>
        )}
      </div>
      {open.length > 0 && <p className="soft small">{t("member.no_proposal", { numbers: open.join(", ") })}</p>}
      <Editor
        questions={ballot.questions}
        content={writing.content}
        onChange={writing.change}
        error={sending.field}
        filesPath={`/api/ballots/${ballot.id}/files`}
        reserves={ballot.kind !== "consultation"}
      />
    </div>
  );
}

export function WriteFoot({ progress, writing, sending }: { progress: string; writing: Writing; sending: Sending }) {
  return (
    <>
      <div className="write-state">
        <strong className="number">{progress}</strong>
        <KeepState keeping={writing.keeping} />
      </div>
      <Button
        variant="primary"
        className="write-send"
        pending={sending.preparing && t("member.preparing")}
        onPress={sending.send}
      >
        {t("member.look_and_send")}
      </Button>
    </>
  );
}

function KeepState({ keeping }: { keeping: Keeping }) {
  const text = {
    idle: "",
    saving: t("state.saving"),
    saved: t("member.kept", { time: formatTime(keeping.at) }),
    failed: t("member.not_kept"),
  }[keeping.state];
  return <span className={`small ${keeping.state === "failed" ? "kept-failed" : "soft"}`}>{text}</span>;
}
