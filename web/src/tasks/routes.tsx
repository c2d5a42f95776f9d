/** The screens under /tasks. */
import "../i18n/late/tasks.ts";
import { Route, Switch } from "wouter";
import { hasRole, useMe } from "../api/session.ts";
import { NotFound } from "../app/App.tsx";
import { NewTask } from "./NewTask.tsx";
import { Overview } from "./Overview.tsx";
import { TaskList } from "./TaskList.tsx";
import { TaskPage } from "./TaskPage.tsx";
import "./tasks.css";

export default function TaskRoutes() {
  const me = useMe();
  return (
    <Switch>
      <Route path="/tasks">
        <TaskList />
      </Route>
      <Route path="/tasks/overview">
        <Overview />
      </Route>
      <Route path="/tasks/new">
        {hasRole(me, "secretariat") || hasRole(me, "member") ? <NewTask /> : <NotFound />}
      </Route>
      <Route path="/tasks/:id">{({ id }) => <TaskPage key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
