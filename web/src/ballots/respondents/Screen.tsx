/** Who is asked in a consultation: the list while it is written, then links, letters and who has answered. */
import "../../i18n/late/consult.ts";
import "../../i18n/late/desk.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { t } from "../../i18n/index.ts";
import { Read } from "../../ui/Status.tsx";
import { useBallot, useMatrix } from "../desk/ballot.ts";
import { Listing } from "./Listing.tsx";
import { useRespondents } from "./respondents.ts";
import { Standing } from "./Standing.tsx";
import "./respondents.css";

export default function RespondentsScreen({ id }: { id: string }) {
  const ballot = useBallot(id);
  const desk = hasRole(useMe(), "secretariat");
  const matrix = useMatrix(id, desk);
  const list = useRespondents(id, matrix.data?.rev);
  return (
    <Read of={ballot}>
      {(ballot) => (
        <Read of={list}>
          {(list) =>
            ballot.state === "draft" && desk ? (
              <Listing key={ballot.id} ballot={ballot} list={list} />
            ) : (
              <Standing ballot={ballot} list={list} matrix={matrix.data} desk={desk} />
            )
          }
        </Read>
      )}
    </Read>
  );
}

/** Where a consultation is conducted, or written. */
export function backOf(ballot: { id: string; state: string }): { href: string; label: string } {
  const edit = ballot.state === "draft" ? "/edit" : "";
  return { href: `/ballots/desk/${ballot.id}${edit}`, label: t("consult.back") };
}
