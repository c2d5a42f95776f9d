/** The editing of a row's gists. */
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useTyped } from "../api/typed.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { CheckboxGroup } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Select } from "../ui/Select.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { sendEdit, type useEdit } from "./calls.ts";
import { type Claim, firstOf, sentencesOf, stancesOf, withWritten, writtenOf } from "./gists.ts";
import { Told, useSeen } from "./Seen.tsx";
import type { Review, Row } from "./types.ts";
import { stanceText } from "./words.tsx";

/** What was typed, by stance, and of which row's rev. */
interface Typed {
  rev: number;
  claims: Record<string, Claim[]>;
}

/**
 * One stance at a time; what is typed of the others stays until all is stored at once, also when
 * the window is closed: only the button that says so throws it away.
 */
export function GistWindow({
  row,
  view,
  edit,
  onClose,
}: {
  /** As it was when the window was opened. */
  row: Row;
  view: Review;
  edit: ReturnType<typeof useEdit>;
  onClose: () => void;
}) {
  const [kept, keep] = useTyped<Typed>(`gists ${view.asked.id} ${row.id}`, { rev: row.rev, claims: {} });
  const [came] = useState(kept);
  const typed = kept.claims;
  const seen = useSeen({ ...row, rev: came.rev }, view);
  const [stance, setStance] = useState(firstOf(row));
  const [checked, setChecked] = useState(false);
  const sentences = sentencesOf(row, stance);
  const claims = typed[stance] ?? startOf(row, stance);
  const setClaims = (next: Claim[]) => keep({ rev: seen.rev, claims: { ...typed, [stance]: next } });
  const change = (at: number, part: Partial<Claim>) =>
    setClaims(claims.map((claim, index) => (index === at ? { ...claim, ...part } : claim)));
  const leave = () => {
    keep(undefined);
    onClose();
  };
  const dirty = Object.keys(typed).length > 0;
  const save = () => {
    const all: typeof typed = dirty ? typed : { [stance]: claims };
    const wrong = Object.keys(all).find((one) => all[one]?.some((claim) => !claim.text.trim() || !claim.cites.length));
    setChecked(true);
    if (wrong !== undefined) return setStance(wrong);
    let next = seen.now ?? row; // what others wrote meanwhile of another stance stays
    for (const [one, list] of Object.entries(all)) {
      const written = list.map((claim) => ({ ...claim, text: claim.text.trim() }));
      next = { ...next, gists: withWritten(next, one, written) };
    }
    sendEdit(edit, { act: "word", row: row.id, seen: seen.rev, gists: next.gists }, leave);
  };
  const stale = edit.error instanceof Problem && edit.error.stale;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      wide
      title={t("gist.title", { stance: stanceText(stance) })}
      actions={
        <>
          <Button onPress={leave}>{t(dirty ? "gist.discard" : "act.cancel")}</Button>
          <Button icon={<Plus aria-hidden />} onPress={() => setClaims([...claims, { text: "", cites: [] }])}>
            {t("gist.add")}
          </Button>
          <Button
            variant="primary"
            onPress={save}
            isDisabled={!seen.fresh}
            pending={edit.isPending && t("synth.sending")}
          >
            {t("gist.save")}
          </Button>
        </>
      }
    >
      <div className="stack">
        {!stale && <ErrorSummary error={edit.error} />}
        <Told of={[seen]} view={view} />
        {Object.keys(came.claims).length > 0 && <Banner>{t("gist.kept")}</Banner>}
        <p className="soft">{t("gist.lead")}</p>
        {stancesOf(row).length > 1 && (
          <Select
            label={t("gist.stance")}
            options={stancesOf(row).map((one) => ({ value: one, label: stanceText(one) }))}
            value={stance}
            onChange={setStance}
          />
        )}
        {claims.map((claim, index) => (
          <fieldset key={`${stance}${index}`} className="course-theme stack-tight">
            <legend className="visually-hidden">{t("gist.claim", { number: index + 1 })}</legend>
            <TextArea
              label={t("gist.claim", { number: index + 1 })}
              value={claim.text}
              onChange={(text) => change(index, { text })}
              maxLength={2000}
              rows={2}
              error={checked && claim.text.trim() === "" ? t("gist.text_missing") : undefined}
            />
            <CheckboxGroup
              label={t("gist.cites")}
              options={sentences.map((one) => ({ value: one.id, label: one.text }))}
              value={claim.cites}
              onChange={(cites) => change(index, { cites })}
              error={checked && claim.cites.length === 0 ? t("gist.cites_missing") : undefined}
            />
            <div className="row">
              <Button
                variant="quiet"
                icon={<Trash2 aria-hidden />}
                onPress={() => setClaims(claims.filter((_, at) => at !== index))}
              >
                {t("gist.remove")}
              </Button>
            </div>
          </fieldset>
        ))}
      </div>
    </Dialog>
  );
}

/** What is edited first: what is written, else an empty sentence that cites the first one. */
function startOf(row: Row, stance: string): Claim[] {
  const written = writtenOf(row, stance);
  return written.length > 0
    ? written
    : [
        {
          text: "",
          cites: sentencesOf(row, stance)
            .map((one) => one.id)
            .slice(0, 1),
        },
      ];
}
