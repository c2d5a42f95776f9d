/** What Today shows besides the ballots; it comes after the page. */
import Invitations from "../meetings/invite/Cards.tsx";
import Tasks from "./Tasks.tsx";

export default function Later() {
  return (
    <>
      <Invitations decides />
      <Tasks />
    </>
  );
}
