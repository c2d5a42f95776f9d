/**
 * The way in of a respondent without an account (/respond#secret): says who asks, what
 * about and until when, and exchanges the secret only when it is pressed: whatever looks
 * at links in mails would use it up otherwise. Then the ballot's own page, and no other.
 */
import "../../i18n/late/consult.ts";
import "../../i18n/late/member.ts";
import { LogOut } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { newKey, request, setGates } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import { queries } from "../../api/query.ts";
import { type Me, meKey } from "../../api/session.ts";
import type { Schema } from "../../api/types.ts";
import { LanguageMenu } from "../../app/Shell.tsx";
import { startGates } from "../../app/session.ts";
import { formatDateTime, formatDeadline, setTimeZone } from "../../i18n/format.ts";
import { pick, t } from "../../i18n/index.ts";
import { measure } from "../../live/clock.ts";
import { Frame } from "../../signin/Frame.tsx";
import { Button, LinkButton } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { LiveRegion } from "../../ui/Live.tsx";
import { DefinitionList } from "../../ui/Page.tsx";
import { Banner, errorText, Loading } from "../../ui/Status.tsx";
import BallotScreen from "../member/BallotScreen.tsx";

type Look = Schema<"LinkLookView">;
type Self = Schema<"AskedSelfView">;

/** Calls here open no sign-in: nobody here has an account. */
const bare = { bare: true };

type Stand =
  | { at: "looking" }
  | { at: "link"; key: Key; look: Look }
  | { at: "in"; self: Self }
  | { at: "out"; why: "no_link" | "ended" }
  | { at: "failed"; error: unknown };

/** The secret of a link, and this browser's own: with it a lost reply can be asked for again. */
interface Key {
  secret: string;
  nonce: string;
  /** It was used here; whether that came to anything may not be known. */
  pressed?: boolean;
}

/**
 * The secret of the link in the address, taken off the address bar at once. It stays with
 * the entry of the history, so that a page loaded anew before the press still has it.
 */
function takeKey(): Key | null {
  if (location.hash.length > 1) {
    keep({ secret: location.hash.slice(1), nonce: newKey() });
  }
  const kept = history.state as Partial<Key> | null;
  return kept?.secret && kept.nonce ? { secret: kept.secret, nonce: kept.nonce, pressed: kept.pressed } : null;
}

function keep(key: Key): void {
  history.replaceState(key, "", location.pathname);
}

async function enter({ secret, nonce }: Key): Promise<void> {
  keep({ secret, nonce, pressed: true });
  await request("POST", "/api/respond", { secret, nonce }, bare);
  dropSecret();
  queries.clear();
}

/** Whether this browser has used the link and has not heard of it. */
async function entersAgain(key: Key): Promise<boolean> {
  try {
    await enter(key);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === "respondent.link_used") return false;
    throw error;
  }
}

function dropSecret(): void {
  history.replaceState(null, "", location.pathname);
}

/** Takes over the body's clock and zone. */
function tuned<T extends { zone: string; now: string }>(view: T, asked: number): T {
  measure(view.now, Date.now() - asked);
  setTimeZone(view.zone);
  return view;
}

async function whoIsIn(): Promise<Self | null> {
  try {
    const asked = Date.now();
    return tuned(await request<Self>("GET", "/api/respondent", undefined, bare), asked);
  } catch (error) {
    if (error instanceof Problem && [401, 403, 404].includes(error.status)) return null;
    throw error;
  }
}

export default function Respond() {
  const [stand, setStand] = useState<Stand>({ at: "looking" });

  const begin = useCallback(async () => {
    const key = takeKey();
    try {
      if (!key) {
        const self = await whoIsIn();
        return setStand(self ? { at: "in", self } : { at: "out", why: "no_link" });
      }
      const asked = Date.now();
      const look = tuned(await request<Look>("POST", "/api/respond/look", { secret: key.secret }, bare), asked);
      const inside = look.ballot !== "" || (look.used && key.pressed && (await entersAgain(key)));
      const self = inside ? await whoIsIn() : null;
      if (self || look.used) dropSecret();
      setStand(self ? { at: "in", self } : { at: "link", key, look });
    } catch (error) {
      setStand({ at: "failed", error });
    }
  }, []);
  useEffect(() => {
    void begin();
    // Another link put into the same window changes what stands after the # sign alone.
    const anew = () => location.hash.length > 1 && void begin();
    addEventListener("hashchange", anew);
    return () => removeEventListener("hashchange", anew);
  }, [begin]);

  if (stand.at === "in") return <Inside self={stand.self} onEnded={() => setStand({ at: "out", why: "ended" })} />;
  if (stand.at === "link") return <Invitation own={stand.key} look={stand.look} onIn={begin} />;
  return (
    <Frame title={t(stand.at === "out" ? `respond.${stand.why}` : "respond.title")}>
      {stand.at === "looking" && <Loading />}
      {stand.at === "failed" && (
        <Banner
          tone="warn"
          title={errorText(stand.error)}
          action={!(stand.error instanceof Problem) && <Button onPress={() => void begin()}>{t("act.retry")}</Button>}
        />
      )}
      {stand.at === "out" && (
        <>
          <p>{t(`respond.${stand.why}_lead`)}</p>
          {stand.why === "no_link" && (
            <div>
              <LinkButton href="/signin">{t("respond.to_sign_in")}</LinkButton>
            </div>
          )}
        </>
      )}
    </Frame>
  );
}

