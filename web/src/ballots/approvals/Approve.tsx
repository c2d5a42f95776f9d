/** One ballot before it goes out: papers left, everything that members will be asked right, and the word of the approver. */
import { Send, Undo2 } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { useList } from "../../api/query.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { announce } from "../../ui/Live.tsx";
import { useTitle } from "../../ui/Page.tsx";
import { Banner, Read } from "../../ui/Status.tsx";
import { type BodyMember, useBallot, useBallotAct } from "../desk/ballot.ts";
import { ActDialog, fieldError } from "../desk/control/ActDialog.tsx";
import { Terms } from "../desk/Terms.tsx";
import { sendingText } from "../desk/words.ts";
import { BallotState, stateOf } from "../parts/Head.tsx";
import { Papers } from "../parts/Papers.tsx";
import { Space } from "../parts/Space.tsx";
import type { Ballot } from "../parts/types.ts";
import { useRespondents } from "../respondents/respondents.ts";
import "../desk/desk.css";

export default function Approve({ id }: { id: string }) {
  const ballot = useBallot(id);
  return <Read of={ballot}>{(ballot) => <Judge ballot={ballot} />}</Read>;
}

function Judge({ ballot }: { ballot: Ballot }) {
  const me = useMe();
  const [, go] = useLocation();
  const [isOpen, open] = useState(true);
  const [asking, ask] = useState<"" | "approve" | "refuse">("");
  const openAt = ballot.desk?.open_at ?? null;
  const members = useList<BodyMember>("/api/members", openAt ? { at: openAt } : {}, {
    enabled: ballot.kind !== "consultation",
  });
  const consults = ballot.kind === "consultation";
  const asked = useRespondents(ballot.id, undefined, consults);
  const count = (consults ? asked.data?.items.length : members.data?.items.length) ?? 0;
  useTitle(ballot.title);
  const judges = ballot.state === "submitted" && hasRole(me, "approver");
  return (
    <div className="page page-wide">
      <Space
        papers={<Papers papers={ballot.papers} />}
        panelLabel={t("approvals.panel")}
        handle={t("approvals.panel")}
        isOpen={isOpen}
        onOpen={open}
        panel={
          <div className="stack-wide approve-panel">
            <header className="stack-tight">
              <Link href="/ballots/approvals" className="page-back">
                ‹ {t("approvals.title")}
              </Link>
              <h1 className="approve-title">{ballot.title}</h1>
              <p className="row">
                <BallotState state={stateOf(ballot)} />
                <span className="soft">{ballot.lead}</span>
              </p>
              {ballot.note && <p className="ballot-note">{ballot.note}</p>}
            </header>
            {ballot.state === "submitted" ? (
              <Banner title={sendingText(openAt, count, consults)}>
                {t(consults ? "approvals.submitted_asked" : "approvals.submitted", {
                  name: ballot.desk?.submitted_by ?? "",
                })}
              </Banner>
            ) : (
              <Banner tone="good" title={stateText(ballot)} />
            )}
            <Terms ballot={ballot} papers={false} />
          </div>
        }
        foot={
          judges && (
            <div className="row approve-foot">
              <Button icon={<Undo2 aria-hidden />} onPress={() => ask("refuse")}>
                {t("approvals.refuse")}
              </Button>
              <Button variant="primary" icon={<Send aria-hidden />} onPress={() => ask("approve")}>
                {t("approvals.approve")}
              </Button>
            </div>
          )
        }
      />
      <ApproveDialog ballot={ballot} count={count} isOpen={asking === "approve"} onClose={() => ask("")} />
      <RefuseDialog
        ballot={ballot}
        isOpen={asking === "refuse"}
        onClose={() => ask("")}
        onDone={() => go("/ballots/approvals")}
      />
    </div>
  );
}

function stateText(ballot: Ballot): string {
  if (ballot.state === "approved") {
    return t("approvals.is_approved", { name: ballot.approved_by, at: formatDateTime(ballot.desk?.open_at) });
  }
  if (ballot.state === "draft") return t("approvals.is_draft");
  if (ballot.kind === "consultation")
    return t("consult.is_sent", { at: formatDateTime(ballot.opened_at), count: ballot.members });
  return t("approvals.is_sent", { at: formatDateTime(ballot.opened_at), count: ballot.members });
}

function ApproveDialog({
  ballot,
  count,
  isOpen,
  onClose,
}: {
  ballot: Ballot;
  count: number;
  isOpen: boolean;
  onClose: () => void;
}) {
  const approve = useBallotAct<{ ballot_rev: number }>(ballot.id, "approve", () => {
    announce(t("approvals.approved_said"));
    onClose();
  });
  const openAt = ballot.desk?.open_at;
  const consults = ballot.kind === "consultation";
  return (
    <ActDialog
      title={t("approvals.approve_title")}
      isOpen={isOpen}
      onClose={onClose}
      act={
        openAt
          ? t("approvals.approve_later", { at: formatDateTime(openAt) })
          : t(consults ? "consult.approve_now" : "approvals.approve_now", { count })
      }
      error={approve.error}
      pending={approve.isPending}
      onSubmit={() => approve.mutate({ ballot_rev: ballot.ballot_rev })}
    >
      <p>{sendingText(openAt, count, consults)}</p>
      <p>{t(consults ? "consult.approve_effect" : "approvals.approve_effect")}</p>
    </ActDialog>
  );
}

function RefuseDialog({
  ballot,
  isOpen,
  onClose,
  onDone,
}: {
  ballot: Ballot;
  isOpen: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const [reason, setReason] = useState("");
  const refuse = useBallotAct<{ ballot_rev: number; reason: string }>(ballot.id, "refuse", () => {
    announce(t("approvals.refused_said"));
    onDone();
  });
  return (
    <ActDialog
      title={t("approvals.refuse_title")}
      isOpen={isOpen}
      onClose={onClose}
      act={t("approvals.refuse_act")}
      error={refuse.error}
      pending={refuse.isPending}
      onSubmit={() => refuse.mutate({ ballot_rev: ballot.ballot_rev, reason })}
    >
      <p>{t("approvals.refuse_effect", { name: ballot.desk?.submitted_by ?? "" })}</p>
      <TextArea
        name="reason"
        label={t("desk.reason")}
        rows={4}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={fieldError(refuse.error, "reason")}
      />
    </ActDialog>
  );
}
