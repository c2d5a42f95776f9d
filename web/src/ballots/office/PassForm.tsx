/** Passing a draft up with a note, or sending it back with a reason. */
import { useState } from "react";
import { Problem } from "../../api/problem.ts";
import { useCommand } from "../../api/query.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { RadioGroup } from "../../ui/Choice.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { above, ladder } from "../parts/Steps.tsx";
import type { OfficeDraft } from "../parts/types.ts";
import { stepText } from "../parts/words.ts";

export function PassForm({
  way,
  step,
  path,
  rev,
  onDone,
  onLeave,
}: {
  way: "pass" | "return";
  /** Where one works in the office. */
  step: string;
  path: string;
  /** The draft's rev, once what is on the screen is saved. */
  rev: () => Promise<number>;
  onDone: (now: OfficeDraft) => void;
  onLeave: () => void;
}) {
  const up = way === "pass";
  const places = ladder.filter((place) => (up ? above(place, step) : above(step, place)));
  const [to, setTo] = useState((up ? places[0] : places.at(-1)) ?? "");
  const [words, setWords] = useState("");
  const [missing, setMissing] = useState("");
  const [saving, setSaving] = useState(false);
  const move = useCommand<{ draft_rev: number; to: string; reason: string }, OfficeDraft>(
    { path: `${path}/${way}`, touches: ["/api/ballots"] },
    { onDone },
  );
  const send = async () => {
    const empty = !up && words.trim() === "";
    setMissing(empty ? t("office.reason_missing") : "");
    if (empty) return;
    setSaving(true);
    try {
      move.mutate({ draft_rev: await rev(), to, reason: words.trim() });
    } catch {
      // The saving says on the screen why it was refused; nothing is passed then.
    } finally {
      setSaving(false);
    }
  };
  const refusal = (field: string) => (move.error instanceof Problem ? move.error.field(field) : undefined);
  return (
    <div className="pass-form">
      <ErrorSummary
        error={move.error}
        more={missing ? [{ path: "reason", text: missing }] : []}
        onRetry={() => void send()}
      />
      <RadioGroup
        name="to"
        label={t(up ? "office.pass_to" : "office.send_back_to")}
        options={places.map((place) => ({ value: place, label: stepText(place) }))}
        value={to}
        onChange={setTo}
        error={refusal("to")}
      />
      <TextArea
        name="reason"
        label={t(up ? "office.note" : "office.reason")}
        optional={up}
        rows={2}
        autoFocus
        maxLength={2000}
        value={words}
        onChange={setWords}
        error={missing || refusal("reason")}
      />
      <div className="row pass-acts">
        <Button onPress={onLeave}>{t("act.cancel")}</Button>
        <Button
          variant={up ? "primary" : "danger"}
          pending={(saving || move.isPending) && t("state.sending")}
          onPress={() => void send()}
        >
          {t(up ? "office.pass_now" : "office.send_back_now", { step: stepText(to) })}
        </Button>
      </div>
    </div>
  );
}
