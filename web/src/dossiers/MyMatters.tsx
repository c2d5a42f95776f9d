/** A drafter's matters, by where they stand. */
import { FilePlus2 } from "lucide-react";
import { useState } from "react";
import { t } from "../i18n/index.ts";
import { LinkButton } from "../ui/Button.tsx";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Read } from "../ui/Status.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { useMatters } from "./calls.ts";
import { MatterList } from "./MatterList.tsx";
import { firstFilled } from "./rules.ts";
import type { MatterLine, State } from "./types.ts";
import { states } from "./words.ts";

const groups: { key: "mine" | "with_desk" | "deciding" | "done" | "all"; states: State[] }[] = [
  { key: "mine", states: ["draft", "returned"] },
  { key: "with_desk", states: ["submitted", "taken"] },
  { key: "deciding", states: ["deciding"] },
  { key: "done", states: ["decided", "archived"] },
  { key: "all", states },
];

export function MyMatters() {
  const matters = useMatters(states);
  const [chosen, choose] = useState("");
  const make = (
    <LinkButton href="/dossiers/new" variant="primary" icon={<FilePlus2 aria-hidden />}>
      {t("dossiers.new")}
    </LinkButton>
  );
  return (
    <Page title={t("nav.my_dossiers")} lead={t("dossiers.my_lead")} actions={make}>
      <Read of={matters}>
        {(list) => (
          <Tabs
            label={t("dossiers.by_state")}
            selected={chosen || firstFilled(groups, list.items)}
            onSelect={choose}
            parts={groups.map((part) => {
              const items = of(list.items, part.states);
              return {
                key: part.key,
                label: `${t(`dossiers.group_${part.key}`)} (${items.length})`,
                content: (
                  <MatterList
                    caption={t(`dossiers.group_${part.key}`)}
                    matters={items}
                    more={Boolean(list.next)}
                    href={(matter) => `/dossiers/${matter.id}`}
                    empty={
                      <EmptyState title={t(`dossiers.empty_${part.key}`)}>
                        {t(`dossiers.empty_${part.key}_lead`)}
                      </EmptyState>
                    }
                  />
                ),
              };
            })}
          />
        )}
      </Read>
    </Page>
  );
}

/** Those in these states, what was returned first: it waits for the drafter. */
function of(matters: MatterLine[], wanted: State[]): MatterLine[] {
  const some = matters.filter((matter) => wanted.includes(matter.state));
  return [...some.filter((m) => m.state === "returned"), ...some.filter((m) => m.state !== "returned")];
}
