/** What waits for the secretariat's check, and what has been checked. */
import { useState } from "react";
import { t } from "../i18n/index.ts";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Read } from "../ui/Status.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { useMatters } from "./calls.ts";
import { MatterList } from "./MatterList.tsx";
import { firstFilled } from "./rules.ts";
import type { MatterLine, State } from "./types.ts";
import { states } from "./words.ts";

const groups: { key: "to_check" | "taken" | "back" | "deciding" | "done"; states: State[] }[] = [
  { key: "to_check", states: ["submitted"] },
  { key: "taken", states: ["taken"] },
  { key: "back", states: ["returned"] },
  { key: "deciding", states: ["deciding"] },
  { key: "done", states: ["decided", "archived"] },
];

export function Queue() {
  const matters = useMatters(states.filter((state) => state !== "draft"));
  const [chosen, choose] = useState("");
  return (
    <Page title={t("nav.check")} lead={t("dossiers.check_lead")}>
      <Read of={matters}>
        {(list) => (
          <Tabs
            label={t("dossiers.by_state")}
            selected={chosen || firstFilled(groups, list.items)}
            onSelect={choose}
            parts={groups.map((part) => {
              const items = list.items.filter((matter) => part.states.includes(matter.state));
              return {
                key: part.key,
                label: `${t(`dossiers.group_${part.key}`)} (${items.length})`,
                content: (
                  <MatterList
                    caption={t(`dossiers.group_${part.key}`)}
                    matters={part.key === "to_check" ? oldestFirst(items) : items}
                    more={Boolean(list.next)}
                    href={(matter) => (checked(matter) ? `/dossiers/${matter.id}` : `/dossiers/${matter.id}/check`)}
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

const checked = (matter: MatterLine) => matter.state !== "submitted" && matter.state !== "taken";

/** Who came first is checked first. */
function oldestFirst(matters: MatterLine[]): MatterLine[] {
  return [...matters].sort((a, b) => a.changed_at.localeCompare(b.changed_at));
}
