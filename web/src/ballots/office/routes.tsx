import "../../i18n/late/office.ts";
import { lazy } from "react";
import { Route, Switch } from "wouter";
import { NotFound } from "../../app/App.tsx";

const OfficeList = lazy(() => import("./OfficeList.tsx"));
const OfficeBallot = lazy(() => import("./OfficeBallot.tsx"));

/** The screens of a member's office. Nothing here casts an answer: only the member does. */
export default function OfficeRoutes() {
  return (
    <Switch>
      <Route path="/ballots/office">
        <OfficeList />
      </Route>
      <Route path="/ballots/office/:ballot/:member">
        {({ ballot, member }) => <OfficeBallot key={`${ballot}:${member}`} ballot={ballot} member={member} />}
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
