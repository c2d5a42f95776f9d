/** The version that was handed over for approval: what became of it, and the acts on it. */
import { SendHorizontal, Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { hasRole, useMe } from "../api/session.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { announce } from "../ui/Live.tsx";
import { Banner, StateTag } from "../ui/Status.tsx";
import type { OnMend } from "./Ready.tsx";
import { ReturnDialog } from "./ReturnDialog.tsx";
import { SubmitDialog } from "./SubmitDialog.tsx";
import type { Review } from "./types.ts";

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
export function SubmissionActs({ id, view, onMend }: { id: string; view: Review; onMend: OnMend }) {
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
      {asking === "submit" && (
        <SubmitDialog
          id={id}
          view={view}
          onClose={() => ask("")}
          onMend={(why) => {
            flushSync(() => ask("")); // nothing can have the keyboard beside an open window
            onMend(why);
          }}
        />
      )}
      {asking === "return" && <ReturnDialog id={id} version={view.version} handed={handed} onClose={() => ask("")} />}
    </>
  );
}
