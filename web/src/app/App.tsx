/** What is shown: the way in, the first set-up, or a room inside the shell. */
import { QueryClientProvider } from "@tanstack/react-query";
import { Component, lazy, type ReactNode, Suspense, useEffect } from "react";
import { Redirect, useLocation } from "wouter";
import { Problem } from "../api/problem.ts";
import { queries } from "../api/query.ts";
import { type Me, useSession } from "../api/session.ts";
import { locale, t, useLanguage } from "../i18n/index.ts";
import { useLive } from "../live/hooks.ts";
import { socket } from "../live/store.ts";
import { LinkButton } from "../ui/Button.tsx";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Banner, errorText, Loading } from "../ui/Status.tsx";
import { UiProvider } from "../ui/UiProvider.tsx";
import { navigation, rooms } from "./rooms.ts";
import { Shell } from "./Shell.tsx";
import { useGate } from "./session.ts";

const SignIn = lazy(() => import("../signin/SignIn.tsx"));
const SetUp = lazy(() => import("../signin/SetUp.tsx"));
const Enroll = lazy(() => import("../signin/Enroll.tsx"));
const Account = lazy(() => import("../signin/Account.tsx"));
const Sessions = lazy(() => import("../signin/Sessions.tsx"));
const Projector = lazy(() => import("../projector/Projector.tsx"));
const Respond = lazy(() => import("../ballots/respond/Respond.tsx"));
const Gates = lazy(() => import("../signin/Gates.tsx"));

export function App() {
  useLanguage();
  return (
    <QueryClientProvider client={queries}>
      <UiProvider locale={locale()}>
        <Crash>
          <Suspense fallback={<Loading />}>
            <Way />
          </Suspense>
        </Crash>
      </UiProvider>
    </QueryClientProvider>
  );
}

/** Ways in that need no session stand before the question who this is. */
function Way() {
  const [path] = useLocation();
  if (path === "/setup") return <SetUp />;
  if (path === "/enroll") return <Enroll />;
  if (path === "/signin") return <SignIn />;
  if (path === "/projector") return <Projector />;
  if (path === "/respond") return <Respond />;
  return <Inside />;
}

function Inside() {
  const session = useSession();
  const gate = useGate((state) => state.open);
  // Whoever came by a link is nobody here; his page is the other one.
  if (session.error instanceof Problem && session.error.status === 403) return <Redirect to="/respond" replace />;
  if (session.error) {
    return (
      <Page title={t("app.name")} width="narrow">
        <Banner
          tone="bad"
          title={errorText(session.error)}
          action={
            <button type="button" className="button button-secondary" onClick={() => void session.refetch()}>
              {t("act.retry")}
            </button>
          }
        />
      </Page>
    );
  }
  if (session.data === undefined) return <Loading />;
  if (session.data === null) return <SignIn />;
  return (
    <>
      <Shell me={session.data}>
        <Suspense fallback={<Loading />}>
          <Crash key={session.data.person.id}>
            <Room me={session.data} />
          </Crash>
        </Suspense>
      </Shell>
      {gate && (
        <Suspense>
          <Gates />
        </Suspense>
      )}
    </>
  );
}

function Room({ me }: { me: Me }) {
  const [path] = useLocation();
  useLive("body");
  useLive(`user:${me.person.id}`);
  useEffect(() => {
    socket.start();
    const hurry = () => document.visibilityState === "visible" && socket.hurry();
    addEventListener("online", hurry);
    document.addEventListener("visibilitychange", hurry);
    return () => {
      removeEventListener("online", hurry);
      document.removeEventListener("visibilitychange", hurry);
    };
  }, []);
  // A new screen begins at its top; keyboard and screen reader begin there too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what changed
  useEffect(() => {
    scrollTo(0, 0);
  }, [path]);

  const name = path.split("/")[1] ?? "";
  if (name === "") return <FirstPage me={me} />;
  if (name === "sessions") return <Sessions />;
  if (name === "account") return <Account />;
  const Screens = rooms[name];
  return Screens ? <Screens /> : <NotFound />;
}

function FirstPage({ me }: { me: Me }) {
  const first = navigation(me)[0];
  if (first) return <Redirect to={first.href} replace />;
  return (
    <Page title={t("app.name")} width="narrow">
      <EmptyState title={t("app.empty_home")}>{t("app.empty_home_lead")}</EmptyState>
    </Page>
  );
}

/** Also what a room shows for a path that it does not know. */
export function NotFound() {
  return (
    <Page title={t("app.not_found")} lead={t("app.not_found_lead")} width="narrow">
      <div>
        <LinkButton href="/" variant="primary">
          {t("app.back_home")}
        </LinkButton>
      </div>
    </Page>
  );
}

/** Keeps a screen that fails from taking the others with it. */
class Crash extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Page title={t("app.crashed")} lead={t("app.crashed_lead")} width="narrow">
        <div>
          <button type="button" className="button button-primary" onClick={() => location.reload()}>
            {t("app.reload")}
          </button>
        </div>
      </Page>
    );
  }
}
