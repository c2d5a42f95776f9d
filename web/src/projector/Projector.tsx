/**
 * A screen in the room: nobody is signed in. It has a code on until somebody says which
 * session it shows; then it follows that session by itself, in large letters.
 */
import { MonitorSmartphone, WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { request } from "../api/client.ts";
import { Problem } from "../api/problem.ts";
import { useThing } from "../api/query.ts";
import "../i18n/late/meetings.ts";
import "../i18n/late/screen.ts";
import { formatDate, formatTime, formatWeekday } from "../i18n/format.ts";
import { pick, t, tMaybe } from "../i18n/index.ts";
import { serverNow, useNow } from "../live/clock.ts";
import { useLive, useSignal } from "../live/hooks.ts";
import { socket, useConnection } from "../live/store.ts";
import { clockText } from "../meetings/words.tsx";
import { Qr } from "../signin/Qr.tsx";
import { Button } from "../ui/Button.tsx";
import { useTitle } from "../ui/Page.tsx";
import { Loading } from "../ui/Status.tsx";
import { Result, SeatGrid, VoteOpen } from "./Parts.tsx";
import { Slide } from "./Slide.tsx";
import { type Presented, paperOf, type Screen, showing } from "./showing.ts";
import "./projector.css";

const lookAgain = 2000;
/** A code is good for a quarter of an hour; the next is asked for before. */
const codeLasts = 14 * 60_000;

type Stand =
  | { at: "looking" }
  | { at: "person" }
  | { at: "code"; code: string; asked: number }
  | { at: "on"; meeting: string };

export default function Projector() {
  const [stand, setStand] = useState<Stand>({ at: "looking" });
  const gone = useConnection((connection) => connection.state === "off");
  useTitle(t("screen.title"));

  // What it shows is asked for until somebody has said so.
  useEffect(() => {
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        if (stand.at === "looking" && location.hash === "#demo") {
          await request("POST", "/api/demo/screen", undefined, { bare: true });
          history.replaceState(null, "", location.pathname);
        }
        const view = await request<Screen>("GET", "/api/screen", undefined, { bare: true });
        if (!left) setStand({ at: "on", meeting: view.meeting });
        return;
      } catch (error) {
        if (left) return;
        const status = error instanceof Problem ? error.status : 0;
        if (stand.at === "looking" && status === 401) return void ask();
        if (stand.at === "looking" && (status === 403 || status === 404)) return setStand({ at: "person" });
        if (stand.at === "code" && Date.now() - stand.asked > codeLasts) return void ask();
      }
      timer = setTimeout(() => void look(), lookAgain);
    };
    const ask = async () => {
      try {
        const next = await request<{ code: string }>("POST", "/api/screen", undefined, { bare: true });
        if (!left) setStand({ at: "code", code: next.code, asked: Date.now() });
      } catch {
        timer = setTimeout(() => void look(), lookAgain);
      }
    };
    if (stand.at === "looking" || stand.at === "code") void look();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [stand]);

  // Taken off: back to a code.
  useEffect(() => {
    if (gone && stand.at === "on") setStand({ at: "looking" });
  }, [gone, stand.at]);

  const become = async () => {
    const next = await request<{ code: string }>("POST", "/api/screen", undefined, { bare: true });
    setStand({ at: "code", code: next.code, asked: Date.now() });
  };
  if (stand.at === "on") return <Following key={stand.meeting} meeting={stand.meeting} />;
  return (
    <main className="screen screen-middle">
      <MonitorSmartphone aria-hidden size={64} />
      <h1>{t("screen.title")}</h1>
      {stand.at === "looking" && <Loading />}
      {stand.at === "person" && (
        <>
          <p>{t("screen.person")}</p>
          <Button variant="primary" onPress={() => void become()}>
            {t("screen.become")}
          </Button>
        </>
      )}
      {stand.at === "code" && (
        <>
          <p>{t("screen.code_lead")}</p>
          <p className="screen-code" aria-live="polite">
            {spaced(stand.code)}
          </p>
        </>
      )}
    </main>
  );
}

