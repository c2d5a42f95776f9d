/** The screens under /summaries. */
import "../i18n/late/summaries.ts";
import { lazy } from "react";
import { Route, Switch } from "wouter";
import { hasRole, useMe } from "../api/session.ts";
import { NotFound } from "../app/App.tsx";
import { AssistPage } from "./AssistPage.tsx";
import { ReviewPage } from "./ReviewPage.tsx";
import { SynthesisList } from "./SynthesisList.tsx";
import { TablePage } from "./TablePage.tsx";
import "./summaries.css";

const TableList = lazy(() => import("./TableList.tsx"));
const VersionsPage = lazy(() => import("./VersionsPage.tsx"));

export default function SummaryRoutes() {
  const me = useMe();
  return (
    <Switch>
      {hasRole(me, "administrator") && (
        <Route path="/summaries/assist">
          <AssistPage />
        </Route>
      )}
      <Route path="/summaries">
        <SynthesisList />
      </Route>
      <Route path="/summaries/tables">
        <TableList />
      </Route>
      <Route path="/summaries/:id/table">{({ id }) => <TablePage key={id} id={id} />}</Route>
      <Route path="/summaries/:id/versions">{({ id }) => <VersionsPage key={id} id={id} />}</Route>
      <Route path="/summaries/:id">{({ id }) => <ReviewPage key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
