/** Closing before the deadline: possible only when everybody has answered. */

import { useLocation } from "wouter";
import { t } from "../../../i18n/index.ts";
import type { Ballot } from "../../parts/types.ts";
import { type Matrix, useBallotAct } from "../ballot.ts";
import { ActDialog } from "./ActDialog.tsx";

export function CloseEarly({
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
  const [, go] = useLocation();
  const close = useBallotAct<{ ballot_rev: number }>(ballot.id, "close", () => go(`/ballots/desk/${ballot.id}/result`));
  return (
    <ActDialog
      title={t("desk.close_early_title")}
      isOpen={isOpen}
      onClose={onClose}
      danger
      act={t("desk.close_early_act", { answered: matrix.answered, total: matrix.total })}
      error={close.error}
      pending={close.isPending}
      onSubmit={() => close.mutate({ ballot_rev: ballot.ballot_rev })}
    >
      <p>{t("desk.close_early_lead")}</p>
    </ActDialog>
  );
}
