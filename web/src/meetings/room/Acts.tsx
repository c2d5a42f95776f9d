/** The windows of who conducts: opening a vote, concluding an item, a break, the end. */
import { useState } from "react";
import { Problem } from "../../api/problem.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox, RadioGroup } from "../../ui/Choice.tsx";
import { DatePicker } from "../../ui/DatePicker.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextArea, TextField } from "../../ui/Field.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { useAct, useVoteAct } from "../calls.ts";
import type { Agenda, Item, Meeting, Votes } from "../types.ts";

export function OpenVote({
  meeting,
  items,
  repeats = "",
  text: proposed,
  onClose,
}: {
  meeting: Meeting;
  items: string[];
  repeats?: string;
  text: string;
  onClose: () => void;
}) {
  const [text, setText] = useState(proposed);
  const [named, setNamed] = useState("plain");
  const [options, setOptions] = useState(["", ""]);
  const [secret, setSecret] = useState(false);
  const open = useVoteAct<{ items: string[]; text: string; options: string[]; repeats: string; secret: boolean }>(
    meeting.id,
    `/api/meetings/${meeting.id}/votes`,
    onClose,
  );
  const press = () =>
    open.mutate({
      items,
      text,
      options: named === "named" ? options.filter((one) => one.trim()) : [],
      repeats,
      secret,
    });
  const at = (path: string) => (open.error instanceof Problem ? open.error.field(path) : undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("meetings.vote_do_open")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={press} pending={open.isPending && t("state.sending")}>
            {t("meetings.vote_do_open")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={open.error} onRetry={press} />
      <TextArea
        label={t("meetings.vote_text")}
        name="text"
        value={text}
        onChange={setText}
        error={at("text")}
        maxLength={1000}
        rows={3}
      />
      {items.length === 1 && (
        <RadioGroup
          label={t("meetings.vote_options")}
          name="options"
          options={[
            { value: "plain", label: t("meetings.vote_plain") },
            { value: "named", label: t("meetings.vote_named") },
          ]}
          value={named}
          onChange={setNamed}
          error={at("options")}
        />
      )}
      {items.length === 1 && (
        <div className="stack-tight">
          <Checkbox isSelected={secret} onChange={setSecret} name="secret">
            {t("secret.option")}
          </Checkbox>
          <p className="soft small">{t("secret.option_lead")}</p>
        </div>
      )}
      {named === "named" && (
        <div className="stack-tight">
          {options.map((one, index) => (
            <TextField
              key={index}
              label={t("meetings.vote_option", { number: index + 1 })}
              value={one}
              onChange={(next) => setOptions(options.map((old, place) => (place === index ? next : old)))}
              maxLength={200}
            />
          ))}
          {options.length < 8 && (
            <Button variant="quiet" onPress={() => setOptions([...options, ""])}>
              {t("meetings.vote_option_add")}
            </Button>
          )}
        </div>
      )}
    </Dialog>
  );
}

const outcomes = {
  decide: ["adopted", "not_adopted", "put_off"],
  discuss: ["discussed", "put_off"],
  note: ["noted", "put_off"],
  heading: [],
} as const;

/** What the last vote says is offered first; the server holds the conclusion against it. */
export function Conclude({
  meeting,
  item,
  votes,
  onClose,
}: {
  meeting: Meeting;
  item: Item;
  votes: Votes | undefined;
  onClose: () => void;
}) {
  const last = votes?.votes.find((vote) => vote.state === "closed" && vote.items.includes(item.id));
  const said = last?.tallies.find((tally) => tally.item === item.id)?.outcome;
  const proposed =
    item.kind !== "decide"
      ? outcomes[item.kind][0]
      : said
        ? said === "adopted" || said === "option_chosen"
          ? "adopted"
          : "not_adopted"
        : "put_off";
  const [outcome, setOutcome] = useState<string>(proposed ?? "");
  const [conclusion, setConclusion] = useState("");
  const [back, setBack] = useState("");
  const comesBack = outcome === "not_adopted" || outcome === "put_off";
  const save = useAct<{ outcome: string; conclusion: string; resubmit_by?: string }, Agenda>(
    meeting.id,
    "agenda",
    `/api/items/${item.id}/conclude`,
    { onDone: onClose },
  );
  const press = () => save.mutate({ outcome, conclusion, ...(comesBack && back ? { resubmit_by: back } : {}) });
  const at = (path: string) => (save.error instanceof Problem ? save.error.field(path) : undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("meetings.conclude_title", { number: item.number })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={press} pending={save.isPending && t("state.sending")}>
            {t("meetings.conclude_save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={save.error} onRetry={press} />
      <p className="lead">{item.title}</p>
      <RadioGroup
        label={t("meetings.conclude_outcome")}
        name="outcome"
        options={outcomes[item.kind].map((one) => ({ value: one, label: t(`meetings.outcome_${one}`) }))}
        value={outcome}
        onChange={setOutcome}
        error={at("outcome")}
      />
      <TextArea
        label={t("meetings.conclude_text")}
        hint={comesBack ? t("meetings.conclude_text_hint") : undefined}
        optional={!comesBack}
        name="conclusion"
        value={conclusion}
        onChange={setConclusion}
        error={at("conclusion")}
        maxLength={4000}
      />
      {comesBack && (
        <DatePicker
          label={t("meetings.conclude_back")}
          name="resubmit_by"
          value={back}
          onChange={setBack}
          error={at("resubmit_by")}
        />
      )}
    </Dialog>
  );
}

export function Adjourn({ meeting, agenda, onClose }: { meeting: Meeting; agenda: Agenda; onClose: () => void }) {
  const adjourn = useAct<void, Meeting>(meeting.id, "meeting", `/api/meetings/${meeting.id}/adjourn`, {
    onDone: onClose,
  });
  const real = agenda.items.filter((item) => item.kind !== "heading" && item.stage !== "withdrawn");
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("meetings.adjourn_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={() => adjourn.mutate()} pending={adjourn.isPending && t("state.sending")}>
            {t("meetings.adjourn")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={adjourn.error} />
      <p>
        {t("meetings.adjourn_lead", { done: real.filter((item) => item.stage === "done").length, all: real.length })}
      </p>
    </Dialog>
  );
}
