/** What is to be known of an item's papers besides their names: how far they are released, and copies on paper. */
import { BookOpenCheck } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { hasRole, useMe } from "../api/session.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { StateTag } from "../ui/Status.tsx";
import type { Item, Meeting, Mine } from "./types.ts";
import { paperText } from "./words.tsx";

const LedgerDialog = lazy(() => import("./prepare/LedgerDialog.tsx"));

export function PaperFacts({ meeting, item, mine }: { meeting: Meeting; item: Item; mine?: Mine | undefined }) {
  const desk = hasRole(useMe(), "secretariat");
  const [ledger, open] = useState(false);
  const held = item.papers.filter((paper) => paper.reach === "desk" || paper.reach === "members");
  const copies = mine?.copies.filter((copy) => copy.item === item.id) ?? [];
  if (item.class !== "placeholder" && held.length === 0) return null;
  return (
    <div className="small stack-tight">
      {item.class === "placeholder" && !item.closed && <p>{t("papers.secret_item")}</p>}
      {item.copies.length > 0 && (
        <p className="soft">
          {t("papers.ledger_count", {
            all: item.copies.length,
            back: item.copies.filter((one) => one.state === "returned").length,
            missing: item.copies.filter((one) => one.state === "missing").length,
          })}
        </p>
      )}
      {desk && item.class === "placeholder" && (
        <div>
          <Button icon={<BookOpenCheck aria-hidden />} onPress={() => open(true)}>
            {t("papers.ledger")}
          </Button>
        </div>
      )}
      {ledger && (
        <Suspense>
          <LedgerDialog meeting={meeting} item={item} onClose={() => open(false)} />
        </Suspense>
      )}
      {copies.map(({ id, number, state }) => (
        <p key={id}>
          {t(state === "out" ? "papers.mine" : state === "returned" ? "papers.mine_back" : "papers.mine_missing", {
            number,
          })}
        </p>
      ))}
      {held.map((paper) => (
        <p key={paper.document}>
          {paperText(paper, item.papers)}{" "}
          <StateTag tone={paper.reach === "desk" ? "warn" : "neutral"}>
            {t(paper.reach === "desk" ? "papers.held_desk" : "papers.held_members")}
          </StateTag>
        </p>
      ))}
    </div>
  );
}
