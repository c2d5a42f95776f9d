/** Other opinions, between closing and certification: placed for or against by a named person, seconded, taken back. */
import { useState } from "react";
import { useCommand } from "../../api/query.ts";
import { hasRole, useMe } from "../../api/session.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { RadioGroup } from "../../ui/Choice.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { announce } from "../../ui/Live.tsx";
import { Section } from "../../ui/Page.tsx";
import { ErrorSummary, StateTag } from "../../ui/Status.tsx";
import { keepMatrix, type Matrix, type Seat } from "../desk/ballot.ts";
import { ActDialog, fieldError } from "../desk/control/ActDialog.tsx";
import type { Ballot, Classing } from "../parts/types.ts";

interface Opinion {
  row: Seat;
  question: Ballot["questions"][number];
  number: number;
  text: string;
  classing: Classing | undefined;
}

/** The other opinions of a ballot, with the classing that stands or waits. */
export function otherOpinions(ballot: Ballot, matrix: Matrix): Opinion[] {
  return matrix.rows.flatMap((row) =>
    row.cells.flatMap((cell) => {
      const number = ballot.questions.findIndex((one) => one.key === cell.question);
      const question = ballot.questions[number];
      if (cell.choice !== "other" || question?.kind !== "yes_no") return [];
      const classing = matrix.classings.find(
        (one) => one.seat === row.seat && one.question === cell.question && !one.objected_at && !one.removed_at,
      );
      return [{ row, question, number: number + 1, text: cell.text, classing }];
    }),
  );
}

export function Classings({ ballot, matrix }: { ballot: Ballot; matrix: Matrix }) {
  const me = useMe();
  const classes = ballot.state === "closed" && hasRole(me, "secretariat");
  const [asked, ask] = useState<Opinion | null>(null);
  const opinions = otherOpinions(ballot, matrix);
  if (opinions.length === 0) return null;
  return (
    <Section title={t("result.others")} lead={t(classes ? "result.others_lead" : "result.others_done")}>
      <ul className="plain-list stack">
        {opinions.map((opinion) => (
          <li key={`${opinion.row.seat}/${opinion.question.key}`} className="card">
            <h3>
              {opinion.row.member.name}
              {ballot.questions.length > 1 && (
                <span className="soft small"> · {t("desk.question", { number: opinion.number })}</span>
              )}
            </h3>
            {opinion.text && <p className="result-text">{opinion.text}</p>}
            {opinion.classing ? (
              <Placed ballot={ballot} classing={opinion.classing} classes={classes} me={me.person.id} />
            ) : (
              <div className="row">
                <span className="soft">{t("result.not_classed")}</span>
                {classes && (
                  <Button onPress={() => ask(opinion)}>
                    {t("result.class")}
                    <span className="visually-hidden"> {opinion.row.member.name}</span>
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      <Place ballot={ballot} opinion={asked} onClose={() => ask(null)} />
    </Section>
  );
}

function Placed({
  ballot,
  classing,
  classes,
  me,
}: {
  ballot: Ballot;
  classing: Classing;
  classes: boolean;
  me: string;
}) {
  const touches = [`matrix/${ballot.id}`, `result/${ballot.id}`, `ballot/${ballot.id}`];
  const act = useCommand<"second" | "remove">(
    {
      path: (name) => `/api/ballots/${ballot.id}/classings/${classing.id}/${name}`,
      body: () => undefined,
      touches,
      signs: true,
    },
    { onDone: (_, name) => announce(t(name === "second" ? "result.seconded_said" : "result.removed_said")) },
  );
  const waits = classing.awaits_second;
  return (
    <>
      <ErrorSummary error={act.error} />
      <p>
        <StateTag tone={waits ? "warn" : "good"}>{t(`result.class_${classing.as}`)}</StateTag>{" "}
        {t("result.classed_by", { name: classing.by.name, at: formatDateTime(classing.at) })}
        {classing.second && ` ${t("result.seconded_by", { name: classing.second })}`}
      </p>
      <p className="result-text">{classing.reason}</p>
      {waits && <p>{t(classing.by.id === me ? "result.second_other" : "result.second_needed")}</p>}
      {classes && (
        <div className="row">
          <Button pending={act.isPending && t("state.sending")} onPress={() => act.mutate("remove")}>
            {t("result.remove")}
          </Button>
          {waits && classing.by.id !== me && (
            <Button
              variant="primary"
              pending={act.isPending && t("state.sending")}
              onPress={() => act.mutate("second")}
            >
              {t("result.second")}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function Place({ ballot, opinion, onClose }: { ballot: Ballot; opinion: Opinion | null; onClose: () => void }) {
  const [as, setAs] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const place = useCommand<{ seat: number; question: string; as: string; reason: string }, Matrix>(
    {
      path: `/api/ballots/${ballot.id}/classings`,
      touches: [`result/${ballot.id}`, `ballot/${ballot.id}`],
      signs: true,
    },
    {
      onDone: (matrix) => {
        keepMatrix(matrix);
        announce(t("result.classed_said"));
        setAs(null);
        setReason("");
        onClose();
      },
    },
  );
  return (
    <ActDialog
      title={t("result.class_title", { name: opinion?.row.member.name ?? "" })}
      isOpen={opinion !== null}
      onClose={onClose}
      act={t("result.class_act")}
      error={place.error}
      pending={place.isPending}
      isDisabled={as === null}
      onSubmit={() =>
        opinion && as && place.mutate({ seat: opinion.row.seat, question: opinion.question.key, as, reason })
      }
    >
      <p className="result-text">{opinion?.text}</p>
      <p className="soft">{t("result.class_lead")}</p>
      <RadioGroup
        name="as"
        label={t("result.class_as")}
        value={as}
        onChange={setAs}
        error={fieldError(place.error, "as")}
        options={[
          { value: "agree", label: t("result.class_agree") },
          { value: "disagree", label: t("result.class_disagree") },
        ]}
      />
      <TextArea
        name="reason"
        label={t("desk.reason")}
        hint={t("result.class_reason_hint")}
        rows={3}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={fieldError(place.error, "reason")}
      />
    </ActDialog>
  );
}
