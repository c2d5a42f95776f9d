/** The screens under /people: the administrator's, and a member's own office. */
import "../i18n/late/people.ts";
import type { ReactNode } from "react";
import { Route, Switch } from "wouter";
import { hasRole, type Role, useMe } from "../api/session.ts";
import { NotFound } from "../app/App.tsx";
import { Agencies } from "./Agencies.tsx";
import { BodySettings } from "./BodySettings.tsx";
import { Explain } from "./Explain.tsx";
import { Members } from "./Members.tsx";
import { MyOffice } from "./MyOffice.tsx";
import { PeopleList } from "./PeopleList.tsx";
import { PersonPage } from "./PersonPage.tsx";
import { Policies } from "./Policies.tsx";
import { Requests } from "./Requests.tsx";
import "./people.css";

export default function PeopleRoutes() {
  return (
    <Switch>
      <Route path="/people">
        <For roles={["administrator"]}>
          <PeopleList />
        </For>
      </Route>
      <Route path="/people/requests">
        <For roles={["administrator"]}>
          <Requests />
        </For>
      </Route>
      <Route path="/people/members">
        <Members />
      </Route>
      <Route path="/people/agencies">
        <For roles={["administrator"]}>
          <Agencies />
        </For>
      </Route>
      <Route path="/people/body">
        <For roles={["administrator"]}>
          <BodySettings />
        </For>
      </Route>
      <Route path="/people/policies">
        <For roles={["administrator", "auditor"]}>
          <Policies />
        </For>
      </Route>
      <Route path="/people/explain">
        <For roles={["administrator", "auditor"]}>
          <Explain />
        </For>
      </Route>
      <Route path="/people/office">
        <For roles={["member"]}>
          <MyOffice />
        </For>
      </Route>
      <Route path="/people/:id">
        {({ id }) => (
          <For roles={["administrator"]}>
            <PersonPage key={id} id={id} />
          </For>
        )}
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** A screen for some roles; to others it is not there. */
function For({ roles, children }: { roles: Role[]; children: ReactNode }) {
  return hasRole(useMe(), ...roles) ? children : <NotFound />;
}
