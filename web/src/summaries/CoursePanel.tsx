/**
 * The run of a model on the analyst's screen: begun, followed by counts, stopped, resumed,
 * its themes chosen, what it brought taken into the table. It goes on without the screen.
 */
import { hasRole, useMe } from "../api/session.ts";
import { formatDateTime, formatNumber } from "../i18n/format.ts";
import { pick, t, tMaybe } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Progress, Read, StateTag, type StateTone } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { type Counts, failedOf, leftOf, type Reason, type Run, useRun, useRunAct, useTakeRun } from "./course.ts";
import { ThemeChoice } from "./ThemeChoice.tsx";
import type { Review } from "./types.ts";
import "./course.css";

export function CoursePanel({
  id,
  review,
  foot,
}: {
  id: string;
  review: Review;
  /** Where the screen has its acts. */
  foot: HTMLElement | null;
}) {
  const run = useRun(id);
  const analyst = hasRole(useMe(), "analyst");
  return (
    <Read of={run}>
      {(view) =>
        view.state === "none" && !analyst ? null : (
          <Panel id={id} run={view} review={review} analyst={analyst} foot={foot} />
        )
      }
    </Read>
  );
}

const tones: Record<Run["state"], StateTone> = {
  none: "neutral",
  asking: "active",
  choosing: "warn",
  stopped: "warn",
  ended: "good",
};

interface Props {
  id: string;
  run: Run;
  review: Review;
  analyst: boolean;
  foot: HTMLElement | null;
}

function Panel({ id, run, review, analyst, foot }: Props) {
  const send = useRunAct(id);
  const take = useTakeRun(id);
  const barred = pick(run.barred.vi, run.barred.en);
  if (run.state === "none" && barred) {
    return <p className="soft small">{barred}</p>;
  }
  if (run.state === "ended" && run.made > 0) {
    return (
      <details className="course course-over">
        <summary>
          {t("course.title")}: {t("course.made", { version: run.made })}
        </summary>
        <div className="stack">
          <ErrorSummary error={send.error ?? take.error} />
          <p className="soft small">
            <Begun run={run} />
          </p>
          <Chosen run={run} />
          <Account run={run} />
          {analyst && <Acts run={run} review={review} barred={barred !== ""} send={send} take={take} />}
        </div>
      </details>
    );
  }
  return (
    <Section
      className="course"
      title={t("course.title")}
      lead={run.state === "none" ? t("course.lead") : <Begun run={run} />}
      tools={run.state !== "none" && <StateTag tone={tones[run.state]}>{t(`course.state_${run.state}`)}</StateTag>}
    >
      <ErrorSummary error={send.error ?? take.error} />
      {barred && run.state !== "asking" && <Banner tone="warn" title={barred} />}
      {run.state === "asking" && <Asking run={run} />}
      {run.state === "choosing" && analyst && (
        <ThemeChoice id={id} run={run} barred={barred !== ""} send={send} foot={foot} />
      )}
      {(run.state === "stopped" || run.state === "ended") && <Rested run={run} approved={review.approved} />}
      {run.state !== "asking" && <Chosen run={run} />}
      {run.state !== "none" && <Account run={run} />}
      {analyst && <Acts run={run} review={review} barred={barred !== ""} send={send} take={take} />}
    </Section>
  );
}

function Begun({ run }: { run: Run }) {
  return t("course.run", { number: run.no, name: run.by, at: formatDateTime(run.at), model: run.model });
}

/** How far it has come: parts by kind, and what of the caps is left. */
function Asking({ run }: { run: Run }) {
  const left = leftOf(run);
  const shown = run.counts.filter((one) => (run.chosen ? one.kind !== "themes" : one.kind === "themes"));
  return (
    <div className="stack">
      {shown.map((one) => (
        <Part key={one.kind} count={one} />
      ))}
      <p className="soft small">
        {t("course.left", {
          count: formatNumber(left.calls),
          total: formatNumber(left.tokens),
          minutes: formatNumber(Math.floor(left.millis / 60_000)),
        })}
      </p>
    </div>
  );
}

function Part({ count }: { count: Counts }) {
  const done = count.done + count.failed;
  const total = done + count.left;
  if (total === 0) return count.kind === "gist" ? <p className="soft">{t("course.gist_later")}</p> : null;
  return <Progress label={t(`course.step_${count.kind}`)} done={done} total={total} unit={t("course.parts")} />;
}

function Chosen({ run }: { run: Run }) {
  if (run.offered.length === 0) return null;
  return (
    <p className="small">
      {t("course.offered", { titles: run.offered.map((one) => pick(one.vi, one.en)).join("; ") })}
    </p>
  );
}

function Rested({ run, approved }: { run: Run; approved: boolean }) {
  const why = pick(run.why.vi, run.why.en);
  if (approved && why) return null; // the table is settled: what stopped the model asks nothing of anybody
  if (run.state === "stopped") {
    return (
      <Banner tone={why ? "warn" : "info"} title={why || t("course.stopped_by_person")}>
        {run.made > 0 && <p>{t("course.made", { version: run.made })}</p>}
      </Banner>
    );
  }
  return <Banner title={t("course.ended")} />;
}

