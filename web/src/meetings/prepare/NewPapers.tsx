/** The dossier has papers or versions that the item does not show yet: one press takes them over. */
import { FileUp } from "lucide-react";
import { Problem } from "../../api/problem.ts";
import { useThing } from "../../api/query.ts";
import type { Schema } from "../../api/types.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { announce } from "../../ui/Live.tsx";
import { Banner, ErrorSummary } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Agenda, Item, ItemData, Meeting } from "../types.ts";
import { dataOf } from "./ItemDialog.tsx";

export function NewPapers({ meeting, item }: { meeting: Meeting; item: Item }) {
  const over = item.stage === "done" || item.stage === "withdrawn";
  const matter = useThing<Schema<"MatterView">>(`matter/${item.matter}`, `/api/matters/${item.matter}`, {
    enabled: item.matter !== "" && !over,
  });
  // The item as it stands is written again; its papers are filled in from the dossier.
  const take = useAct<ItemData, Agenda>(meeting.id, "agenda", `/api/items/${item.id}`, {
    method: "PUT",
    body: (data) => ({ rev: item.rev, item: data }),
    onDone: () => announce(t(meeting.version > 0 ? "meetings.newer_taken_told" : "meetings.newer_taken")),
  });
  const newer = (matter.data?.documents ?? []).filter(
    (one) => !one.recalled && one.shown && !item.papers.some((paper) => paper.version === one.shown),
  );
  if (over || newer.length === 0) return null;
  const names = newer.map((one) =>
    t("meetings.newer_name", {
      title: one.title,
      number: one.versions.find((version) => version.id === one.shown)?.number ?? 1,
    }),
  );
  return (
    <Banner tone="info" title={t("meetings.newer", { papers: names.join("; ") })}>
      {take.error instanceof Problem && take.error.stale ? (
        <p>{t("meetings.changed_elsewhere")}</p>
      ) : (
        <ErrorSummary error={take.error} />
      )}
      <p>{t(meeting.version > 0 ? "meetings.newer_lead_told" : "meetings.newer_lead")}</p>
      <Button
        icon={<FileUp aria-hidden />}
        aria-label={t("meetings.newer_take_named", { title: item.title })}
        pending={take.isPending && t("state.saving")}
        onPress={() => take.mutate(dataOf(item))}
      >
        {t("meetings.newer_take")}
      </Button>
    </Banner>
  );
}
