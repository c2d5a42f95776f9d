import { Redirect, Route, Switch } from "wouter";
import { hasRole, useMe } from "../api/session.ts";
import { NotFound } from "../app/App.tsx";
import { Today } from "./Today.tsx";

/** Whoever is no member begins elsewhere. */
function MembersOnly() {
  return hasRole(useMe(), "member") ? <Today /> : <Redirect to="/" replace />;
}

export default function HomeRoutes() {
  return (
    <Switch>
      <Route path="/home">
        <MembersOnly />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