function Acts({
  run,
  review,
  barred,
  send,
  take,
}: {
  run: Run;
  review: Review;
  barred: boolean;
  send: ReturnType<typeof useRunAct>;
  take: ReturnType<typeof useTakeRun>;
}) {
  const pending = (act: string, words: string) => send.isPending && send.variables.act === act && words;
  const press = (act: "" | "stop" | "resume") => {
    take.reset();
    send.mutate({ act, body: act ? { no: run.no } : {} });
  };
  const failed = failedOf(run);
  const rested = run.state === "stopped" || run.state === "ended";
  return (
    <div className="course-acts">
      {(run.state === "asking" || run.state === "choosing") && (
        <Button onPress={() => press("stop")} pending={pending("stop", t("course.stopping"))}>
          {t("course.stop")}
        </Button>
      )}
      {run.state === "ended" && failed > 0 && (
        <Button isDisabled={barred} onPress={() => press("resume")} pending={pending("resume", t("course.resuming"))}>
          {t("course.retry", { count: failed })}
        </Button>
      )}
      {(run.state === "none" || rested) && (
        <Button isDisabled={barred} onPress={() => press("")} pending={pending("", t("course.starting"))}>
          {t(run.state === "none" ? "course.start" : "course.start_again")}
        </Button>
      )}
      {rested && run.chosen && !(run.state === "ended" && run.made > 0) && (
        <>
          <span className="soft small">{t("course.take_lead")}</span>
          <Button
            variant={run.state === "ended" ? "primary" : "secondary"}
            onPress={() => {
              send.reset();
              take.mutate({ no: run.no, rev: review.rev });
            }}
            pending={take.isPending && t("course.taking")}
          >
            {t("course.take", { version: review.version + 1 })}
          </Button>
        </>
      )}
      {run.state === "stopped" && (
        <Button
          variant="primary"
          isDisabled={barred}
          onPress={() => press("resume")}
          pending={pending("resume", t("course.resuming"))}
        >
          {t("course.resume")}
        </Button>
      )}
    </div>
  );
}

const sum = (list: Reason[]) => list.reduce((all, one) => all + one.count, 0);

/** What it cost, what failed and what was refused; unfolded by whoever wants to know. */
function Account({ run }: { run: Run }) {
  return (
    <div className="stack-tight">
      {run.state !== "asking" && (
        <details>
          <summary>{t("course.spent")}</summary>
          <Costs run={run} />
        </details>
      )}
      {run.failures.length > 0 && (
        <details>
          <summary>{t("course.failures", { count: sum(run.failures) })}</summary>
          <div className="stack-tight">
            <p className="soft">{t("course.failures_lead")}</p>
            <Reasons caption={t("course.reason")} list={run.failures} say={(one) => pick(one.why.vi, one.why.en)} />
          </div>
        </details>
      )}
      <Refused run={run} />
    </div>
  );
}

export function Refused({ run }: { run: Run }) {
  if (run.refused.length === 0) return null;
  return (
    <details>
      <summary>{t("course.refused", { count: sum(run.refused) })}</summary>
      <div className="stack-tight">
        <p className="soft">{t("course.refused_lead")}</p>
        <Reasons
          caption={t("course.reason")}
          list={run.refused}
          say={(one) => tMaybe(`course.refused_${one.code}`, one.code)}
        />
      </div>
    </details>
  );
}

function Reasons({ caption, list, say }: { caption: string; list: Reason[]; say: (one: Reason) => string }) {
  return (
    <Table
      caption={caption}
      hideCaption
      rows={list}
      rowKey={(one) => one.code}
      columns={[
        { key: "reason", header: t("course.reason"), rowHeader: true, cell: say },
        { key: "count", header: t("course.times"), kind: "number", cell: (one) => formatNumber(one.count) },
      ]}
    />
  );
}

function Costs({ run }: { run: Run }) {
  const left = leftOf(run);
  const kinds = ["calls", "tokens", "millis"] as const;
  const figure = (kind: (typeof kinds)[number], value: number) =>
    formatNumber(kind === "millis" ? Math.round(value / 6000) / 10 : value);
  return (
    <div className="stack-tight">
      <Table
        caption={t("course.spent")}
        hideCaption
        rows={[...kinds]}
        rowKey={(kind) => kind}
        columns={[
          {
            key: "kind",
            header: t("course.kind"),
            rowHeader: true,
            cell: (kind) => t(kind === "millis" ? "course.minutes" : `course.${kind}`),
          },
          {
            key: "used",
            header: t("course.used"),
            kind: "number",
            cell: (kind) => figure(kind, run.spent[kind]),
          },
          { key: "cap", header: t("course.cap"), kind: "number", cell: (kind) => figure(kind, run.caps[kind]) },
          { key: "left", header: t("course.remains"), kind: "number", cell: (kind) => figure(kind, left[kind]) },
        ]}
      />
      {run.tried > 0 && <p className="soft small">{t("course.valid", { count: run.valid, total: run.tried })}</p>}
    </div>
  );
}
