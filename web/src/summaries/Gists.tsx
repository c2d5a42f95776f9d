/** The gists of a row with what they cite, and who wrote them. */
import { t } from "../i18n/index.ts";
import { DraftTag } from "./Draft.tsx";
import { stancesOf, writtenOf } from "./gists.ts";
import type { Chosen } from "./SourcePane.tsx";
import type { Row } from "./types.ts";
import { Stance } from "./words.tsx";

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
