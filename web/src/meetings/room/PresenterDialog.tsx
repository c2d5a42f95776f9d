/** The chair says who shows the pages of an item, besides those who conduct. */
import { useState } from "react";
import "../../i18n/late/screen.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Agenda, Attendance, Item, Meeting } from "../types.ts";
import { presentOf } from "./Questions.tsx";

const nobody = "nobody";

export function PresenterDialog({
  meeting,
  item,
  attendance,
  onClose,
}: {
  meeting: Meeting;
  item: Item;
  attendance: Attendance | undefined;
  onClose: () => void;
}) {
  const [person, setPerson] = useState(item.presenter?.id ?? nobody);
  const aside = item.recused.map((one) => one.id);
  const people = presentOf(attendance).filter((one) => !aside.includes(one.id));
  if (item.presenter && !people.some((one) => one.id === item.presenter?.id)) people.push(item.presenter);
  const save = useAct<void, Agenda>(meeting.id, "agenda", `/api/items/${item.id}/presenter`, {
    method: "PUT",
    body: () => ({ person: person === nobody ? "" : person }),
    onDone: onClose,
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("screen.presenter")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" pending={save.isPending && t("state.saving")} onPress={() => save.mutate()}>
            {t("screen.presenter_save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={save.error} />
      <p>{t("screen.presenter_lead")}</p>
      <Select
        label={t("screen.presenter_who")}
        name="presenter"
        options={[
          { value: nobody, label: t("screen.presenter_nobody") },
          ...people.map((one) => ({ value: one.id, label: one.name })),
        ]}
        value={person}
        onChange={setPerson}
      />
    </Dialog>
  );
}
