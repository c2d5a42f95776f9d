/** Where members ask for discussion: how many, what was decided on it, and the two decisions to whom they belong. */
import { useState } from "react";
import { useCommand } from "../../api/query.ts";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { announce } from "../../ui/Live.tsx";
import { Banner } from "../../ui/Status.tsx";
import { keepBallot } from "../desk/ballot.ts";
import { ActDialog, fieldError } from "../desk/control/ActDialog.tsx";
import type { Ballot, Result } from "../parts/types.ts";

export function Discussion({ result, ballot }: { result: Result; ballot: Ballot }) {
  const [asking, ask] = useState<"" | "go_on" | "session">("");
  if (result.discuss === 0) return null;
  const title = t("result.discuss", { count: result.discuss });
  if (result.onward)
    return (
      <Banner tone="info" title={title}>
        <p>{t("result.goes_on", { name: result.onward.name, at: formatDateTime(result.onward.at) })}</p>
        {result.onward.note && <p className="result-text">{result.onward.note}</p>}
      </Banner>
    );
  return (
    <>
      <Banner tone="warn" title={title}>
        <div className="stack">
          <p>{t(result.decides ? "result.discuss_yours" : "result.discuss_lead")}</p>
          {result.decides && (
            <div className="row">
              <Button variant="primary" onPress={() => ask("go_on")}>
                {t("result.go_on")}
              </Button>
              <Button onPress={() => ask("session")}>{t("result.to_session")}</Button>
            </div>
          )}
        </div>
      </Banner>
      <Decide
        key={asking}
        ballot={ballot}
        goesOn={asking !== "session"}
        isOpen={asking !== ""}
        onClose={() => ask("")}
      />
    </>
  );
}

function Decide({
  ballot,
  goesOn,
  isOpen,
  onClose,
}: {
  ballot: Ballot;
  goesOn: boolean;
  isOpen: boolean;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const decide = useCommand<{ ballot_rev: number; goes_on: boolean; reason: string }, Ballot>(
    {
      path: `/api/ballots/${ballot.id}/discussion`,
      signs: true,
      touches: ["/api/ballots", `result/${ballot.id}`],
    },
    {
      onDone: (after) => {
        keepBallot(after);
        announce(t(goesOn ? "result.go_on_said" : "result.to_session_said"));
        onClose();
      },
    },
  );
  return (
    <ActDialog
      title={t(goesOn ? "result.go_on_title" : "result.to_session_title")}
      isOpen={isOpen}
      onClose={onClose}
      act={t(goesOn ? "result.go_on" : "result.to_session")}
      danger={!goesOn}
      error={decide.error}
      pending={decide.isPending}
      onSubmit={() => decide.mutate({ ballot_rev: ballot.ballot_rev, goes_on: goesOn, reason })}
    >
      <p>{t(goesOn ? "result.go_on_effect" : "result.to_session_effect", { count: ballot.members })}</p>
      <TextArea
        name="reason"
        label={t(goesOn ? "result.go_on_note" : "desk.reason")}
        rows={3}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={fieldError(decide.error, "reason")}
      />
    </ActDialog>
  );
}
