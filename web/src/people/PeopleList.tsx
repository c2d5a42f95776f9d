/** All persons of the body, by given name, searched with or without marks. */
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { Problem } from "../api/problem.ts";
import { useCommand, useList } from "../api/query.ts";
import { useLate } from "../directory/useLate.ts";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { EmptyState, Page } from "../ui/Page.tsx";
import { Pagination } from "../ui/Pagination.tsx";
import { ErrorSummary, Read } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { type PersonData, PersonFields, wantingName } from "./PersonFields.tsx";
import type { Brief, RecordView } from "./types.ts";

export function PeopleList() {
  const [words, setWords] = useState("");
  const q = useLate(words.trim());
  const [pages, setPages] = useState<string[]>([]);
  const [adding, setAdding] = useState(false);
  const people = useList<Brief>("/api/people", { q, after: pages.at(-1), limit: 50 });
  return (
    <Page
      title={t("nav.people")}
      lead={t("people.lead")}
      actions={
        <Button variant="primary" icon={<UserPlus aria-hidden />} onPress={() => setAdding(true)}>
          {t("people.add")}
        </Button>
      }
    >
      <search className="people-search">
        <TextField
          label={t("people.search")}
          hint={t("people.search_hint")}
          type="search"
          maxLength={100}
          value={words}
          onChange={(next) => {
            setWords(next);
            setPages([]);
          }}
        />
      </search>
      <Read of={people}>
        {(list) => (
          <div className="stack">
            <Table
              caption={t("nav.people")}
              hideCaption
              rows={list.items}
              rowKey={(person) => person.id}
              empty={<EmptyState title={t("people.none_found")}>{t("people.none_found_lead")}</EmptyState>}
              columns={[
                {
                  key: "name",
                  header: t("people.name"),
                  rowHeader: true,
                  cell: (person) => (
                    <Link href={`/people/${person.id}`} className="people-link">
                      {[person.honorific, person.full_name].filter(Boolean).join(" ")}
                    </Link>
                  ),
                },
                {
                  key: "post",
                  header: t("people.post"),
                  cell: (person) =>
                    pick(person.title_vi, person.title_en) || <span className="soft">{t("people.no_post")}</span>,
                },
                {
                  key: "agency",
                  header: t("people.agency"),
                  cell: (person) => pick(person.agency_vi, person.agency_en),
                },
              ]}
            />
            <Pagination
              onPrevious={pages.length > 0 ? () => setPages(pages.slice(0, -1)) : undefined}
              onNext={list.next ? () => setPages([...pages, list.next ?? ""]) : undefined}
            />
          </div>
        )}
      </Read>
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const [, go] = useLocation();
  const [data, setData] = useState<PersonData>({ full_name: "", honorific: "", email: "", language: "vi" });
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const send = useCommand<PersonData, RecordView>(
    { path: "/api/people", touches: ["/api/people"] },
    { onDone: (record) => go(`/people/${record.person.id}`) },
  );
  const at = (path: string) =>
    wrong.find((one) => one.path === path)?.text ??
    (send.error instanceof Problem ? send.error.field(path) : undefined);
  const add = () => {
    const found = wantingName(data);
    setWrong(found);
    send.reset();
    if (found.length === 0) send.mutate(data);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("people.add")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={add} pending={send.isPending && t("state.sending")}>
            {t("people.add_submit")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} more={wrong} onRetry={add} />
      <p>{t("people.add_lead")}</p>
      <PersonFields data={data} onChange={setData} errorAt={at} />
    </Dialog>
  );
}
