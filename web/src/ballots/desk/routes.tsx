/** The desk of the secretariat: all ballots, writing one, conducting one, its result and its printed form. */
import "../../i18n/late/consult.ts";
import "../../i18n/late/desk.ts";
import { lazy } from "react";
import { Route, Switch } from "wouter";
import { NotFound } from "../../app/App.tsx";
import { DeskList } from "./List.tsx";

const Write = lazy(() => import("./write/Write.tsx"));
const Control = lazy(() => import("./control/Control.tsx"));
const Respondents = lazy(() => import("../respondents/Screen.tsx"));
const Letters = lazy(() => import("../respondents/letters/Screen.tsx"));
const ResultScreen = lazy(() => import("../result/ResultScreen.tsx"));
const PrintScreen = lazy(() => import("../result/PrintScreen.tsx"));

export default function DeskRoutes() {
  return (
    <Switch>
      <Route path="/ballots/desk">
        <DeskList />
      </Route>
      <Route path="/ballots/desk/:id/edit">{({ id }) => <Write key={id} id={id} />}</Route>
      <Route path="/ballots/desk/:id/respondents">{({ id }) => <Respondents key={id} id={id} />}</Route>
      <Route path="/ballots/desk/:id/letters">{({ id }) => <Letters key={id} id={id} />}</Route>
      <Route path="/ballots/desk/:id/result">{({ id }) => <ResultScreen key={id} id={id} />}</Route>
      <Route path="/ballots/desk/:id/print">{({ id }) => <PrintScreen key={id} id={id} />}</Route>
      <Route path="/ballots/desk/:id">{({ id }) => <Control key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}
