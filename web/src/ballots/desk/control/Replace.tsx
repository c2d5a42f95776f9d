/** A paper has a newer version: either a new round or a correction, each with what follows from it, side by side. */
import { useState } from "react";
import { useThing } from "../../../api/query.ts";
import { formatDateTime, formatDeadline } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { RadioGroup } from "../../../ui/Choice.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { announce } from "../../../ui/Live.tsx";
import { EmptyState } from "../../../ui/Page.tsx";
import { Read } from "../../../ui/Status.tsx";
import type { Ballot } from "../../parts/types.ts";
import { paperKind } from "../../parts/words.ts";
import { type Matrix, type Matter, type PaperVersion, useBallotAct } from "../ballot.ts";
import { useDeadline } from "../DeadlinePreview.tsx";
import { ActDialog, fieldError } from "./ActDialog.tsx";

export function Replace({
  ballot,
  matrix,
  isOpen,
  onClose,
}: {
  ballot: Ballot;
  matrix: Matrix;
  isOpen: boolean;
  onClose: () => void;
}) {
  const matter = useThing<Matter>(`matter/${ballot.matter}`, `/api/matters/${ballot.matter}`, { enabled: isOpen });
  const [version, setVersion] = useState<string | null>(null);
  const [how, setHow] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const replace = useBallotAct<{ ballot_rev: number; version: string; how: string; reason: string }>(
    ballot.id,
    "replace-paper",
    (next) => {
      announce(t(next.round > ballot.round ? "desk.replaced_round_said" : "desk.replaced_correction_said"));
      setVersion(null);
      setHow(null);
      setReason("");
      onClose();
    },
  );
  return (
    <ActDialog
      title={t("desk.replace_title")}
      isOpen={isOpen}
      onClose={onClose}
      wide
      danger={how === "new_round"}
      act={
        how === "new_round"
          ? t("desk.replace_act_round", { answered: matrix.answered })
          : how === "correction"
            ? t("desk.replace_act_correction", { total: matrix.total })
            : t("desk.replace")
      }
      error={replace.error}
      pending={replace.isPending}
      isDisabled={!version || !how}
      onSubmit={() => version && how && replace.mutate({ ballot_rev: ballot.ballot_rev, version, how, reason })}
    >
      <Read of={matter}>
        {(matter) => {
          const newer = newerVersions(ballot, matter);
          if (newer.length === 0)
            return <EmptyState title={t("desk.replace_none")}>{t("desk.replace_none_lead")}</EmptyState>;
          return (
            <>
              <RadioGroup
                name="version"
                label={t("desk.replace_which")}
                value={version}
                onChange={setVersion}
                error={fieldError(replace.error, "version")}
                options={newer.map(({ version, title, kind, from }) => ({
                  value: version.id,
                  label: t("desk.replace_version", { title, from, to: version.number }),
                  note: `${paperKind(kind)} · ${t("desk.uploaded", { at: formatDateTime(version.uploaded_at), name: version.uploader.name })}`,
                }))}
              />
              <Consequences ballot={ballot} matrix={matrix} isOpen={isOpen} />
              <RadioGroup
                name="how"
                label={t("desk.replace_how")}
                value={how}
                onChange={setHow}
                error={fieldError(replace.error, "how")}
                options={[
                  { value: "new_round", label: t("desk.new_round") },
                  { value: "correction", label: t("desk.correction") },
                ]}
              />
              <TextArea
                name="reason"
                label={t("desk.reason")}
                hint={t("desk.replace_reason_hint")}
                rows={3}
                maxLength={2000}
                value={reason}
                onChange={setReason}
                error={fieldError(replace.error, "reason")}
              />
            </>
          );
        }}
      </Read>
    </ActDialog>
  );
}

/** The readable versions of the ballot's papers that are newer than the ones it is bound to. */
export function newerVersions(
  ballot: Ballot,
  matter: Matter,
): { version: PaperVersion; title: string; kind: string; from: number }[] {
  return ballot.papers.flatMap((paper) => {
    const document = matter.documents.find((one) => one.id === paper.document);
    if (!document || document.recalled) return [];
    return document.versions
      .filter((version) => version.readable && version.number > paper.number)
      .map((version) => ({ version, title: document.title, kind: document.kind, from: paper.number }));
  });
}

function Consequences({ ballot, matrix, isOpen }: { ballot: Ballot; matrix: Matrix; isOpen: boolean }) {
  const anew = useDeadline(ballot.days, "", ballot.hour, isOpen && ballot.days > 0);
  return (
    <div className="columns consequences">
      <section className="card">
        <h3>{t("desk.new_round")}</h3>
        <p>{t("desk.new_round_when")}</p>
        <ul>
          <li>{t("desk.new_round_answers", { answered: matrix.answered })}</li>
          <li>{t("desk.new_round_confirm", { total: matrix.total })}</li>
          <li>
            {anew.data
              ? t("desk.new_round_window", { at: formatDeadline(anew.data.at) })
              : t("desk.new_round_window_plain")}
          </li>
        </ul>
      </section>
      <section className="card">
        <h3>{t("desk.correction")}</h3>
        <p>{t("desk.correction_when")}</p>
        <ul>
          <li>{t("desk.correction_answers", { answered: matrix.answered })}</li>
          <li>{t("desk.correction_told", { total: matrix.total })}</li>
          <li>{t("desk.correction_window", { at: formatDeadline(ballot.deadline?.at) })}</li>
        </ul>
      </section>
    </div>
  );
}
