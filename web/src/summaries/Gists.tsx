/** The gists of a row with what they cite, who wrote them, and their editing. */
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { CheckboxGroup } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
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

/** The buttons that open the window of a stance's gist. */
export function GistActs({ row, edit }: { row: Row; edit: ReturnType<typeof useEdit> }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      {stancesOf(row).map((stance) => (
        <Button
          key={stance}
          variant="quiet"
          onPress={() => {
            edit.reset();
            setOpen(stance);
          }}
        >
          {t(writtenOf(row, stance).length > 0 ? "gist.edit" : "gist.write", { stance: stanceText(stance) })}
        </Button>
      ))}
      {open && <GistWindow row={row} stance={open} edit={edit} onClose={() => setOpen(null)} />}
    </>
  );
}

function GistWindow({
  row,
  stance,
  edit,
  onClose,
}: {
  row: Row;
  stance: string;
  edit: ReturnType<typeof useEdit>;
  onClose: () => void;
}) {
  const sentences = sentencesOf(row, stance);
  const [claims, setClaims] = useState<Claim[]>(() => {
    const written = writtenOf(row, stance);
    return written.length > 0 ? written : [{ text: "", cites: sentences.map((one) => one.id).slice(0, 1) }];
  });
  const [checked, setChecked] = useState(false);
  const change = (at: number, part: Partial<Claim>) =>
    setClaims(claims.map((claim, index) => (index === at ? { ...claim, ...part } : claim)));
  const save = () => {
    setChecked(true);
    if (claims.some((claim) => claim.text.trim() === "" || claim.cites.length === 0)) return;
    const written = claims.map((claim) => ({ ...claim, text: claim.text.trim() }));
    edit.mutate(
      { act: "word", row: row.id, seen: row.rev, gists: withWritten(row, stance, written) },
      { onSuccess: onClose },
    );
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
        {claims.map((claim, index) => (
          <fieldset key={index} className="course-theme stack-tight">
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
