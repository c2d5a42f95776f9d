/** One answer read in full: one that waits for its second person, or one that came late and counts for nothing. */
import { touch, useCommand, useThing } from "../../../api/query.ts";
import { formatDateTime } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { announce } from "../../../ui/Live.tsx";
import { DefinitionList } from "../../../ui/Page.tsx";
import { ErrorSummary, Read } from "../../../ui/Status.tsx";
import { Said } from "../../parts/Said.tsx";
import type { Answer, Ballot } from "../../parts/types.ts";
import type { Seat } from "../ballot.ts";

export function Second({
  ballot,
  seat,
  what,
  isOpen,
  onClose,
}: {
  ballot: Ballot;
  seat: Seat | undefined;
  what: "second" | "late";
  isOpen: boolean;
  onClose: () => void;
}) {
  const id = (what === "late" ? seat?.late : seat?.pending) ?? "";
  const answer = useThing<Answer>(`answer/${id}`, `/api/answers/${id}`, { enabled: isOpen && id !== "" });
  const agree = useCommand<Record<string, never>>(
    { path: `/api/answers/${id}/second`, body: () => undefined, signs: true },
    {
      onDone: () => {
        announce(t("desk.second_said"));
        touch([`matrix/${ballot.id}`, `ballot/${ballot.id}`, `result/${ballot.id}`]);
        onClose();
      },
    },
  );
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      wide
      title={t(what === "late" ? "desk.late_title" : "desk.second_title", { name: seat?.member.name ?? "" })}
      actions={
        <>
          <Button onPress={onClose}>{t("act.close")}</Button>
          {what === "second" && (
            <Button variant="primary" pending={agree.isPending && t("state.sending")} onPress={() => agree.mutate({})}>
              {t("desk.second_act")}
            </Button>
          )}
        </>
      }
    >
      <ErrorSummary error={agree.error} />
      <p>{t(what === "late" ? "desk.late_lead" : "desk.second_lead")}</p>
      <Read of={answer}>
        {(answer) => (
          <>
            <DefinitionList
              items={[
                [
                  t("desk.recorded_by"),
                  answer.source === "on_behalf" ? `${answer.cast_by.name}, ${formatDateTime(answer.at)}` : "",
                ],
                [t("desk.came_at"), answer.source === "own" ? formatDateTime(answer.at) : ""],
                [t("desk.received_at"), formatDateTime(answer.received_at)],
                [t("desk.behalf_reason"), answer.reason],
              ]}
            />
            <Said
              content={answer.content}
              questions={ballot.questions}
              fileHref={({ id }) => `/api/answers/${answer.id}/files/${id}`}
            />
          </>
        )}
      </Read>
    </Dialog>
  );
}
