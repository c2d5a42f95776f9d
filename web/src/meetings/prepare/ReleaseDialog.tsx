/** To whom the papers of an item are shown, and from when. */
import { useState } from "react";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { DatePicker } from "../../ui/DatePicker.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { announce } from "../../ui/Live.tsx";
import { Select } from "../../ui/Select.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Agenda, Item, Meeting } from "../types.ts";

const reaches = ["desk", "members", "all"] as const;

export function ReleaseDialog({ meeting, item, onClose }: { meeting: Meeting; item: Item; onClose: () => void }) {
  const [chosen, choose] = useState(() =>
    item.papers.map((paper) => ({
      document: paper.document,
      title: paper.title,
      to: paper.release || "all",
      at: paper.release_at ?? "",
    })),
  );
  const save = useAct<{ rev: number; papers: { document: string; to: string; at?: string }[] }, Agenda>(
    meeting.id,
    "agenda",
    `/api/items/${item.id}/releases`,
    {
      method: "PUT",
      onDone: () => {
        announce(t("papers.saved"));
        onClose();
      },
    },
  );
  const set = (document: string, change: { to?: string; at?: string }) =>
    choose(chosen.map((one) => (one.document === document ? { ...one, ...change } : one)));
  const press = () =>
    save.mutate({
      rev: item.rev,
      papers: chosen
        .filter((one) => one.to !== "all" || one.at)
        .map(({ document, to, at }) => ({ document, to, ...(at ? { at } : {}) })),
    });
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      title={t("papers.release_of", { title: item.title })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={press} pending={save.isPending && t("state.saving")}>
            {t("papers.save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={save.error} onRetry={press} />
      <p className="soft">{t("papers.release_lead")}</p>
      {chosen.map((paper) => (
        <div key={paper.document} className="meeting-pair">
          <Select
            label={t("papers.to", { title: paper.title })}
            options={reaches.map((value) => ({ value, label: t(`papers.to_${value}`) }))}
            value={paper.to}
            onChange={(to) => set(paper.document, { to })}
          />
          {paper.to !== "desk" && (
            <DatePicker
              label={t("papers.at", { title: paper.title })}
              hint={t("papers.at_hint")}
              optional
              withTime
              value={paper.at}
              onChange={(at) => set(paper.document, { at })}
            />
          )}
        </div>
      ))}
    </Dialog>
  );
}
