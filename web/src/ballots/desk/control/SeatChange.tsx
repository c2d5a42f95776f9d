/** A post was lost before closing: the seat goes to the successor, or stays and counts as not answered. */
import { useState } from "react";
import { useCommand, useList } from "../../../api/query.ts";
import { pick, t } from "../../../i18n/index.ts";
import { RadioGroup } from "../../../ui/Choice.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { announce } from "../../../ui/Live.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Banner } from "../../../ui/Status.tsx";
import type { Ballot } from "../../parts/types.ts";
import { type BodyMember, keepBallot, type Matrix, type Seat } from "../ballot.ts";
import { ActDialog, fieldError } from "./ActDialog.tsx";

export function SeatChange({
  ballot,
  matrix,
  seat,
  isOpen,
  onClose,
}: {
  ballot: Ballot;
  matrix: Matrix;
  seat: Seat | undefined;
  isOpen: boolean;
  onClose: () => void;
}) {
  const members = useList<BodyMember>("/api/members", {}, { enabled: isOpen });
  const [how, setHow] = useState<string | null>(null);
  const [successor, setSuccessor] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const pass = useCommand<{ successor: string; reason: string }, Ballot>(
    { path: `/api/ballots/${ballot.id}/seats/${seat?.seat ?? 0}/pass`, touches: [`matrix/${ballot.id}`] },
    {
      onDone: (next) => {
        keepBallot(next);
        announce(t("desk.seat_changed_said"));
        setHow(null);
        setSuccessor(null);
        setReason("");
        onClose();
      },
    },
  );
  const seated = new Set(matrix.rows.map((row) => row.member.id));
  const others = (members.data?.items ?? []).filter((member) => !seated.has(member.person));
  const held = members.data?.items.some((member) => member.person === seat?.member.id) ?? false;
  const passes = how === "pass";
  return (
    <ActDialog
      title={t("desk.seat_title", { seat: seat?.seat ?? 0, name: seat?.member.name ?? "" })}
      isOpen={isOpen}
      onClose={onClose}
      danger={how === "vacate"}
      act={t(how === "vacate" ? "desk.seat_act_vacate" : "desk.seat_act_pass")}
      error={pass.error}
      pending={pass.isPending}
      isDisabled={held || how === null || (passes && !successor)}
      onSubmit={() => pass.mutate({ successor: passes ? (successor ?? "") : "", reason })}
    >
      {held && <Banner tone="warn" title={t("desk.seat_held")} />}
      <RadioGroup
        label={t("desk.seat_how")}
        value={how}
        onChange={setHow}
        options={[
          {
            value: "pass",
            label: t("desk.seat_pass"),
            note: others.length === 0 ? t("desk.seat_pass_nobody") : t("desk.seat_pass_note"),
          },
          { value: "vacate", label: t("desk.seat_vacate"), note: t("desk.seat_vacate_note") },
        ]}
      />
      {passes && (
        <Select
          name="successor"
          label={t("desk.successor")}
          value={successor}
          onChange={setSuccessor}
          error={fieldError(pass.error, "successor")}
          options={others.map((member) => ({
            value: member.person,
            label: member.full_name,
            note: member.posts.map((post) => pick(post.title_vi, post.title_en)).join("; "),
          }))}
        />
      )}
      <TextArea
        name="reason"
        label={t("desk.reason")}
        hint={t("desk.seat_reason_hint")}
        rows={3}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={fieldError(pass.error, "reason")}
      />
    </ActDialog>
  );
}
