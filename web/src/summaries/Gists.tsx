/** The gists of a row with what they cite, who wrote them, and their editing. */
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { CheckboxGroup } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Select } from "../ui/Select.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import type { useEdit } from "./calls.ts";
import { DraftTag } from "./Draft.tsx";
import { type Claim, sentencesOf, stancesOf, withWritten, writtenOf } from "./gists.ts";
import type { Chosen } from "./SourcePane.tsx";
import type { Row } from "./types.ts";
import { Stance, stanceText } from "./words.tsx";

interface Props {
  row: Row;
  approved: boolean;
  chosen?: Chosen | null;
  /** Shows a cited sentence in its opinion; without it, citations are not shown. */
  onChoose?: (chosen: Chosen) => void;
}

/** The written gists; nothing where all is printed as it was said. */
export function Gists(props: Props) {
  const { row } = props;
  const written = stancesOf(row).filter((stance) => writtenOf(row, stance).length > 0);
  if (written.length === 0) return null;
  return (
    <div className="stack-tight">
      {written.map((stance) => (
        <Gist key={stance} {...props} stance={stance} />
      ))}
    </div>
  );
}

function Gist({ row, stance, approved, chosen, onChoose }: Props & { stance: string }) {
  const own = row.worded.includes(stance);
  return (
    <div className="gist stack-tight">
      <p className="synth-point-head">
        <Stance stance={stance} />
        {!own && !approved && <DraftTag />}
        <span className="soft small">{t(own ? "gist.by_staff" : "gist.by_model")}</span>
      </p>
      {writtenOf(row, stance).map((claim, index) => (
        <div key={index}>
          <p>{claim.text}</p>
          {onChoose && (
            <p className="gist-cites">
              <span className="soft small">{t("gist.cited")}</span>
              {claim.cites.map((sentence, number) => (
                <button
                  key={sentence}
                  type="button"
                  className="gist-cite"
                  aria-label={t("gist.cite", { number: number + 1 })}
                  aria-pressed={chosen?.sentence === sentence && chosen.row === row.id}
                  onClick={() => onChoose({ sentence, row: row.id })}
                >
                  {number + 1}
                </button>
              ))}
            </p>
          )}
        </div>
      ))}
    </div>
  );
}

/** The button that opens the window of a row's gists. */
export function GistActs({ row, edit }: { row: Row; edit: ReturnType<typeof useEdit> }) {
  const [open, setOpen] = useState(false);
  const stances = stancesOf(row);
  const written = stances.find((stance) => writtenOf(row, stance).length > 0);
  const first = written ?? stances[0];
  if (first === undefined) return null;
  return (
    <>
      <Button
        variant="quiet"
        onPress={() => {
          edit.reset();
          setOpen(true);
        }}
      >
        {t(written === undefined ? "gist.write" : "gist.edit")}
      </Button>
      {open && <GistWindow row={row} first={first} edit={edit} onClose={() => setOpen(false)} />}
    </>
  );
}

/** One stance at a time; what is typed of the others stays until all is stored at once. */
function GistWindow({
  row,
  first,
  edit,
  onClose,
}: {
  row: Row;
  first: string;
  edit: ReturnType<typeof useEdit>;
  onClose: () => void;
}) {
  const [stance, setStance] = useState(first);
  const [typed, setTyped] = useState<Record<string, Claim[]>>({});
  const [checked, setChecked] = useState(false);
  const sentences = sentencesOf(row, stance);
  const claims = typed[stance] ?? startOf(row, stance);
  const setClaims = (next: Claim[]) => setTyped({ ...typed, [stance]: next });
  const change = (at: number, part: Partial<Claim>) =>
    setClaims(claims.map((claim, index) => (index === at ? { ...claim, ...part } : claim)));
  const save = () => {
    const all: typeof typed = Object.keys(typed).length > 0 ? typed : { [stance]: claims };
    const wrong = Object.keys(all).find((one) => all[one]?.some((claim) => !claim.text.trim() || !claim.cites.length));
    setChecked(true);
    if (wrong !== undefined) return setStance(wrong);
    let next = row;
    for (const [one, list] of Object.entries(all)) {
      const written = list.map((claim) => ({ ...claim, text: claim.text.trim() }));
      next = { ...next, gists: withWritten(next, one, written) };
    }
    edit.mutate({ act: "word", row: row.id, seen: row.rev, gists: next.gists }, { onSuccess: onClose });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      wide
      title={t("gist.title", { stance: stanceText(stance) })}
      actions={
        <>
          <Button icon={<Plus aria-hidden />} onPress={() => setClaims([...claims, { text: "", cites: [] }])}>
            {t("gist.add")}
          </Button>
          <Button variant="primary" onPress={save} pending={edit.isPending && t("synth.sending")}>
            {t("gist.save")}
          </Button>
        </>
      }
    >
      <div className="stack">
        <ErrorSummary error={edit.error} />
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
