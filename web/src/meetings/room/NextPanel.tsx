/** The column that leads whoever conducts: what comes next, in one press, and the order of business. */
import { useState } from "react";
import "../../i18n/late/screen.ts";
import { t, tMaybe } from "../../i18n/index.ts";
import { useSignal } from "../../live/hooks.ts";
import { Button } from "../../ui/Button.tsx";
import { cx } from "../../ui/cx.ts";
import { Menu } from "../../ui/Menu.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import { CloseSecret } from "../secret/SecretPanel.tsx";
import type { Agenda, Attendance, Floor, Meeting, Turnout, Votes } from "../types.ts";
import { Adjourn, Conclude, OpenVote } from "./Acts.tsx";
import { type Next, next } from "./next.ts";
import { CloseVote } from "./VotePanel.tsx";

export function NextPanel({
  meeting,
  presides,
  agenda,
  floor,
  votes,
  attendance,
  onSeats,
  onScreens,
}: {
  meeting: Meeting;
  presides: boolean;
  agenda: Agenda;
  floor: Floor | undefined;
  votes: Votes | undefined;
  attendance: Attendance | undefined;
  onSeats: () => void;
  onScreens: () => void;
}) {
  const todo = next(meeting, agenda, floor, votes, attendance);
  const [window, show] = useState<Next | { act: "adjourn" } | null>(null);
  const begin = useAct<{ item: string }, Agenda>(meeting.id, "agenda", ({ item }) => `/api/items/${item}/begin`, {
    body: () => undefined,
  });
  const step = useAct<{ item: string; step: string }, Agenda>(
    meeting.id,
    "agenda",
    ({ item }) => `/api/items/${item}/step`,
    { body: ({ step: to }) => ({ step: to }) },
  );
  const turn = useAct<{ request: string; act: "call" | "end" }, Floor>(
    meeting.id,
    "floor",
    ({ request, act }) => `/api/requests/${request}/${act}`,
    { body: ({ act }) => (act === "call" ? { seconds: 0 } : undefined) },
  );
  const state = useAct<{ to: "pause" | "resume" }, Meeting>(
    meeting.id,
    "meeting",
    ({ to }) => `/api/meetings/${meeting.id}/${to}`,
    { body: () => undefined },
  );
  const busy = begin.isPending || step.isPending || turn.isPending || state.isPending;
  const current = agenda.items.find((item) => item.stage === "current");
  const open = votes?.votes.find((vote) => vote.state === "open");
  const turnout = useSignal<Turnout>(open?.turnout ?? "");
  const count = { cast: turnout?.cast ?? 0, seats: open?.seats ?? 0 };
  const press = () => {
    switch (todo.act) {
      case "resume":
        return state.mutate({ to: "resume" });
      case "end":
      case "call":
        return turn.mutate({ request: todo.request, act: todo.act });
      case "step":
        return step.mutate({ item: todo.item, step: todo.step });
      case "begin":
        return begin.mutate({ item: todo.item.id });
      case "quorum":
        return onSeats();
      default:
        return show(todo);
    }
  };
  return (
    <section className="rail-part next-panel" aria-label={t("meetings.next")}>
      <h2>{t("meetings.next")}</h2>
      <ErrorSummary error={begin.error ?? step.error ?? turn.error ?? state.error} />
      {todo.act === "close" && <p className="number">{t("meetings.next_close_lead", count)}</p>}
      {todo.act === "close_taking" && (
        <p className="number">{t("secret.phase_taking", { taken: count.cast, ...count })}</p>
      )}
      {todo.act === "close_box" && open && <p className="number">{t("secret.phase_casting", open)}</p>}
      {todo.act === "consent" && <p>{t("meetings.consent_lead", { count: todo.items.length })}</p>}
      {todo.act === "begin" && <p>{todo.item.title}</p>}
      {(presides || todo.act !== "resume") && (
        <Button variant="primary" className="button-wide" pending={busy && t("state.sending")} onPress={press}>
          {nextText(todo)}
        </Button>
      )}
      {current && (
        <ol className="plain-list steps" aria-label={t("meetings.steps")}>
          {current.steps.map((one) => {
            const at = current.steps.indexOf(current.step);
            const place = current.steps.indexOf(one);
            return (
              <li key={one}>
                <button
                  type="button"
                  className={cx("step", place < at && "step-done", place === at && "step-now")}
                  aria-current={place === at ? "step" : undefined}
                  disabled={busy || meeting.state !== "running"}
                  onClick={() => step.mutate({ item: current.id, step: one })}
                >
                  {tMaybe(`meetings.step_${one}`)}
                </button>
              </li>
            );
          })}
        </ol>
      )}
      <div className="row">
        {current && todo.act !== "conclude" && (
          <Button variant="quiet" onPress={() => show({ act: "conclude", item: current })}>
            {t("meetings.conclude")}
          </Button>
        )}
        {current?.kind === "decide" && !open && todo.act !== "vote" && (
          <Button variant="quiet" onPress={() => show({ act: "vote", item: current })}>
            {t("meetings.next_vote")}
          </Button>
        )}
        <Menu
          label={t("meetings.rail")}
          acts={[
            ...(presides && meeting.state === "running"
              ? [{ key: "pause", label: t("meetings.pause"), onAction: () => state.mutate({ to: "pause" as const }) }]
              : []),
            { key: "seats", label: t("meetings.attendance"), onAction: onSeats },
            ...(presides
              ? [
                  { key: "screens", label: t("screen.title"), onAction: onScreens },
                  { key: "adjourn", label: t("meetings.adjourn"), onAction: () => show({ act: "adjourn" }) },
                ]
              : []),
          ]}
        >
          {t("meetings.rail")}
        </Menu>
      </div>
      {window?.act === "close" && open && (
        <CloseVote meeting={meeting} vote={open} count={count} onClose={() => show(null)} />
      )}
      {(window?.act === "close_taking" || window?.act === "close_box") && open && (
        <CloseSecret meeting={meeting} vote={open} taken={count.cast} onClose={() => show(null)} />
      )}
      {window?.act === "vote" && (
        <OpenVote
          meeting={meeting}
          items={[window.item.id]}
          repeats={votes?.votes.find((vote) => vote.state !== "open" && vote.items.includes(window.item.id))?.id ?? ""}
          text={t("meetings.vote_text_default", { title: window.item.title })}
          onClose={() => show(null)}
        />
      )}
      {window?.act === "consent" && (
        <OpenVote meeting={meeting} items={window.items} text={t("meetings.consent_text")} onClose={() => show(null)} />
      )}
      {window?.act === "conclude" && (
        <Conclude meeting={meeting} item={window.item} votes={votes} onClose={() => show(null)} />
      )}
      {window?.act === "adjourn" && <Adjourn meeting={meeting} agenda={agenda} onClose={() => show(null)} />}
    </section>
  );
}

function nextText(todo: Next): string {
  switch (todo.act) {
    case "resume":
      return t("meetings.next_resume");
    case "close":
      return t("meetings.next_close");
    case "close_taking":
      return t("secret.close_taking");
    case "close_box":
      return t("secret.close_box");
    case "end":
      return t("meetings.next_end", { name: todo.name });
    case "call":
      return t("meetings.next_call", { name: todo.name });
    case "step":
      return t("meetings.next_step", { step: tMaybe(`meetings.step_${todo.step}`) });
    case "quorum":
      return t("meetings.next_quorum");
    case "vote":
      return t("meetings.next_vote");
    case "conclude":
      return t("meetings.next_conclude");
    case "consent":
      return t("meetings.consent");
    case "begin":
      return t("meetings.begin", { number: todo.item.number });
    case "adjourn":
      return t("meetings.next_adjourn");
  }
}
