/** The screens under /meetings. */
import "../i18n/late/meetings.ts";
import { lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { hasRole, useMe } from "../api/session.ts";
import { NotFound } from "../app/App.tsx";
import { Loading } from "../ui/Status.tsx";
import { MeetingForm } from "./MeetingForm.tsx";
import { MeetingList } from "./MeetingList.tsx";
import { MeetingScreen } from "./MeetingScreen.tsx";
import "./meetings.css";

const DeedScreen = lazy(() => import("./deeds/DeedScreen.tsx"));
const deedKinds = ["minutes", "notice", "resolution"] as const;

const Guests = lazy(() => import("./invite/Guests.tsx").then(({ Guests }) => ({ default: Guests })));

export default function MeetingRoutes() {
  const desk = hasRole(useMe(), "secretariat");
  return (
    <Switch>
      <Route path="/meetings">
        <MeetingList />
      </Route>
      <Route path="/meetings/new">{desk ? <MeetingForm /> : <NotFound />}</Route>
      <Route path="/meetings/:id/guests">
        {({ id }) => (
          <Suspense fallback={<Loading />}>
            <Guests key={id} id={id} />
          </Suspense>
        )}
      </Route>
      <Route path="/meetings/:id/agenda">{({ id }) => <MeetingScreen key={id} id={id} prepares />}</Route>
      {deedKinds.map((kind) => (
        <Route key={kind} path={`/meetings/:id/${kind}`}>
          {({ id = "" }) => (
            <Suspense fallback={<Loading />}>
              <DeedScreen key={id} meeting={id} kind={kind} />
            </Suspense>
          )}
        </Route>
      ))}
      <Route path="/meetings/:id">{({ id }) => <MeetingScreen key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
