/** A span of time in a table, and whether it runs. */
import { t } from "../i18n/index.ts";
import { serverNow } from "../live/clock.ts";
import { StateTag } from "../ui/Status.tsx";
import { fromText, untilText, whenOf } from "./days.ts";

export function SpanText({ span }: { span: { from: string; until: string | null } }) {
  return (
    <span className="number">
      <span className="people-moment">{fromText(span.from)} -</span>{" "}
      <span className="people-moment">{span.until ? untilText(span.until) : t("people.no_end")}</span>
    </span>
  );
}

export function SpanState({ span }: { span: { from: string; until: string | null } }) {
  const when = whenOf(span, serverNow());
  return <StateTag tone={when === "now" ? "good" : "neutral"}>{t(`people.when_${when}`)}</StateTag>;
}

export const running = (span: { from: string; until: string | null }) => whenOf(span, serverNow()) !== "past";
