/** Where sentences go: into a row, into a new one, or apart. One act, however many they are. */
import { useState } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { keyed } from "../ui/keys.tsx";
import { Select } from "../ui/Select.tsx";
import type { Edit, Row } from "./types.ts";
import { capital, rowName } from "./words.tsx";

const rules = ["by_person", "plain_agreement", "agreement_with_points", "no_comment", "courtesy", "heading"] as const;

/** What is sent of where the sentences go; the rest says which they are and where they were seen. */
export type Filing = Pick<Edit, "act" | "to" | "title" | "rule">;

export function FilingActs({
  count,
  rows,
  pending,
  onFile,
}: {
  /** How many are filed; undefined: the one that is chosen; 0: somebody else has filed them, and what was typed stays. */
  count?: number;
  /** Into which they may go. */
  rows: Row[];
  pending: string | false;
  onFile: (filing: Filing) => void;
}) {
  const [to, setTo] = useState<string | null>(null);
  const [rule, setRule] = useState<string>("by_person");
  const [title, setTitle] = useState("");
  const here = rows.some((row) => row.id === to) ? to : null; // somebody may have merged it away
  return (
    <>
      <div className="synth-act" data-key="m">
        <Select
          label={t("synth.to_row")}
          options={rows.map((one) => ({ value: one.id, label: rowName(one) }))}
          value={here}
          onChange={setTo}
        />
        <Button
          pending={pending}
          isDisabled={!here || count === 0}
          onPress={() => here && onFile({ act: "move", to: here })}
        >
          {count === undefined ? t("synth.put") : t("pick.put", { count })}
        </Button>
      </div>
      <form
        className="synth-act"
        data-key="f"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && title.trim() !== "" && count !== 0) onFile({ act: "move", title: title.trim() });
        }}
      >
        <TextField label={t("synth.to_new")} value={title} onChange={setTitle} maxLength={300} />
        <Button type="submit" pending={pending} isDisabled={title.trim() === "" || count === 0}>
          {count === undefined ? t("synth.put_new") : t("pick.put_new", { count })}
        </Button>
      </form>
      <div className="synth-act">
        <Select
          label={t("synth.rule")}
          options={rules.map((one) => ({ value: one, label: capital(t(`synth.rule_${one}`)) }))}
          value={rule}
          onChange={setRule}
        />
        <Button
          {...keyed("r")}
          pending={pending}
          isDisabled={count === 0}
          onPress={() => onFile({ act: "apart", rule: rule as NonNullable<Edit["rule"]> })}
        >
          {count === undefined ? t("synth.set_apart") : t("pick.set_apart", { count })}
        </Button>
      </div>
    </>
  );
}
