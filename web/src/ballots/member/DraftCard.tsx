/** The office's draft as its member sees it: who prepared what, how it came up, use it or not. */
import "../../i18n/late/member.ts";
import { useState } from "react";
import { useCommand } from "../../api/query.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { ErrorSummary, StateTag } from "../../ui/Status.tsx";
import { Said } from "../parts/Said.tsx";
import { Moves } from "../parts/Steps.tsx";
import type { Ballot, Draft, OfficeDraft } from "../parts/types.ts";
import { stepText } from "../parts/words.ts";

export function DraftCard({
  ballot,
  draft,
  used,
  onUse,
}: {
  ballot: Ballot;
  draft: Draft;
  /** The answer being written is this draft. */
  used: boolean;
  onUse: () => void;
}) {
  const [refusing, setRefusing] = useState(false);
  const arrived = draft.step === "member";
  return (
    <section className="draft" aria-labelledby="draft-title">
      <div className="row-between">
        <h3 id="draft-title">{t("member.draft_title")}</h3>
        <StateTag tone={draft.refused ? "warn" : arrived ? "active" : "neutral"}>
          {draft.refused
            ? t("member.draft_refused")
            : arrived
              ? t("member.draft_arrived")
              : t("member.draft_at", { step: stepText(draft.step) })}
        </StateTag>
      </div>
      <p className="soft">
        {t("member.draft_by", { names: draft.prepared_by.join(", "), time: formatDateTime(draft.changed_at) })}
      </p>
      {arrived && <Said content={draft.content} questions={ballot.questions} />}
      <details>
        <summary>{t("member.draft_moves")}</summary>
        <Moves moves={draft.moves} />
      </details>
      {arrived &&
        (refusing ? (
          <Refuse ballot={ballot} draft={draft} onLeave={() => setRefusing(false)} />
        ) : (
          <div className="row draft-acts">
            <Button onPress={() => setRefusing(true)}>{t("member.draft_refuse")}</Button>
            <Button variant="secondary" isDisabled={used} onPress={onUse}>
              {used ? t("member.draft_used") : t("member.draft_use")}
            </Button>
          </div>
        ))}
    </section>
  );
}

function Refuse({ ballot, draft, onLeave }: { ballot: Ballot; draft: Draft; onLeave: () => void }) {
  const [reason, setReason] = useState("");
  const refuse = useCommand<void, OfficeDraft>(
    {
      path: `/api/ballots/${ballot.id}/drafts/${draft.member.id}/refuse`,
      body: () => ({ draft_rev: draft.draft_rev, reason }),
      touches: [`my-answer/${ballot.id}`, "/api/ballots"],
    },
    { onDone: onLeave },
  );
  return (
    <div className="stack-tight">
      <ErrorSummary error={refuse.error} onRetry={() => refuse.mutate()} />
      <TextArea
        name="reason"
        label={t("member.draft_reason")}
        hint={t("member.draft_reason_hint")}
        optional
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        autoFocus
      />
      <div className="row draft-acts">
        <Button onPress={onLeave}>{t("act.cancel")}</Button>
        <Button variant="danger" pending={refuse.isPending && t("state.sending")} onPress={() => refuse.mutate()}>
          {t("member.draft_return")}
        </Button>
      </div>
    </div>
  );
}
