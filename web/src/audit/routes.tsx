/** The screens under /audit: the audit file for the auditor, and the journal. */
import "../i18n/late/audit.ts";
import { Route, Switch } from "wouter";
import { hasRole, useMe } from "../api/session.ts";
import { NotFound } from "../app/App.tsx";
import { AuditFile } from "./AuditFile.tsx";
import { Journal } from "./Journal.tsx";
import "./audit.css";

export default function AuditRoutes() {
  const me = useMe();
  return (
    <Switch>
      {hasRole(me, "auditor") && (
        <Route path="/audit">
          <AuditFile />
        </Route>
      )}
      {hasRole(me, "auditor", "administrator") && (
        <Route path="/audit/journal">
          <Journal />
        </Route>
      )}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
