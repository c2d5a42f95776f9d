/** Who received which numbered copy of what may not be stored, and which came back. */
import { useState } from "react";
import { Problem } from "../../api/problem.ts";
import { type Brief, PersonPicker } from "../../directory/PersonPicker.tsx";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/Field.tsx";
import { EmptyState } from "../../ui/Page.tsx";
import { ErrorSummary, StateTag, type StateTone } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Agenda, Item, Meeting } from "../types.ts";

type Copy = Item["copies"][number];

const tones: Record<Copy["state"], StateTone> = { out: "active", returned: "good", missing: "bad" };

export default function LedgerDialog({
  meeting,
  item,
  onClose,
}: {
  meeting: Meeting;
  item: Item;
  onClose: () => void;
}) {
  const [person, choose] = useState<Brief | null>(null);
  const [note, setNote] = useState("");
  const hand = useAct<{ person: string; note: string }, Agenda>(meeting.id, "agenda", `/api/items/${item.id}/copies`, {
    onDone: () => {
      choose(null);
      setNote("");
    },
  });
  const settle = useAct<{ id: string; state: string; note: string }, Agenda>(
    meeting.id,
    "agenda",
    ({ id }) => `/api/copies/${id}`,
    { method: "PUT", body: ({ state, note: said }) => ({ state, note: said }) },
  );
  const count = (state: Copy["state"]) => item.copies.filter((one) => one.state === state).length;
  const next = Math.max(0, ...item.copies.map((one) => one.number)) + 1;
  return (
    <Dialog isOpen wide onClose={onClose} title={t("papers.ledger_of", { title: item.title })}>
      <ErrorSummary error={hand.error ?? settle.error} />
      {item.copies.length === 0 ? (
        <EmptyState title={t("papers.ledger_none")}>{t("papers.ledger_none_lead")}</EmptyState>
      ) : (
        <>
          <p className="number">
            {t("papers.ledger_count", { all: item.copies.length, back: count("returned"), missing: count("missing") })}
          </p>
          <ul className="plain-list stack">
            {item.copies.map((copy) => (
              <Line
                key={copy.id}
                copy={copy}
                busy={settle.isPending}
                onSettle={(state, said) => settle.mutate({ id: copy.id, state, note: said })}
              />
            ))}
          </ul>
        </>
      )}
      <section className="stack-tight" aria-label={t("papers.hand", { number: next })}>
        <PersonPicker
          key={next}
          label={t("papers.receiver")}
          name="person"
          chosen={person}
          onChoose={choose}
          error={hand.error instanceof Problem ? hand.error.field("person") : undefined}
        />
        <TextField label={t("papers.note")} optional name="note" value={note} onChange={setNote} maxLength={4000} />
        <div>
          <Button
            variant="primary"
            isDisabled={!person}
            onPress={() => person && hand.mutate({ person: person.id, note })}
            pending={hand.isPending && t("state.saving")}
          >
            {t("papers.hand", { number: next })}
          </Button>
        </div>
      </section>
    </Dialog>
  );
}

function Line({
  copy,
  busy,
  onSettle,
}: {
  copy: Copy;
  busy: boolean;
  onSettle: (state: "returned" | "missing", note: string) => void;
}) {
  const [missing, miss] = useState(false);
  const [what, say] = useState("");
  const { number } = copy;
  return (
    <li className="stack-tight">
      <div className="row-between">
        <div>
          <strong className="number">{t("papers.copy", { number })}</strong> · {copy.person.name}{" "}
          <StateTag tone={tones[copy.state]}>{t(`papers.state_${copy.state}`)}</StateTag>
          <p className="soft small">
            {t("papers.handed", { at: formatDateTime(copy.handed_at), by: copy.handed_by.name })}
            {copy.settled_at &&
              ` · ${t("papers.settled", { at: formatDateTime(copy.settled_at), by: copy.settled_by.name })}`}
          </p>
          {copy.note && <p className="small">{copy.note}</p>}
        </div>
        {copy.state !== "returned" && !missing && (
          <div className="row">
            <Button
              aria-label={t("papers.return_named", { number })}
              isDisabled={busy}
              onPress={() => onSettle("returned", "")}
            >
              {t("papers.return")}
            </Button>
            {copy.state === "out" && (
              <Button variant="quiet" aria-label={t("papers.miss_named", { number })} onPress={() => miss(true)}>
                {t("papers.miss")}
              </Button>
            )}
          </div>
        )}
      </div>
      {missing && (
        <div className="stack-tight">
          <TextField label={t("papers.miss_what")} value={what} onChange={say} maxLength={4000} autoFocus />
          <div className="row">
            <Button onPress={() => miss(false)}>{t("act.cancel")}</Button>
            <Button
              variant="danger"
              isDisabled={!what.trim() || busy}
              onPress={() => {
                miss(false);
                onSettle("missing", what);
              }}
            >
              {t("papers.miss_confirm")}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
