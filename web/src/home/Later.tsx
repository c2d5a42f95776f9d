/** What Today shows besides the ballots; it comes after the page. */
import Returning from "../meetings/deeds/Returning.tsx";
import Invitations from "../meetings/invite/Cards.tsx";
import Notices from "../meetings/Notices.tsx";
import Tasks from "./Tasks.tsx";

export default function Later() {
  return (
    <>
      <Invitations decides />
      <Notices />
      <Returning />
      <Tasks />
    </>
  );
}