/** "7KQM 4XPA" */
function spaced(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

function Following({ meeting }: { meeting: string }) {
  useEffect(() => {
    useConnection.setState({ state: "connecting", since: 0 });
    socket.start();
  }, []);
  useLive(`meeting:${meeting}`);
  const { data } = useThing<Screen>(`screen/${meeting}`, "/api/screen");
  const presented = useSignal<Presented>(`presented/${meeting}:${data?.item?.id ?? ""}`);
  const lost = useConnection((connection) => (connection.state === "lost" ? connection.since : 0));
  if (!data) return <Loading />;
  const show = showing(data, presented);
  const paper = paperOf(data, presented);
  return (
    <main className="screen">
      <header className="screen-head">
        <p className="screen-session">{data.title}</p>
        {data.quorum && (
          <p className={data.quorum.met ? "screen-quorum" : "screen-quorum screen-quorum-not"}>
            {pick(data.quorum.sentence.vi, data.quorum.sentence.en)}
          </p>
        )}
        <WallClock />
      </header>
      <section className="screen-main">
        {show === "item" && data.item && <ItemHead item={data.item} />}
        {show === "page" && paper && presented && (
          <Slide
            src={`/api/meetings/${meeting}/presented/${paper.version}`}
            page={presented.page}
            title={tMaybe(`meetings.paper_${paper.kind}`, paper.title)}
          />
        )}
        {show === "item" && data.item && <p className="screen-step">{tMaybe(`meetings.step_${data.item.step}`, "")}</p>}
        {show === "vote" && data.vote && <VoteOpen vote={data.vote} />}
        {show === "result" && data.vote && <Result vote={data.vote} />}
        {show === "seats" && <SeatGrid seats={data.seats} />}
        {show === "check_in" && <ScanToCheckIn view={data} />}
        {show === "break" && <h1 className="screen-large">{t("meetings.paused")}</h1>}
        {show === "over" && <h1 className="screen-large">{t("screen.over")}</h1>}
        {show === "blank" && <h1 className="screen-large">{data.title}</h1>}
      </section>
      <footer className="screen-foot">
        {(show === "page" || show === "vote" || show === "result" || show === "seats") && data.item && (
          <p className="screen-running">
            <span className="number">{data.item.number}.</span> {data.item.title}
          </p>
        )}
        {data.speaker && show !== "over" && show !== "break" && (
          <p className="screen-speaker">
            <span>
              <strong>{data.speaker.name}</strong>
              {data.speaker.post && <span className="screen-post">{data.speaker.post}</span>}
            </span>
            <Ticking since={data.speaker.since} usedMs={data.speaker.used_ms} limitMs={data.speaker.limit_ms} />
          </p>
        )}
        {data.waiting > 0 && <p className="screen-post">{t("screen.waiting", { count: data.waiting })}</p>}
        {lost > 0 && (
          <p className="screen-lost" role="status">
            <WifiOff aria-hidden size={28} /> {t("screen.lost", { time: formatTime(lost) })}
          </p>
        )}
      </footer>
    </main>
  );
}

function WallClock() {
  const now = useNow(1000);
  return <p className="screen-time number">{formatTime(now)}</p>;
}

function ItemHead({ item }: { item: NonNullable<Screen["item"]> }) {
  return (
    <div className="screen-item-large">
      <h1>
        <span className="number">{item.number}.</span> {item.title}
      </h1>
      <p className="screen-facts">
        {item.lead && <span>{item.lead}</span>}
        {item.clock && <Ticking since={item.clock.since} usedMs={item.clock.used_ms} limitMs={item.minutes * 60_000} />}
      </p>
    </div>
  );
}

function Ticking({ since, usedMs, limitMs }: { since: string | null; usedMs: number; limitMs: number }) {
  const now = useNow(1000);
  const spent = usedMs + (since ? Math.max(0, now - Date.parse(since)) : 0);
  return (
    <span className={limitMs > 0 && spent > limitMs ? "screen-ticks number screen-over" : "screen-ticks number"}>
      {clockText(spent)}
      {limitMs > 0 && <span className="screen-post">/ {clockText(limitMs)}</span>}
    </span>
  );
}

/** The code to check in with, which turns; who scans it is checked in. */
function ScanToCheckIn({ view }: { view: Screen }) {
  const [shown, setShown] = useState<{ code: string; until: string } | null>(null);
  useEffect(() => {
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = async () => {
      let wait = 3000;
      try {
        const got = await request<{ code: string; until: string }>(
          "GET",
          `/api/meetings/${view.meeting}/check-in-code`,
          undefined,
          {
            bare: true,
          },
        );
        if (!left) setShown(got);
        wait = Math.max(500, Date.parse(got.until) - serverNow() + 300);
      } catch {
        // The next try follows.
      }
      if (!left) timer = setTimeout(() => void next(), Math.min(wait, 31_000));
    };
    void next();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [view.meeting]);
  return (
    <div className="screen-scan">
      <div className="screen-scan-words">
        <h1>{view.title}</h1>
        <p className="screen-facts">
          {formatWeekday(view.starts_at)}, {formatDate(view.starts_at)}, {formatTime(view.starts_at)} · {view.place}
        </p>
        {view.mode !== "online" && (
          <ol>
            <li>{t("screen.scan_1")}</li>
            <li>{t("screen.scan_2")}</li>
          </ol>
        )}
      </div>
      {view.mode !== "online" && shown && (
        <div className="screen-scan-code">
          <Qr text={`${location.origin}/meetings/${view.meeting}#code=${shown.code}`} label={t("screen.scan_label")} />
          <p className="screen-code screen-code-small">{spaced(shown.code)}</p>
        </div>
      )}
    </div>
  );
}
