/** One item of the agenda: what is done with it, on which matter, for how long, with whom. */
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { Problem } from "../../api/problem.ts";
import { useList } from "../../api/query.ts";
import { type Brief, PersonPicker, personName } from "../../directory/PersonPicker.tsx";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox, CheckboxGroup, RadioGroup } from "../../ui/Choice.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextArea, TextField } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import { differing, Theirs } from "../Theirs.tsx";
import type { Agenda, Item, ItemData, Meeting, Member } from "../types.ts";

const kinds = ["decide", "discuss", "note", "heading"] as const;

interface MatterLine {
  id: string;
  title: string;
}

export function dataOf(item: Item | undefined): ItemData {
  return {
    kind: item?.kind ?? "decide",
    title: item?.title ?? "",
    note: item?.note ?? "",
    matter: item?.matter ?? "",
    lead: item?.lead ?? "",
    chair: item?.chair?.id ?? "",
    minutes: item?.minutes ?? 15,
    guests: item?.guests.map((guest) => guest.id) ?? [],
    recused: item?.recused.map((member) => member.id) ?? [],
    secret: item?.class === "placeholder" && !item.matter,
  };
}

function itemText(key: keyof ItemData, item: Item): [string, string] {
  const names = (list: { name: string }[]) => list.map((one) => one.name).join(", ");
  switch (key) {
    case "kind":
      return [t("meetings.item_kind"), t(`meetings.item_${item.kind}`)];
    case "matter":
      return [t("meetings.item_matter"), item.matter ? item.title : t("meetings.item_no_matter")];
    case "chair":
      return [t("meetings.item_chair"), item.chair?.name ?? t("meetings.item_chair_same")];
    case "guests":
      return [t("meetings.item_guests"), names(item.guests)];
    case "recused":
      return [t("meetings.item_recused"), names(item.recused)];
    case "minutes":
      return [t("meetings.item_minutes"), String(item.minutes)];
    case "note":
      return [t("meetings.item_note_text"), item.note];
    case "lead":
      return [t("meetings.item_lead"), item.lead];
    case "secret":
      return [t("papers.secret"), t(item.class === "placeholder" ? "meetings.yes" : "meetings.no")];
    default:
      return [t("meetings.item_title"), item.title];
  }
}

