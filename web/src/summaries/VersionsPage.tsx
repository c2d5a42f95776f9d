/** The versions of a table: who made and approved each, what differs, and who did what. */
import { useState } from "react";
import { useAsNew, useThing } from "../api/query.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { useLive, useView } from "../live/hooks.ts";
import { EmptyState, Page, Section } from "../ui/Page.tsx";
import { Pagination } from "../ui/Pagination.tsx";
import { Select } from "../ui/Select.tsx";
import { Banner, Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { Difference } from "./Difference.tsx";
import { deedText, folded } from "./told.ts";
import type { Diff, Entry, History, Version } from "./types.ts";

export default function VersionsPage({ id }: { id: string }) {
  const [pages, setPages] = useState<number[]>([]); // where the pages that were left behind ended
  const history = useHistory(id, pages.at(-1) ?? 0);
  return (
    <Read of={history}>
      {(view) => (
        <Page
          title={t("versions.title")}
          lead={`${view.asked.draft} - ${view.asked.text}`}
          back={{ href: `/summaries/${id}`, label: t("synth.to_review") }}
          width="wide"
        >
          <Section title={t("versions.list")} lead={t("versions.list_lead")}>
            <VersionTable versions={view.versions} />
          </Section>
          {view.versions.length > 0 && (
            <Section title={t("versions.compare")}>
              <Compare id={id} rev={view.rev} versions={view.versions} />
            </Section>
          )}
          {view.items.length > 0 && (
            <Section title={t("versions.history")} lead={t("versions.history_lead")}>
              <Deeds entries={view.items} />
              {(pages.length > 0 || view.next > 0) && (
                <Pagination
                  onPrevious={pages.length > 0 ? () => setPages(pages.slice(0, -1)) : undefined}
                  onNext={view.next > 0 ? () => setPages([...pages, view.next]) : undefined}
                >
                  {t("versions.page", { page: pages.length + 1 })}
                </Pagination>
              )}
            </Section>
          )}
        </Page>
      )}
    </Read>
  );
}

/** A page of the history, read again when the synthesis has come further. */
function useHistory(id: string, before: number) {
  useLive(`synthesis:${id}`);
  const news = useView<{ rev: number }>(`synthesis/${id}`);
  const ref = `synthesis-history/${id}/${before}`;
  const history = useThing<History>(ref, `/api/syntheses/${id}/history?before=${before}`);
  useAsNew(ref, history.data?.rev, news?.rev);
  return history;
}

function VersionTable({ versions }: { versions: Version[] }) {
  return (
    <Table
      caption={t("versions.list")}
      hideCaption
      rows={versions}
      rowKey={(one) => String(one.version)}
      empty={<EmptyState title={t("versions.none")}>{t("versions.none_lead")}</EmptyState>}
      columns={[
        {
          key: "version",
          header: t("versions.version"),
          kind: "fit",
          rowHeader: true,
          cell: (one) => t("versions.number", { number: one.version }),
        },
        { key: "state", header: t("versions.state"), cell: (one) => <State of={one} /> },
        {
          key: "made",
          header: t("versions.made"),
          cell: (one) =>
            one.made_at ? t("versions.by_at", { name: one.made_by, at: formatDateTime(one.made_at) }) : "",
        },
        {
          key: "hash",
          header: t("versions.hash"),
          kind: "fit",
          cell: (one) => <span className="mono">{one.hash.slice(0, 12)}</span>,
        },
      ]}
    />
  );
}

function State({ of }: { of: Version }) {
  if (of.approved_at)
    return (
      <span className="stack-tight">
        <StateTag tone="good">{t("versions.approved")}</StateTag>
        <span className="soft small">
          {t("versions.approved_by", { name: of.approved_by, at: formatDateTime(of.approved_at) })}
        </span>
      </span>
    );
  if (of.current) return <StateTag tone="active">{t("versions.review")}</StateTag>;
  return <StateTag>{t("versions.left")}</StateTag>;
}

function Compare({ id, rev, versions }: { id: string; rev: number; versions: Version[] }) {
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const newest = versions[0]?.version ?? 0;
  const previous = versions[1]?.version;
  if (previous === undefined) return <p className="soft">{t("versions.compare_one")}</p>;
  const [first, second] = [from ?? previous, to ?? newest];
  const options = (list: Version[]) =>
    list.map((one) => ({ value: String(one.version), label: t("versions.number", { number: one.version }) }));
  return (
    <div className="stack">
      <div className="synth-compare">
        <Select
          label={t("versions.from")}
          options={options(versions.slice(1))}
          value={String(first)}
          onChange={(value) => setFrom(Number(value))}
        />
        <Select
          label={t("versions.to")}
          options={options(versions.slice(0, -1))}
          value={String(second)}
          onChange={(value) => setTo(Number(value))}
        />
      </div>
      {first < second ? (
        <Between id={id} rev={rev} from={first} to={versions.find((one) => one.version === second)} />
      ) : (
        <Banner tone="warn">{t("versions.order")}</Banner>
      )}
    </div>
  );
}

/** The version under review changes: its differences are those of this rev. */
function Between({ id, rev, from, to }: { id: string; rev: number; from: number; to: Version | undefined }) {
  const at = to?.kept ? to.version : 0;
  const ref = `synthesis-diff/${id}/${from}/${at || `0@${rev}`}`;
  const diff = useThing<Diff>(ref, `/api/syntheses/${id}/diff?from=${from}&to=${at}`);
  return <Read of={diff}>{(view) => <Difference view={view} />}</Read>;
}

function Deeds({ entries }: { entries: Entry[] }) {
  return (
    <ol className="synth-deeds plain-list">
      {folded(entries).map((deed, index) => (
        <li key={`${deed.entry.at}${index}`}>
          <time className="number soft" dateTime={deed.entry.at}>
            {formatDateTime(deed.entry.at)}
          </time>
          <p>
            <strong>{deed.entry.by || t("versions.system")}</strong>: {deedText(deed)}
          </p>
        </li>
      ))}
    </ol>
  );
}
