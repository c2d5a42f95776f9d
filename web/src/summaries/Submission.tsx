/** The version that was handed over for approval: what became of it, handing it over, sending it back. */
import { SendHorizontal, Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Problem } from "../api/problem.ts";
import { hasRole, useMe } from "../api/session.ts";
import { useTyped } from "../api/typed.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { Banner, ErrorSummary, StateTag } from "../ui/Status.tsx";
import { useReturn, useSubmit } from "./calls.ts";
import { ToldTable, useSeenTable } from "./Seen.tsx";
import type { Review } from "./types.ts";
import { unconfirmed } from "./unconfirmed.ts";

/** What waits for the approver; nothing where it was not handed over, was sent back or is approved. */
function waiting(view: Review) {
  return view.submission && !view.submission.returned_at ? view.submission : undefined;
}

/** Beside the state of the table. */
export function SubmissionTag({ view }: { view: Review }) {
  if (!view.submission) return null;
  return waiting(view) ? (
    <StateTag tone="warn">{t("submission.waits")}</StateTag>
  ) : (
    <StateTag tone="bad">{t("submission.returned")}</StateTag>
  );
}

/** Who handed it over or sent it back, when and why; said aloud when it comes while the screen is open. */
export function SubmissionNote({ view }: { view: Review }) {
  const me = useMe();
  const [analyst, judge] = [hasRole(me, "analyst"), hasRole(me, "secretariat")];
  const one = view.submission;
  const title = one && titleOf(one);
  const shown = useRef(title);
  useEffect(() => {
    if (title && title !== shown.current) announce(title);
    shown.current = title;
  }, [title]);
  if (!one) return null;
  const handed = { name: one.by, at: formatDateTime(one.at) };
  return (
    <Banner tone={one.returned_at || one.changed ? "warn" : "info"} title={title}>
      {one.returned_at ? (
        <>
          <p className="synth-reason">{t("submission.reason_is", { reason: one.reason })}</p>
          {analyst && <p>{t("submission.banner_returned_analyst")}</p>}
        </>
      ) : one.changed ? (
        <p>{t(judge ? "submission.banner_changed_judge" : "submission.banner_changed_analyst", handed)}</p>
      ) : (
        <p>{t(judge ? "submission.banner_judge" : "submission.banner_wait")}</p>
      )}
    </Banner>
  );
}

function titleOf(one: NonNullable<Review["submission"]>): string {
  if (one.returned_at)
    return t("submission.banner_returned", { name: one.returned_by, at: formatDateTime(one.returned_at) });
  if (one.changed) return t("submission.banner_changed");
  return t("submission.banner_waits", { name: one.by, at: formatDateTime(one.at) });
}

/** The acts at the foot of the review: the analyst hands over, who approves sends back. */
export function SubmissionActs({ id, view }: { id: string; view: Review }) {
  const me = useMe();
  const [asking, ask] = useState<"" | "submit" | "return">("");
  const [analyst, judge] = [hasRole(me, "analyst"), hasRole(me, "secretariat")];
  const handed = waiting(view);
  return (
    <>
      {analyst && !view.approved && (!handed || handed.changed) && (
        <Button
          variant={judge ? "secondary" : "primary"}
          icon={<SendHorizontal aria-hidden />}
          onPress={() => ask("submit")}
        >
          {t(view.submission ? "submission.again" : "submission.act", { version: view.version })}
        </Button>
      )}
      {judge && handed && (
        <Button icon={<Undo2 aria-hidden />} onPress={() => ask("return")}>
          {t("submission.return")}
        </Button>
      )}
      {asking === "submit" && <SubmitDialog id={id} view={view} onClose={() => ask("")} />}
      {asking === "return" && <ReturnDialog id={id} view={view} onClose={() => ask("")} />}
    </>
  );
}

/** What only the program has placed and named, before somebody answers for the table. */
export function Unconfirmed({ view }: { view: Review }) {
  const points = view.rows.reduce((sum, row) => sum + row.points.length, 0);
  const open = unconfirmed(view);
  if (open.points + open.rows === 0) return null;
  return (
    <Banner tone="warn" title={t("synth.approve_open")}>
      <ul className="synth-parts">
        {open.points > 0 && <li>{t("synth.approve_points", { count: open.points, total: points })}</li>}
        {open.rows > 0 && <li>{t("synth.approve_rows", { count: open.rows, total: view.rows.length })}</li>}
      </ul>
    </Banner>
  );
}

function SubmitDialog({ id, view, onClose }: { id: string; view: Review; onClose: () => void }) {
  const send = useSubmit(id, onClose);
  const seen = useSeenTable(view);
  const points = view.rows.reduce((sum, row) => sum + row.points.length, 0);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("submission.title", { version: view.version })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={!seen.fresh}
            onPress={() => send.mutate({ hash: seen.hash })}
            pending={send.isPending && t("submission.sending")}
          >
            {t("submission.act", { version: view.version })}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t("submission.lead", { opinions: view.ledger.opinions.total, rows: view.rows.length, points })}</p>
        <ToldTable of={seen} view={view} />
        <Unconfirmed view={view} />
        <ErrorSummary error={send.error} />
      </div>
    </Dialog>
  );
}

/** What is typed stays until it is sent, also when the window is closed or another table waits by then. */
function ReturnDialog({ id, view, onClose }: { id: string; view: Review; onClose: () => void }) {
  const [reason, keep] = useTyped(`return ${id}`, "");
  const now = waiting(view)?.no;
  const [seen, look] = useState(now);
  const send = useReturn(id, () => {
    keep(undefined);
    onClose();
  });
  const moved = now !== seen && !send.isPending;
  const stale = send.error instanceof Problem && send.error.stale;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("submission.return_title", { version: view.version })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={moved || !seen || reason.trim() === ""}
            onPress={() => seen && send.mutate({ submission: seen, reason: reason.trim() })}
            pending={send.isPending && t("submission.returning")}
          >
            {t("submission.return_act")}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{t("submission.return_lead")}</p>
        {!stale && <ErrorSummary error={send.error} />}
        <div role="status">
          {moved && (
            <Banner
              tone="warn"
              title={t(now ? "submission.meanwhile" : "submission.meanwhile_gone")}
              action={now && <Button onPress={() => look(now)}>{t("submission.looked")}</Button>}
            />
          )}
        </div>
        <TextArea
          name="reason"
          label={t("submission.reason")}
          value={reason}
          isReadOnly={send.isPending} // what is typed meanwhile would go with what is sent
          onChange={(next) => keep(next || undefined)}
          maxLength={2000}
          rows={4}
          autoFocus
        />
      </div>
    </Dialog>
  );
}