export function ItemDialog({
  meeting,
  item,
  live = item,
  parent,
  onClose,
}: {
  meeting: Meeting;
  /** As it was when the window was opened; none for a new one. */
  item?: Item | undefined;
  /** As it is now. */
  live?: Item | undefined;
  parent: string;
  onClose: () => void;
}) {
  const [data, setData] = useState(() => dataOf(item));
  const [names, setNames] = useState<Record<string, string>>(() =>
    Object.fromEntries((item?.guests ?? []).map((guest) => [guest.id, guest.name])),
  );
  const [minutes, setMinutes] = useState(String(data.minutes));
  const matters = useList<MatterLine>("/api/matters", { limit: 200 });
  const members = useList<Member>("/api/members");
  const [seen, see] = useState(item);
  // Its clock and its place move its rev, and are not what is written here.
  const same = seen && live && differing(dataOf(seen), dataOf(live)).length === 0;
  const save = useAct<ItemData, Agenda>(
    meeting.id,
    "agenda",
    item ? `/api/items/${item.id}` : `/api/meetings/${meeting.id}/items`,
    {
      method: item ? "PUT" : "POST",
      body: (input) => (item ? { rev: (same ? live : seen)?.rev, item: input } : { parent, item: input }),
      onDone: onClose,
    },
  );
  const stale = save.error instanceof Problem && save.error.stale ? (save.error.current as Agenda) : null;
  useEffect(() => {
    if (stale) see((before) => stale.items.find((one) => one.id === before?.id) ?? before);
  }, [stale]);
  const changed = item && seen ? differing(dataOf(item), dataOf(seen)).map((key) => itemText(key, seen)) : [];
  const set = (change: Partial<ItemData>) => setData({ ...data, ...change });
  const at = (field: string) => (save.error instanceof Problem ? save.error.field(field) : undefined);
  const press = () => save.mutate({ ...data, minutes: Number.parseInt(minutes, 10) || 0 });
  const guest = (person: Brief | null) => {
    if (!person || data.guests.includes(person.id)) return;
    setNames({ ...names, [person.id]: personName(person) });
    set({ guests: [...data.guests, person.id] });
  };
  const heading = data.kind === "heading";
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      title={item ? t("meetings.item_edit") : t("meetings.item_add")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={press} pending={save.isPending && t("state.saving")}>
            {t("meetings.item_save")}
          </Button>
        </>
      }
    >
      {(!stale || changed.length === 0) && <ErrorSummary error={save.error} onRetry={press} />}
      <Theirs changed={changed} />
      <RadioGroup
        label={t("meetings.item_kind")}
        name="kind"
        options={kinds.map((kind) => ({
          value: kind,
          label: t(`meetings.item_${kind}`),
          note: t(`meetings.item_${kind}_note`),
        }))}
        value={data.kind}
        onChange={(kind) => set({ kind: kind as ItemData["kind"] })}
        error={at("kind")}
      />
      {!heading && (
        <Select
          label={t("meetings.item_matter")}
          name="matter"
          options={[
            { value: "none", label: t("meetings.item_no_matter") },
            ...(matters.data?.items ?? []).map((matter) => ({ value: matter.id, label: matter.title })),
          ]}
          value={data.matter || "none"}
          onChange={(chosen) => {
            const matter = chosen === "none" ? "" : chosen;
            const title = matters.data?.items.find((one) => one.id === matter)?.title;
            set({ matter, ...(title && !data.title.trim() ? { title } : {}) });
          }}
          error={at("matter")}
        />
      )}
      <TextField
        label={t("meetings.item_title")}
        name="title"
        value={data.title}
        onChange={(title) => set({ title })}
        error={at("title")}
        maxLength={500}
      />
      {!heading && (
        <>
          <div className="meeting-pair">
            {!data.matter && (
              <TextField
                label={t("meetings.item_lead")}
                optional
                name="lead"
                value={data.lead}
                onChange={(lead) => set({ lead })}
                maxLength={300}
              />
            )}
            <TextField
              label={t("meetings.item_minutes")}
              name="minutes"
              inputMode="numeric"
              value={minutes}
              onChange={setMinutes}
              error={at("minutes")}
            />
          </div>
          {!data.matter && (
            <Checkbox isSelected={data.secret ?? false} onChange={(secret) => set({ secret })}>
              {t("papers.secret")}
            </Checkbox>
          )}
          <Select
            label={t("meetings.item_chair")}
            name="chair"
            options={[
              { value: "same", label: t("meetings.item_chair_same") },
              ...(members.data?.items ?? []).map((member) => ({ value: member.person, label: member.full_name })),
            ]}
            value={data.chair || "same"}
            onChange={(chair) => set({ chair: chair === "same" ? "" : chair })}
          />
          <TextArea
            label={t("meetings.item_note_text")}
            optional
            name="note"
            value={data.note}
            onChange={(note) => set({ note })}
            error={at("note")}
            rows={2}
            maxLength={4000}
          />
          <section className="stack-tight" aria-label={t("meetings.item_guests")}>
            <PersonPicker
              key={data.guests.length}
              label={t("meetings.item_guests")}
              hint={t("meetings.item_guests_hint")}
              name="guests"
              chosen={null}
              onChoose={guest}
            />
            <ul className="plain-list">
              {data.guests.map((id) => (
                <li key={id} className="row-between">
                  {names[id] ?? id}
                  <Button
                    variant="quiet"
                    icon={<X aria-hidden />}
                    aria-label={t("meetings.item_guest_remove", { name: names[id] ?? id })}
                    onPress={() => set({ guests: data.guests.filter((one) => one !== id) })}
                  />
                </li>
              ))}
            </ul>
          </section>
          <details>
            <summary>{t("meetings.item_recused")}</summary>
            <CheckboxGroup
              label={t("meetings.item_recused")}
              name="recused"
              options={(members.data?.items ?? []).map((member) => ({ value: member.person, label: member.full_name }))}
              value={data.recused}
              onChange={(recused) => set({ recused })}
            />
          </details>
        </>
      )}
    </Dialog>
  );
}
