/** What Today shows besides the ballots; it comes after the page. */

import { hasRole, useMe } from "../api/session.ts";
import Returning from "../meetings/deeds/Returning.tsx";
import Invitations from "../meetings/invite/Cards.tsx";
import Notices from "../meetings/Notices.tsx";
import Approvals from "./Approvals.tsx";
import Tasks from "./Tasks.tsx";
import Undecided from "./Undecided.tsx";

export default function Later() {
  const me = useMe();
  return (
    <>
      {hasRole(me, "member") && <Undecided />}
      {hasRole(me, "approver") && <Approvals />}
      <Invitations decides />
      <Notices />
      <Returning />
      <Tasks />
    </>
  );
}
