import { Route, Switch } from "wouter";
import { NotFound } from "../app/App.tsx";
import { Today } from "./Today.tsx";

export default function HomeRoutes() {
  return (
    <Switch>
      <Route path="/home">
        <Today />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
