/** What a thing is and what is going on, in words: tags, banners, errors, progress, live text. */
import { CheckCircle2, CircleAlert, Info, LoaderCircle, Lock, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { NetworkProblem, Problem } from "../api/problem.ts";
import { formatNumber } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { cx } from "./cx.ts";
import { fieldId } from "./Field.tsx";
import "./status.css";

export type StateTone = "neutral" | "active" | "good" | "warn" | "bad";

/** The state of a thing in one word or two. The tone only supports the word. */
export function StateTag({ tone = "neutral", children }: { tone?: StateTone; children: ReactNode }) {
  return <span className={cx("tag", `tag-${tone}`)}>{children}</span>;
}

/** A count or a short remark beside a title. */
export function Badge({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <span className="badge number">
      <span aria-hidden={label ? true : undefined}>{children}</span>
      {label && <span className="visually-hidden">{label}</span>}
    </span>
  );
}

/** Marks what only the reader sees. */
export function PrivateTag({ children }: { children: ReactNode }) {
  return (
    <span className="tag tag-neutral">
      <Lock aria-hidden size={15} /> {children}
    </span>
  );
}

const bannerIcons = { info: Info, good: CheckCircle2, warn: TriangleAlert, bad: CircleAlert };

/** A remark about the whole screen, with at most one act. */
export function Banner({
  tone = "info",
  title,
  children,
  action,
}: {
  tone?: keyof typeof bannerIcons;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const Icon = bannerIcons[tone];
  return (
    <div className={cx("banner", `banner-${tone}`)} role={tone === "bad" ? "alert" : undefined}>
      <Icon aria-hidden size={22} />
      <div className="banner-text">
        {title && <p className="banner-title">{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {action}
    </div>
  );
}

/** The sentence of any error. */
export function errorText(error: unknown): string {
  if (error instanceof Problem || error instanceof NetworkProblem) return error.message;
  return t("problem.unknown");
}

/**
 * On top of a form after a refusal: takes the focus, says what is wrong, and links
 * to each field whose `name` is the path in the refusal. `more` adds errors found on the client.
 */
export function ErrorSummary({
  error,
  more = [],
  onRetry,
}: {
  error: unknown;
  more?: { path: string; text: string }[];
  onRetry?: (() => void) | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const fields = [
    ...(error instanceof Problem ? error.fields.map((field) => ({ path: field.path, text: field.detail })) : []),
    ...more,
  ];
  const print = error ? `${errorText(error)}${fields.length}` : fields.map((field) => field.text).join();
  useEffect(() => {
    if (print) box.current?.focus();
  }, [print]);
  if (!error && fields.length === 0) return null;
  const title = error ? errorText(error) : t("problem.title");
  const link = (field: { path: string; text: string }) => (
    <a href={`#${idOf(field.path)}`} onClick={focusField}>
      {labelOf(field.path) + field.text}
    </a>
  );
  // What is wrong with one field alone is said once.
  const alone = fields.length === 1 && fields[0]?.text === title ? fields[0] : undefined;
  return (
    <div className="banner banner-bad error-summary" role="alert" tabIndex={-1} ref={box}>
      <CircleAlert aria-hidden size={22} />
      <div className="banner-text">
        <p className="banner-title">{alone ? link(alone) : title}</p>
        {!alone && fields.length > 0 && (
          <ul>
            {fields.map((field, index) => (
              <li key={index}>{link(field)}</li>
            ))}
          </ul>
        )}
        {onRetry && error instanceof NetworkProblem && (
          <button type="button" className="button button-secondary" onClick={onRetry}>
            {t("act.retry")}
          </button>
        )}
      </div>
    </div>
  );
}

function idOf(path: string): string | undefined {
  return fieldId(path.replace(/^body\./, ""));
}

/** The field's own label with a colon, as it stands on the page: "This is required." does not say of which field. */
function labelOf(path: string): string {
  const field = document.getElementById(idOf(path) ?? "");
  const label = field?.closest(".field, fieldset")?.querySelector(".field-label, legend")?.firstChild?.textContent;
  return label ? `${label}: ` : "";
}

/** Follows the link to the field's input, not to the address. */
function focusField(event: { preventDefault: () => void; currentTarget: HTMLAnchorElement }) {
  event.preventDefault();
  const field = document.getElementById(event.currentTarget.hash.slice(1));
  const input = field?.matches("input,textarea,button") ? field : field?.querySelector("input,textarea,button");
  if (input instanceof HTMLElement) input.focus();
  field?.scrollIntoView({ block: "center" });
}

/** Long work with its count: "12/27". Without a total, that something is going on. */
export function Progress({
  label,
  done,
  total,
  unit,
}: {
  label: string;
  done?: number;
  total?: number;
  unit?: string;
}) {
  const known = done !== undefined && total !== undefined && total > 0;
  return (
    <div className="progress">
      <div className="row-between">
        <span>{label}</span>
        {known && (
          <span className="number soft">
            {t("progress.count", { done: formatNumber(done), total: formatNumber(total) })}
            {unit && ` ${unit}`}
          </span>
        )}
      </div>
      <progress className="progress-bar" aria-label={label} {...(known ? { value: done, max: total } : {})} />
    </div>
  );
}

/** While a screen loads. */
export function Loading({ label }: { label?: string }) {
  return (
    <p className="loading soft" role="status">
      <LoaderCircle aria-hidden className="loading-sign" /> {label ?? t("app.loading")}
    </p>
  );
}

/** Shows what a read gives: loading, the refusal with "try again", or the content. */
export function Read<T>({
  of,
  children,
}: {
  of: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  children: (data: T) => ReactNode;
}) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) {
    return (
      <Banner
        tone="bad"
        title={errorText(of.error)}
        action={
          // Asking again changes nothing about what one may not see.
          !(of.error instanceof Problem && of.error.status === 403) && (
            <button type="button" className="button button-secondary" onClick={() => of.refetch()}>
              {t("act.retry")}
            </button>
          )
        }
      />
    );
  }
  return <Loading />;
}

/** The state of a command in words: being sent, recorded at, or not sent. Never optimistic. */
export function SendState({
  state,
  recordedAt,
}: {
  state: "idle" | "pending" | "error" | "success";
  recordedAt?: string;
}) {
  const text =
    state === "pending"
      ? t("state.sending")
      : state === "error"
        ? t("state.failed")
        : state === "success" && recordedAt
          ? t("state.recorded", { time: recordedAt })
          : "";
  return (
    <span role="status" className={cx("send-state", `send-${state}`)}>
      {text}
    </span>
  );
}
