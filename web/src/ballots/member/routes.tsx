import { lazy } from "react";
import { Redirect, Route, Switch } from "wouter";
import { NotFound } from "../../app/App.tsx";

const BallotScreen = lazy(() => import("./BallotScreen.tsx"));
const History = lazy(() => import("./History.tsx"));

/** The screens of a member. */
export default function MemberRoutes() {
  return (
    <Switch>
      <Route path="/ballots">
        <Redirect to="/" replace />
      </Route>
      <Route path="/ballots/mine">
        <Redirect to="/home" replace />
      </Route>
      <Route path="/ballots/history">
        <History />
      </Route>
      <Route path="/ballots/:id">{({ id }) => <BallotScreen key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
