/**
 * The drafter's answer to a point. What somebody else writes meanwhile is taken over where
 * nothing was typed; else it is told, and what was typed stays.
 */
import { useEffect, useState } from "react";
import { Problem } from "../api/problem.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { RadioGroup } from "../ui/Choice.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { useAnswer } from "./calls.ts";
import type { Point, Reply } from "./types.ts";

const stored = (reply: Reply | undefined) => ({
  rev: reply?.rev ?? 0,
  decision: reply?.decision ?? null,
  text: reply?.text ?? "",
});

export function AnswerForm({ id, point }: { id: string; point: Point }) {
  const send = useAnswer(id);
  const [seen, setSeen] = useState(stored(point.reply));
  const [decision, setDecision] = useState<string | null>(seen.decision);
  const [text, setText] = useState(seen.text);
  const take = (reply: Reply | undefined) => {
    const now = stored(reply);
    setSeen(now);
    setDecision(now.decision);
    setText(now.text);
  };
  const moved = stored(point.reply).rev !== seen.rev;
  const typed = decision !== seen.decision || text !== seen.text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where another answer came
  useEffect(() => {
    if (moved && !typed) take(point.reply);
  }, [moved]);
  const stale = send.error instanceof Problem && send.error.stale;
  return (
    <div className="stack-tight">
      {!stale && <ErrorSummary error={send.error} />}
      <div role="status">
        {moved && typed && !send.isPending && (
          <Banner
            tone="warn"
            title={t("versions.answer_meanwhile")}
            action={<Button onPress={() => setSeen(stored(point.reply))}>{t("versions.looked")}</Button>}
          />
        )}
      </div>
      <RadioGroup
        label={t("synth.decision")}
        options={[
          { value: "accepted", label: t("synth.accepted") },
          { value: "explained", label: t("synth.explained") },
        ]}
        value={decision}
        onChange={setDecision}
      />
      <TextArea label={t("synth.answer")} value={text} onChange={setText} maxLength={5000} rows={3} />
      <div className="row">
        <Button
          pending={send.isPending && t("synth.sending")}
          isDisabled={!decision || text.trim() === "" || (moved && typed)}
          onPress={() =>
            decision &&
            send.mutate(
              { point: point.id, rev: seen.rev, decision, text: text.trim() },
              {
                onSuccess: (table) =>
                  take(table.rows.flatMap((row) => row.points).find((one) => one.id === point.id)?.reply),
              },
            )
          }
        >
          {t("synth.answer_save")}
        </Button>
      </div>
    </div>
  );
}
