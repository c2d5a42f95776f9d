/** What waits for the approver, and one ballot as members will see it. */
import "../../i18n/late/desk.ts";
import { lazy } from "react";
import { Route, Switch } from "wouter";
import { NotFound } from "../../app/App.tsx";
import { Approvals } from "./Approvals.tsx";

const Approve = lazy(() => import("./Approve.tsx"));

export default function ApprovalRoutes() {
  return (
    <Switch>
      <Route path="/ballots/approvals">
        <Approvals />
      </Route>
      <Route path="/ballots/approvals/:id">{({ id }) => <Approve key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
