/** Starting a ballot: on which of the matters that were checked and taken. */
import { useState } from "react";
import { useLocation } from "wouter";
import { useCommand, useList } from "../../api/query.ts";
import { formatDate } from "../../i18n/format.ts";
import { pick, t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { RadioGroup } from "../../ui/Choice.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/Field.tsx";
import { EmptyState } from "../../ui/Page.tsx";
import { ErrorSummary, Read } from "../../ui/Status.tsx";
import type { Ballot } from "../parts/types.ts";
import { keepBallot, type MatterLine } from "./ballot.ts";
import { matches } from "./words.ts";

export function NewBallot({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [, go] = useLocation();
  const [matter, choose] = useState<string | null>(null);
  const [typed, type] = useState("");
  const [kind, ask] = useState("members");
  const matters = useList<MatterLine>(
    "/api/matters",
    { state: "taken", limit: 200 },
    { enabled: isOpen, refs: ["matter"] },
  );
  const make = useCommand<{ matter: string; kind: string }, Ballot>(
    { path: "/api/ballots", touches: ["/api/ballots"] },
    {
      onDone: (ballot) => {
        keepBallot(ballot);
        go(`/ballots/desk/${ballot.id}/edit`);
      },
    },
  );
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("desk.new_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={!matter}
            pending={make.isPending && t("state.sending")}
            onPress={() => matter && make.mutate({ matter, kind })}
          >
            {t("desk.new_make")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={make.error} />
      <Read of={matters}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t("desk.new_none")}>{t("desk.new_none_lead")}</EmptyState>
          ) : (
            <>
              <RadioGroup
                label={t("consult.new_kind")}
                name="kind"
                value={kind}
                onChange={ask}
                options={[
                  { value: "members", label: t("consult.new_members"), note: t("consult.new_members_note") },
                  {
                    value: "consultation",
                    label: t("consult.new_consultation"),
                    note: t("consult.new_consultation_note"),
                  },
                ]}
              />
              {items.length > 6 && (
                <TextField label={t("desk.new_search")} type="search" value={typed} onChange={type} />
              )}
              <RadioGroup
                label={t("desk.new_matter")}
                hint={t("desk.new_hint")}
                name="matter"
                value={matter}
                onChange={choose}
                options={items
                  .filter((one) => matches(one.title, typed))
                  .map((one) => ({
                    value: one.id,
                    label: one.title,
                    note: `${pick(one.agency.name.vi, one.agency.name.en)} · ${t("desk.taken_on", { date: formatDate(one.changed_at) })}`,
                  }))}
              />
            </>
          )
        }
      </Read>
    </Dialog>
  );
}