function Invitation({ own, look, onIn }: { own: Key; look: Look; onIn: () => Promise<void> }) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const open = async () => {
    setPending(true);
    setError(null);
    try {
      await enter(own);
      await onIn();
    } catch (problem) {
      setError(problem);
    }
    setPending(false);
  };
  const body = pick(look.body.vi, look.body.en);
  const lead = t("respond.lead", { body, name: look.respondent });
  if (look.used) {
    return (
      <Frame title={t("respond.used")} lead={lead}>
        <Facts look={look} />
        <Banner tone="warn">{t("respond.used_lead", { address: `${location.host}/respond` })}</Banner>
      </Frame>
    );
  }
  return (
    <Frame title={t("respond.title")} lead={lead}>
      <Facts look={look} />
      {look.over && <Banner tone="warn" title={t("respond.over")} />}
      {look.signed_in && (
        <Banner tone="warn" title={t(look.signed_in === "link" ? "respond.other_link" : "respond.account")}>
          {t(look.signed_in === "link" ? "respond.other_link_lead" : "respond.account_lead")}
        </Banner>
      )}
      {error !== null && <Banner tone="bad" title={errorText(error)} />}
      <div className="stack-tight">
        <p>{t("respond.once")}</p>
        <p className="soft">{t("respond.own_device")}</p>
      </div>
      <Button variant="primary" wide pending={pending && t("respond.opening")} onPress={() => void open()}>
        {t("respond.open")}
      </Button>
    </Frame>
  );
}

function Facts({ look }: { look: Look }) {
  return (
    <DefinitionList
      items={[
        [t("respond.about"), look.title],
        [t("respond.asks"), look.lead],
        [
          t("respond.until"),
          <span key="until" className="number">
            {formatDeadline(look.deadline_at)}
          </span>,
        ],
      ]}
    />
  );
}

/** Who is in, in the words of the screens: one person with one role, who signs by the link itself. */
function meOf(self: Self): Me {
  return {
    person: { id: "", full_name: self.respondent, honorific: "", email: "", language: "vi", rev: 0 },
    body: { id: "", name_vi: self.body.vi, name_en: self.body.en, zone: "", settings: {} },
    bodies: [],
    roles: ["link"],
    posts: [],
    offices: [],
    agencies: [],
    session: { id: "", signing_until: self.until, valid_until: self.until, now: "" },
  };
}

/** The ballot's page under a head of its own: there is nowhere else to go. */
function Inside({ self, onEnded }: { self: Self; onEnded: () => void }) {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    queries.setQueryData(meKey, meOf(self));
    setGates({
      signIn: () => {
        onEnded();
        return Promise.resolve(false);
      },
      signingWindow: () => Promise.resolve(false),
      signingOpen: () => true,
    });
    setReady(true);
    return () => {
      startGates();
      queries.removeQueries({ queryKey: meKey });
    };
  }, [self, onEnded]);
  return (
    <Head self={self} onLeft={onEnded}>
      {ready ? <BallotScreen id={self.ballot} /> : <Loading />}
    </Head>
  );
}

function Head({ self, onLeft, children }: { self: Self; onLeft: () => void; children: ReactNode }) {
  const [leaving, setLeaving] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const leave = async () => {
    setPending(true);
    try {
      await request("DELETE", "/api/session", undefined, bare);
      queries.clear();
      onLeft();
    } catch (problem) {
      setError(problem);
      setPending(false);
    }
  };
  return (
    <div className="shell">
      <a href="#main" className="skip-link">
        {t("app.skip")}
      </a>
      <header className="shell-header">
        <strong className="shell-body">{pick(self.body.vi, self.body.en)}</strong>
        <div className="shell-person">
          <div className="shell-name">
            <strong>{self.respondent}</strong>
            <span className="small soft number">{t("respond.stays", { time: formatDateTime(self.until) })}</span>
          </div>
          <LanguageMenu />
          <Button
            variant="quiet"
            icon={<LogOut aria-hidden />}
            aria-label={t("respond.leave")}
            onPress={() => setLeaving(true)}
          />
        </div>
      </header>
      <main id="main" className="shell-main" tabIndex={-1}>
        {children}
      </main>
      <LiveRegion />
      {leaving && (
        <Dialog
          isOpen
          alert
          title={t("respond.leave_title")}
          onClose={() => setLeaving(false)}
          actions={
            <>
              <Button onPress={() => setLeaving(false)}>{t("act.cancel")}</Button>
              <Button variant="danger" pending={pending && t("state.sending")} onPress={() => void leave()}>
                {t("respond.leave")}
              </Button>
            </>
          }
        >
          {error !== null && <Banner tone="bad" title={errorText(error)} />}
          <p>{t("respond.leave_lead")}</p>
        </Dialog>
      )}
    </div>
  );
}
