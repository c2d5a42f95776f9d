/** The rules of the body: profiles by which ballots and sessions are counted, and the calendar of working days. */
import "../i18n/late/audit.ts";
import { Redirect, Route, Switch } from "wouter";
import { NotFound } from "../app/App.tsx";
import { formatDate } from "../i18n/format.ts";
import { serverNow } from "../live/clock.ts";
import { CalendarPage } from "./CalendarPage.tsx";
import { ProfilePage } from "./ProfilePage.tsx";
import { ProfilesPage } from "./ProfilesPage.tsx";
import "./rules.css";

export default function Rules() {
  return (
    <Switch>
      <Route path="/rules">
        <Redirect to="/rules/profiles" replace />
      </Route>
      <Route path="/rules/profiles">
        <ProfilesPage />
      </Route>
      <Route path="/rules/profiles/:id">{({ id }) => <ProfilePage key={id} id={id} />}</Route>
      <Route path="/rules/calendar">
        <CalendarPage year={thisYear()} />
      </Route>
      <Route path="/rules/calendar/:year">
        {({ year }) => (/^\d{4}$/.test(year) ? <CalendarPage key={year} year={Number(year)} /> : <NotFound />)}
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** The year that it is for the body. */
function thisYear(): number {
  return Number(formatDate(serverNow()).slice(-4));
}
