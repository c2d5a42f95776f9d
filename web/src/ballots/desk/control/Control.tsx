/** Conducting a ballot: where it stands, who has answered, and what may be done about it. */
import { BellRing, CalendarPlus, FileClock, KeyRound, ListChecks, Pencil, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { useThing } from "../../../api/query.ts";
import { hasRole, useMe } from "../../../api/session.ts";
import { formatDateTime } from "../../../i18n/format.ts";
import { pick, t } from "../../../i18n/index.ts";
import { Button, LateButton, LinkButton } from "../../../ui/Button.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Banner, ErrorSummary, Read } from "../../../ui/Status.tsx";
import { BallotFacts, BallotNotices, BallotState, stateOf } from "../../parts/Head.tsx";
import type { Ballot } from "../../parts/types.ts";
import { useRespondents } from "../../respondents/respondents.ts";
import { type Matrix, type Matter, stageOf, useBallot, useBallotAct, useMatrix } from "../ballot.ts";
import { Terms } from "../Terms.tsx";
import { CloseEarly } from "./CloseEarly.tsx";
import { Extend } from "./Extend.tsx";
import { MatrixPanel } from "./MatrixPanel.tsx";
import { Recall } from "./Recall.tsx";
import { newerVersions, Replace } from "./Replace.tsx";
import { reachOf, silentSeats } from "./seats.ts";
import "../desk.css";

export default function Control({ id }: { id: string }) {
  const ballot = useBallot(id);
  return <Read of={ballot}>{(ballot) => <Conduct ballot={ballot} />}</Read>;
}

type Asking = "" | "extend" | "recall" | "replace" | "close";

function Conduct({ ballot }: { ballot: Ballot }) {
  const me = useMe();
  const conducts = hasRole(me, "secretariat");
  const counted = ballot.state === "closed" || ballot.state === "certified";
  const seesMatrix = ballot.round > 0 && (conducts || (counted && hasRole(me, "approver", "chair", "analyst")));
  const matrix = useMatrix(ballot.id, seesMatrix);
  const [asking, ask] = useState<Asking>("");
  const close = () => ask("");
  return (
    <Page
      title={ballot.title || t("desk.untitled")}
      tag={<BallotState state={stateOf(ballot)} />}
      back={{ href: `/ballots/desk?state=${stageOf(ballot)}`, label: t("desk.title") }}
      width="wide"
      lead={ballot.round > 1 ? t("desk.round_lead", { round: ballot.round }) : undefined}
      actions={<Acts ballot={ballot} matrix={matrix.data} conducts={conducts} onAsk={ask} />}
    >
      <BallotFacts ballot={ballot} />
      <BallotNotices ballot={ballot} />
      {ballot.desk?.not_opened && (
        <Banner tone="bad" title={t("desk.not_opened")}>
          <p>{pick(ballot.desk.not_opened.vi, ballot.desk.not_opened.en)}</p>
          <p>{t("desk.not_opened_lead")}</p>
        </Banner>
      )}
      {ballot.state === "draft" && ballot.desk?.refused_for && (
        <Banner tone="warn" title={t("desk.refused_by", { name: ballot.desk.refused_by })}>
          {ballot.desk.refused_for}
        </Banner>
      )}
      {conducts && ballot.state === "open" && <Newer ballot={ballot} onAsk={() => ask("replace")} />}
      {ballot.kind === "consultation" && ballot.round > 0 && conducts && (
        <div className="row">
          <LinkButton href={`/ballots/desk/${ballot.id}/respondents`} icon={<KeyRound aria-hidden />}>
            {t("consult.respondents_open")}
          </LinkButton>
          {ballot.state === "closed" && matrix.data && (
            <strong>{t("consult.received", { answered: matrix.data.answered, total: matrix.data.total })}</strong>
          )}
        </div>
      )}
      {ballot.round === 0 ? (
        <Terms ballot={ballot} />
      ) : (
        <>
          {seesMatrix && (
            <Read of={matrix}>{(matrix) => <MatrixPanel ballot={ballot} matrix={matrix} conducts={conducts} />}</Read>
          )}
          <details className="desk-details">
            <summary>{t("desk.terms_show")}</summary>
            <Terms ballot={ballot} />
          </details>
        </>
      )}
      {matrix.data && (
        <>
          <Extend ballot={ballot} matrix={matrix.data} isOpen={asking === "extend"} onClose={close} />
          <Replace ballot={ballot} matrix={matrix.data} isOpen={asking === "replace"} onClose={close} />
          <CloseEarly ballot={ballot} matrix={matrix.data} isOpen={asking === "close"} onClose={close} />
        </>
      )}
      <Recall ballot={ballot} matrix={matrix.data} isOpen={asking === "recall"} onClose={close} />
    </Page>
  );
}

/** A paper is not any more the one that members are asked on: somebody has to choose what that means. */
function Newer({ ballot, onAsk }: { ballot: Ballot; onAsk: () => void }) {
  const matter = useThing<Matter>(`matter/${ballot.matter}`, `/api/matters/${ballot.matter}`);
  const newer = matter.data ? newerVersions(ballot, matter.data) : [];
  const gone = ballot.papers.filter((paper) =>
    matter.data?.documents.some((one) => one.id === paper.document && one.recalled),
  );
  const titles = (papers: { title: string }[]) => ({ title: papers.map((one) => one.title).join("; ") });
  return (
    <>
      {gone.length > 0 && (
        <Banner tone="bad" title={t("desk.gone", titles(gone))}>
          {t("desk.gone_lead")}
        </Banner>
      )}
      {newer.length > 0 && (
        <Banner
          tone="warn"
          title={t("desk.newer", titles(newer))}
          action={<Button onPress={onAsk}>{t("desk.newer_act")}</Button>}
        >
          {t("desk.newer_lead")}
        </Banner>
      )}
    </>
  );
}

function Acts({
  ballot,
  matrix,
  conducts,
  onAsk,
}: {
  ballot: Ballot;
  matrix: Matrix | undefined;
  conducts: boolean;
  onAsk: (asking: Asking) => void;
}): ReactNode {
  if (ballot.kind === "consultation" && ballot.state === "closed") return <Synthesis />;
  if (ballot.state === "closed" || ballot.state === "certified") {
    return (
      <LinkButton href={`/ballots/desk/${ballot.id}/result`} variant="primary">
        {t("desk.to_result")}
      </LinkButton>
    );
  }
  if (!conducts) return null;
  if (ballot.state === "draft") {
    return (
      <LinkButton href={`/ballots/desk/${ballot.id}/edit`} variant="primary" icon={<Pencil aria-hidden />}>
        {t("desk.go_on_writing")}
      </LinkButton>
    );
  }
  if (ballot.state === "submitted") return <Withdraw ballot={ballot} />;
  if (ballot.state === "approved") {
    return (
      <Withdraw ballot={ballot}>
        <Button variant="danger" icon={<Undo2 aria-hidden />} onPress={() => onAsk("recall")}>
          {t("desk.recall")}
        </Button>
      </Withdraw>
    );
  }
  if (ballot.state !== "open" || !matrix) return null;
  const silent = silentSeats(matrix).map((row) => row.seat);
  return (
    <>
      <Button variant="danger" icon={<Undo2 aria-hidden />} onPress={() => onAsk("recall")}>
        {t("desk.recall")}
      </Button>
      <Button icon={<FileClock aria-hidden />} onPress={() => onAsk("replace")}>
        {t("desk.replace")}
      </Button>
      <Button icon={<CalendarPlus aria-hidden />} onPress={() => onAsk("extend")}>
        {t("desk.extend")}
      </Button>
      {silent.length > 0 ? (
        <Remind ballot={ballot} matrix={matrix} seats={silent} />
      ) : (
        <Button variant="primary" icon={<ListChecks aria-hidden />} onPress={() => onAsk("close")}>
          {t("desk.close_early")}
        </Button>
      )}
    </>
  );
}

/** What comes of a consultation: the synthesis, for who makes it or approves it. */
function Synthesis() {
  const makes = hasRole(useMe(), "analyst", "secretariat");
  if (!makes) return null;
  return (
    <LinkButton href="/summaries" variant="primary">
      {t("consult.to_synthesis")}
    </LinkButton>
  );
}

function Withdraw({ ballot, children }: { ballot: Ballot; children?: ReactNode }) {
  const [, go] = useLocation();
  const withdraw = useBallotAct<{ ballot_rev: number }>(ballot.id, "withdraw", () =>
    go(`/ballots/desk/${ballot.id}/edit`),
  );
  return (
    <>
      <ErrorSummary error={withdraw.error} />
      <span className="soft">
        {ballot.state === "submitted"
          ? t("desk.waits_approval", { name: ballot.desk?.submitted_by ?? "" })
          : t("desk.waits_opening", { at: formatDateTime(ballot.desk?.open_at) })}
      </span>
      {children}
      <LateButton
        icon={<Pencil aria-hidden />}
        pending={withdraw.isPending && t("state.sending")}
        onPress={() => withdraw.mutate({ ballot_rev: ballot.ballot_rev })}
      >
        {t("desk.withdraw")}
      </LateButton>
    </>
  );
}

/**
 * Reminds these seats: those chosen, or all who have not answered; says how many that
 * is. In a consultation only those are reminded whom something reaches; where that is
 * nobody, giving out links is what helps.
 */
export function Remind({
  ballot,
  matrix,
  seats,
  chosen = false,
  onDone,
}: {
  ballot: Ballot;
  matrix: Matrix;
  seats: number[];
  chosen?: boolean;
  onDone?: () => void;
}) {
  const consults = ballot.kind === "consultation";
  const list = useRespondents(ballot.id, matrix.rev, consults).data;
  const reach = list && reachOf(seats, list.items);
  const [told, tell] = useState("");
  const remind = useBallotAct<{ seats: number[] }>(ballot.id, "remind", () => {
    tell(reach ? remindedText(reach) : t("desk.reminded", { count: seats.length }));
    onDone?.();
  });
  if (!chosen && reach?.reached === 0) {
    return (
      <LinkButton href={`/ballots/desk/${ballot.id}/respondents`} variant="primary" icon={<KeyRound aria-hidden />}>
        {t("consult.respondents_open")}
      </LinkButton>
    );
  }
  const [words, count] = consults
    ? [`consult.remind_${chosen ? "chosen" : "all"}` as const, chosen ? seats.length : (reach?.reached ?? seats.length)]
    : [`desk.remind_${chosen ? "chosen" : "all"}` as const, seats.length];
  return (
    <>
      {remind.error && <Banner tone="bad" title={remind.error.message} />}
      <span role="status" className="send-state send-success">
        {told}
      </span>
      <Button
        variant={chosen ? "secondary" : "primary"}
        icon={<BellRing aria-hidden />}
        pending={remind.isPending && t("state.sending")}
        onPress={() => remind.mutate({ seats: chosen ? seats : [] })}
      >
        {t(words, { count })}
      </Button>
    </>
  );
}

function remindedText({ reached, missed }: { reached: number; missed: number }): string {
  const told = t("consult.reminded", { count: reached });
  return missed > 0 ? `${told} ${t("consult.remind_missed", { count: missed })}` : told;
}
