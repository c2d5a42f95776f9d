/** The papers of an item, each a press away. */
import "../i18n/late/member.ts";
import { FileText } from "lucide-react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import type { Item } from "./types.ts";
import { paperText } from "./words.tsx";

export function ItemPapers({ item, onRead }: { item: Item; onRead: (version: string) => void }) {
  if (item.papers.length === 0) return null;
  return (
    <ul className="plain-list item-papers" aria-label={t("parts.papers")}>
      {item.papers.map((paper) => (
        <li key={paper.version}>
          <Button variant="quiet" icon={<FileText aria-hidden />} onPress={() => onRead(paper.version)}>
            {paperText(paper, item.papers)}
            {paper.number > 1 && ` · ${t("papers.number", { number: paper.number })}`}
          </Button>
        </li>
      ))}
    </ul>
  );
}
