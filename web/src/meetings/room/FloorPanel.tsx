/** The floor: who speaks and for how long, who waits, asking, and what the chair does with it. */
import { ArrowDown, ArrowUp, Hand, Mic, Pause, Play, Square } from "lucide-react";
import { useState } from "react";
import { useMe } from "../../api/session.ts";
import "../../i18n/late/screen.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { Select } from "../../ui/Select.tsx";
import { ErrorSummary, StateTag } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Attendance, Floor, Item, Meeting, Mine, Speech } from "../types.ts";
import { Clock } from "./Clock.tsx";
import { AskQuestion, Grant, Questions } from "./Questions.tsx";

type Kind = "speech" | "reply" | "point_of_order" | "inquiry";

export function FloorPanel({
  meeting,
  item,
  floor,
  mine,
  attendance,
  conducts,
}: {
  meeting: Meeting;
  item: Item;
  floor: Floor;
  mine: Mine | undefined;
  attendance: Attendance | undefined;
  conducts: boolean;
}) {
  const [window, show] = useState<"question" | "grant" | null>(null);
  const me = useMe();
  const [limit, setLimit] = useState("0");
  const ask = useAct<{ kind: Kind; subject?: string }, Floor>(meeting.id, "floor", `/api/items/${item.id}/requests`);
  const turn = useAct<{ id: string; act: "call" | "hold" | "end" | "drop" }, Floor>(
    meeting.id,
    "floor",
    ({ id, act }) => `/api/requests/${id}/${act}`,
    { body: ({ act }) => (act === "call" ? { seconds: Number(limit) * 60 } : undefined) },
  );
  const order = useAct<{ requests: string[] }, Floor>(meeting.id, "floor", `/api/items/${item.id}/requests`, {
    method: "PUT",
  });
  const place = floor.queue.findIndex((request) => request.person.id === me.person.id);
  const own = floor.queue[place];
  const may = Boolean(mine?.manner) && meeting.state === "running";
  const busy = ask.isPending || turn.isPending || order.isPending;
  return (
    <section className="rail-part" aria-label={t("meetings.floor")}>
      <h2>{t("meetings.floor")}</h2>
      <ErrorSummary error={ask.error ?? turn.error ?? order.error} />
      {floor.has ? (
        <div className="speaker">
          <Mic aria-hidden size={20} />
          <div className="speaker-text">
            <strong>{floor.has.person.name}</strong>
            <span className="soft small">
              {t(`meetings.kind_${floor.has.kind}`)}
              {floor.has.state === "held" && ` · ${t("meetings.held")}`}
            </span>
          </div>
          <Clock since={floor.has.since} usedMs={floor.has.used_ms} limitMs={floor.has.limit_ms} />
          {conducts && (
            <div className="row speaker-acts">
              <Button
                variant="quiet"
                icon={floor.has.state === "held" ? <Play aria-hidden /> : <Pause aria-hidden />}
                isDisabled={busy}
                onPress={() =>
                  floor.has && turn.mutate({ id: floor.has.id, act: floor.has.state === "held" ? "call" : "hold" })
                }
              >
                {t(floor.has.state === "held" ? "meetings.go_on" : "meetings.hold")}
              </Button>
              <Button
                variant="quiet"
                icon={<Square aria-hidden />}
                isDisabled={busy}
                onPress={() => floor.has && turn.mutate({ id: floor.has.id, act: "end" })}
              >
                {t("meetings.end_speech")}
              </Button>
            </div>
          )}
        </div>
      ) : (
        floor.queue.length === 0 && <p className="soft">{t("meetings.floor_none")}</p>
      )}
      {floor.queue.length > 0 && (
        <>
          <h3>{t("meetings.queue", { count: floor.queue.length })}</h3>
          <ol className="plain-list queue">
            {floor.queue.map((request, index) => (
              <Waiting
                key={request.id}
                request={request}
                number={index + 1}
                acts={
                  conducts && (
                    <>
                      {index > 0 && request.kind !== "point_of_order" && (
                        <Button
                          variant="quiet"
                          icon={<ArrowUp aria-hidden />}
                          aria-label={t("meetings.queue_up", { name: request.person.name })}
                          isDisabled={busy}
                          onPress={() => order.mutate({ requests: raised(floor.queue, index) })}
                        />
                      )}
                      {index < floor.queue.length - 1 && request.kind !== "point_of_order" && (
                        <Button
                          variant="quiet"
                          icon={<ArrowDown aria-hidden />}
                          aria-label={t("screen.queue_down", { name: request.person.name })}
                          isDisabled={busy}
                          onPress={() => order.mutate({ requests: raised(floor.queue, index + 1) })}
                        />
                      )}
                      <Button
                        aria-label={t("meetings.call_named", { name: request.person.name })}
                        isDisabled={busy}
                        onPress={() => turn.mutate({ id: request.id, act: "call" })}
                      >
                        {t("meetings.call")}
                      </Button>
                    </>
                  )
                }
              />
            ))}
          </ol>
        </>
      )}
      <Questions
        meeting={meeting}
        item={item}
        floor={floor}
        attendance={attendance}
        conducts={conducts}
        onCall={(id) => turn.mutate({ id, act: "call" })}
      />
      {conducts && (
        <div>
          <Button variant="quiet" onPress={() => show("grant")}>
            {t("screen.grant")}
          </Button>
        </div>
      )}
      {window === "grant" && <Grant meeting={meeting} item={item} attendance={attendance} onClose={() => show(null)} />}
      {window === "question" && (
        <AskQuestion
          error={ask.error}
          busy={ask.isPending}
          onAsk={(subject) => ask.mutate({ kind: "inquiry", subject }, { onSuccess: () => show(null) })}
          onClose={() => show(null)}
        />
      )}
      {conducts && (floor.queue.length > 0 || floor.has) && (
        <Select
          label={t("meetings.call_limit")}
          options={["0", "3", "5", "10"].map((minutes) => ({
            value: minutes,
            label: minutes === "0" ? t("meetings.call_no_limit") : t("meetings.call_minutes", { minutes }),
          }))}
          value={limit}
          onChange={setLimit}
        />
      )}
      {may &&
        (own ? (
          <div className="row-between">
            <StateTag tone="active">{t("meetings.asked", { place: place + 1 })}</StateTag>
            <Button variant="quiet" isDisabled={busy} onPress={() => turn.mutate({ id: own.id, act: "drop" })}>
              {t("meetings.drop")}
            </Button>
          </div>
        ) : (
          <div className="row ask">
            <Button icon={<Hand aria-hidden />} isDisabled={busy} onPress={() => ask.mutate({ kind: "speech" })}>
              {t("meetings.ask")}
            </Button>
            <Menu
              label={t("meetings.ask_order")}
              acts={[
                {
                  key: "point_of_order",
                  label: t("meetings.ask_order"),
                  onAction: () => ask.mutate({ kind: "point_of_order" }),
                },
                { key: "reply", label: t("meetings.ask_reply"), onAction: () => ask.mutate({ kind: "reply" }) },
                { key: "inquiry", label: t("meetings.ask_inquiry"), onAction: () => show("question") },
              ]}
            >
              …
            </Menu>
          </div>
        ))}
      {floor.talks.length > 0 && (
        <details className="small">
          <summary>{t("screen.talks")}</summary>
          <ul className="plain-list">
            {floor.talks.map((one) => (
              <li key={one.person.id} className="row-between">
                <span>
                  {one.person.name} <span className="soft">{t("screen.talk", { count: one.times })}</span>
                </span>
                <Clock since={one.since} usedMs={one.used_ms} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Waiting({ request, number, acts }: { request: Speech; number: number; acts: React.ReactNode }) {
  return (
    <li className="queue-line">
      <span className="number soft">{number}.</span>
      <span className="queue-name">
        {request.person.name}
        <span className="soft small">
          {" "}
          {t(`meetings.kind_${request.kind}`)}
          {request.times > 0 && ` · ${t("meetings.times", { count: request.times + 1 })}`}
        </span>
      </span>
      {acts}
    </li>
  );
}

/** The queue with one request a place earlier. */
function raised(queue: Speech[], index: number): string[] {
  const ids = queue.map((request) => request.id);
  const [moved] = ids.splice(index, 1);
  if (moved) ids.splice(index - 1, 0, moved);
  return ids;
}
