/** Rehearsing a session with simulated members: start, progress, and what was measured. */
import { useState } from "react";
import { Problem } from "../../api/problem.ts";
import { useCommand, useThing } from "../../api/query.ts";
import type { Schema } from "../../api/types.ts";
import { formatNumber } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import "../../i18n/late/rehearse.ts";
import { useSignal } from "../../live/hooks.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/Field.tsx";
import { DefinitionList } from "../../ui/Page.tsx";
import { Banner, ErrorSummary, Progress, Read } from "../../ui/Status.tsx";
import type { Attendance, Meeting } from "../types.ts";

type Rehearsal = Schema<"RehearsalView">;
type Report = Schema<"RehearsalReport">;
type Spread = Schema<"Spread">;

const most = 500;
const least = 3;

export function RehearsalDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const ref = `rehearsal/${meeting.id}`;
  const path = `/api/meetings/${meeting.id}/rehearsal`;
  const read = useThing<Rehearsal>(ref, path);
  const attendance = useThing<Attendance>(`attendance/${meeting.id}`, `/api/meetings/${meeting.id}/attendance`);
  const told = useSignal<Rehearsal>(ref);
  const [members, setMembers] = useState("");
  const start = useCommand<{ members: number }, Rehearsal>({ path, touches: [path] });
  const stop = useCommand<void, Rehearsal>({ method: "DELETE", path });
  const count = Number(members || attendance.data?.seats.length || 27);
  const fits = Number.isInteger(count) && count >= least && count <= most;
  const shown = newer(told, start.data, read.data);
  const runs = shown?.state === "running";
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      title={t("rehearse.title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.close")}</Button>
          {runs ? (
            <Button variant="danger" onPress={() => stop.mutate()} pending={stop.isPending && t("state.sending")}>
              {t("rehearse.stop")}
            </Button>
          ) : (
            <Button
              variant="primary"
              isDisabled={!fits}
              onPress={() => start.mutate({ members: count })}
              pending={start.isPending && t("state.sending")}
            >
              {shown && shown.state !== "none" ? t("rehearse.again") : t("rehearse.start")}
            </Button>
          )}
        </>
      }
    >
      <ErrorSummary error={start.error ?? stop.error} />
      <p>{t("rehearse.lead")}</p>
      {!runs && (
        <TextField
          label={t("rehearse.members")}
          hint={t("rehearse.members_hint")}
          inputMode="numeric"
          value={members || String(count)}
          onChange={setMembers}
          error={fits ? fieldError(start.error) : t("rehearse.members_hint")}
        />
      )}
      <Read of={read}>{() => shown && <Outcome of={shown} />}</Read>
    </Dialog>
  );
}

function fieldError(error: unknown): string | undefined {
  return error instanceof Problem && error.code === "rehearsal.session_runs" ? t("rehearse.members_hint") : undefined;
}

/** The one that began last; of the same rehearsal, the one that has ended, else what was told last. */
function newer(...list: (Rehearsal | undefined)[]): Rehearsal | undefined {
  const begun = (one: Rehearsal) => one.started_at ?? "";
  return list
    .filter((one) => one !== undefined)
    .reduce<Rehearsal | undefined>((best, one) => {
      if (!best || begun(one) > begun(best)) return one;
      return begun(one) === begun(best) && one.ended_at && !best.ended_at ? one : best;
    }, undefined);
}

function Outcome({ of }: { of: Rehearsal }) {
  switch (of.state) {
    case "running":
      return <Progress label={t(`rehearse.phase_${of.phase as "found"}`)} done={of.done} total={of.of} />;
    case "stopped":
      return <Banner title={t("rehearse.stopped")} />;
    case "failed":
      return (
        <Banner tone="bad" title={t("rehearse.failed")}>
          {t("rehearse.failed_lead")}
        </Banner>
      );
    case "done":
      return (
        <>
          <Banner tone={of.good ? "good" : "bad"} title={t(of.good ? "rehearse.good" : "rehearse.bad")}>
            {!of.good && t("rehearse.bad_lead")}
          </Banner>
          {of.report && <Measured report={of.report} />}
        </>
      );
  }
  return null;
}

function Measured({ report }: { report: Report }) {
  return (
    <>
      <DefinitionList
        items={[
          [
            t("rehearse.size"),
            t("rehearse.size_of", {
              members: formatNumber(report.members),
              items: formatNumber(report.items),
              seconds: formatNumber(Math.round(report.took_ms / 1000)),
            }),
          ],
          [t("rehearse.acts"), spread(report.acknowledged)],
          [t("rehearse.votes"), spread(report.voted)],
          [t("rehearse.changes"), spread(report.delivered)],
          [t("rehearse.pages"), spread(report.page)],
          [t("rehearse.counted"), t("rehearse.counted_of", { wrong: report.miscounted, votes: report.votes })],
          [t("rehearse.refused"), formatNumber(report.refused)],
          [t("rehearse.breaks"), t("rehearse.breaks_of", { breaks: report.breaks, gaps: report.gaps })],
          [t("rehearse.unequal"), formatNumber(report.unequal)],
        ]}
      />
      <p className="soft small">{t("rehearse.machine")}</p>
    </>
  );
}

function spread(of: Spread): string {
  return t("rehearse.spread", {
    count: formatNumber(of.count),
    p50: formatNumber(Math.round(of.p50_ms)),
    p99: formatNumber(Math.round(of.p99_ms)),
    max: formatNumber(Math.round(of.max_ms)),
  });
}
