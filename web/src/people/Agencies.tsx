/** The agencies: those that draft, and to which posts belong. */
import { Plus } from "lucide-react";
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useCommand, useList } from "../api/query.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { EmptyState, Page } from "../ui/Page.tsx";
import { ErrorSummary, Read } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import type { Agency } from "./types.ts";

export function Agencies() {
  const agencies = useList<Agency>("/api/agencies");
  const [open, setOpen] = useState<"" | "add" | Agency>("");
  return (
    <Page
      title={t("nav.agencies")}
      lead={t("people.agencies_lead")}
      actions={
        <Button variant="primary" icon={<Plus aria-hidden />} onPress={() => setOpen("add")}>
          {t("people.add_agency")}
        </Button>
      }
    >
      <Read of={agencies}>
        {(list) => (
          <Table
            caption={t("nav.agencies")}
            hideCaption
            rows={list.items}
            rowKey={(agency) => agency.id}
            empty={<EmptyState title={t("people.no_agencies")}>{t("people.no_agencies_lead")}</EmptyState>}
            columns={[
              {
                key: "name",
                header: t("people.name_vi"),
                rowHeader: true,
                cell: (agency) => <span lang="vi">{agency.name_vi}</span>,
              },
              { key: "en", header: t("people.name_en"), cell: (agency) => <span lang="en">{agency.name_en}</span> },
              { key: "code", header: t("people.code"), kind: "fit", cell: (agency) => agency.code },
              {
                key: "acts",
                header: <span className="visually-hidden">{t("people.acts")}</span>,
                kind: "fit",
                cell: (agency) => (
                  <Button onPress={() => setOpen(agency)} aria-label={t("people.edit_named", { name: agency.name_vi })}>
                    {t("act.edit")}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Read>
      {open !== "" && <AgencyDialog agency={open === "add" ? null : open} onClose={() => setOpen("")} />}
    </Page>
  );
}

interface Terms {
  name_vi: string;
  name_en: string;
  code: string;
}

function AgencyDialog({ agency, onClose }: { agency: Agency | null; onClose: () => void }) {
  const [terms, setTerms] = useState<Terms>({
    name_vi: agency?.name_vi ?? "",
    name_en: agency?.name_en ?? "",
    code: agency?.code ?? "",
  });
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const send = useCommand<Terms & { rev?: number }, Agency>(
    {
      method: agency ? "PUT" : "POST",
      path: agency ? `/api/agencies/${agency.id}` : "/api/agencies",
      touches: ["/api/agencies", "/api/people"],
    },
    { onDone: onClose },
  );
  const at = (path: string) =>
    wrong.find((one) => one.path === path)?.text ??
    (send.error instanceof Problem ? send.error.field(path) : undefined);
  const rev = send.error instanceof Problem && send.error.stale ? (send.error.current as Agency).rev : agency?.rev;
  const set = (change: Partial<Terms>) => setTerms({ ...terms, ...change });
  const save = () => {
    const found = [
      ...(terms.name_vi.trim() ? [] : [{ path: "name_vi", text: t("people.agency_name_missing") }]),
      ...(terms.code.trim() ? [] : [{ path: "code", text: t("people.code_missing") }]),
    ];
    setWrong(found);
    if (found.length === 0) send.mutate({ ...terms, ...(rev === undefined ? {} : { rev }) });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(agency ? "people.edit_agency" : "people.add_agency")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={save} pending={send.isPending && t("state.saving")}>
            {t(agency ? "act.save" : "act.add")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} more={wrong} onRetry={save} />
      <TextField
        label={t("people.name_vi")}
        name="name_vi"
        maxLength={200}
        value={terms.name_vi}
        onChange={(name_vi) => set({ name_vi })}
        error={at("name_vi")}
      />
      <TextField
        label={t("people.name_en")}
        optional
        name="name_en"
        maxLength={200}
        value={terms.name_en}
        onChange={(name_en) => set({ name_en })}
        error={at("name_en")}
      />
      <TextField
        label={t("people.code")}
        hint={t("people.code_hint")}
        name="code"
        maxLength={30}
        value={terms.code}
        onChange={(code) => set({ code })}
        error={at("code")}
      />
    </Dialog>
  );
}
