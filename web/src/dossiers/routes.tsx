/** The screens under /dossiers: a drafter's own, the secretariat's check, one matter and its papers. */
import "../i18n/late/dossiers.ts";
import { Redirect, Route, Switch } from "wouter";
import { hasRole, useMe } from "../api/session.ts";
import { NotFound } from "../app/App.tsx";
import { CheckPage } from "./CheckPage.tsx";
import { MatterPage } from "./MatterPage.tsx";
import { MyMatters } from "./MyMatters.tsx";
import { NewMatter } from "./NewMatter.tsx";
import { Queue } from "./Queue.tsx";
import { ReadPage } from "./ReadPage.tsx";
import "./dossiers.css";

export default function DossierRoutes() {
  const me = useMe();
  const drafter = hasRole(me, "drafter");
  return (
    <Switch>
      <Route path="/dossiers">{drafter ? <MyMatters /> : <Redirect to="/dossiers/check" replace />}</Route>
      <Route path="/dossiers/new">{drafter ? <NewMatter /> : <NotFound />}</Route>
      <Route path="/dossiers/check">{hasRole(me, "secretariat") ? <Queue /> : <NotFound />}</Route>
      <Route path="/dossiers/:id/check">
        {({ id }) => (hasRole(me, "secretariat") ? <CheckPage key={id} id={id} /> : <NotFound />)}
      </Route>
      <Route path="/dossiers/:id/papers/:paper">{({ id, paper }) => <ReadPage key={id} id={id} paper={paper} />}</Route>
      <Route path="/dossiers/:id">{({ id }) => <MatterPage key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
