/** What came in for the members one works for: by member, the nearest deadline first. */
import { Link } from "wouter";
import { useList } from "../../api/query.ts";
import { type Me, useMe } from "../../api/session.ts";
import { Notices } from "../../app/Notices.tsx";
import { formatDateTime, formatDeadline } from "../../i18n/format.ts";
import { pick, t } from "../../i18n/index.ts";
import { useLive } from "../../live/hooks.ts";
import { Countdown } from "../../ui/Connection.tsx";
import { EmptyState, Page, Section } from "../../ui/Page.tsx";
import { Read, StateTag } from "../../ui/Status.tsx";
import { type Column, Table } from "../../ui/Table.tsx";
import { above } from "../parts/Steps.tsx";
import type { BallotLine } from "../parts/types.ts";
import { stepText } from "../parts/words.ts";

type Office = Me["offices"][number];

const refs = ["ballots/", "office-draft/"];

export default function OfficeList() {
  const me = useMe();
  const list = useList<BallotLine>("/api/ballots", { list: "office", limit: 200 }, { refs });
  const place = (ballot: string) => {
    const line = list.data?.items.find((one) => one.id === ballot);
    return line?.mine && `/ballots/office/${ballot}/${line.mine.member.id}`;
  };
  return (
    <Page title={t("office.title")} lead={t("office.lead")}>
      {me.offices.map((office) => (
        <Follow key={office.member.id} member={office.member.id} />
      ))}
      <Read of={list}>
        {(page) =>
          me.offices.length === 0 ? (
            <EmptyState title={t("office.none")}>{t("office.none_lead")}</EmptyState>
          ) : (
            me.offices.map((office) => (
              <MemberSection
                key={office.member.id}
                office={office}
                lines={page.items.filter((line) => line.mine?.member.id === office.member.id)}
              />
            ))
          )
        }
      </Read>
      <Notices refs={refs} hrefOf={place} />
    </Page>
  );
}

/** Follows what happens in one office. */
function Follow({ member }: { member: string }) {
  useLive(`office:${member}`);
  return null;
}

function MemberSection({ office, lines }: { office: Office; lines: BallotLine[] }) {
  const { member } = office;
  return (
    <Section
      title={[member.honorific, member.full_name].filter(Boolean).join(" ")}
      lead={t("office.member_lead", {
        post: pick(member.title_vi, member.title_en),
        step: stepText(office.step),
      })}
    >
      <Table
        caption={t("office.caption", { name: member.full_name })}
        hideCaption
        columns={columns(office)}
        rows={lines}
        rowKey={(line) => line.id}
        empty={<EmptyState title={t("office.empty")}>{t("office.empty_lead")}</EmptyState>}
      />
    </Section>
  );
}

function columns(office: Office): Column<BallotLine>[] {
  return [
    {
      key: "ballot",
      header: t("office.col_ballot"),
      rowHeader: true,
      cell: (line) => (
        <>
          <Link href={`/ballots/office/${line.id}/${office.member.id}`}>{line.title}</Link>
          <span className="option-note">{line.lead}</span>
        </>
      ),
    },
    {
      key: "deadline",
      header: t("office.col_deadline"),
      kind: "fit",
      cell: (line) =>
        line.deadline_at && (
          <>
            <span className="number">{formatDeadline(line.deadline_at)}</span>
            <span className="option-note">
              <Countdown until={line.deadline_at} />
            </span>
          </>
        ),
    },
    { key: "draft", header: t("office.col_draft"), cell: (line) => <DraftState line={line} step={office.step} /> },
    {
      key: "answer",
      header: t("office.col_answer"),
      kind: "fit",
      cell: (line) =>
        line.mine?.recused ? (
          <StateTag>{t("answer.recused")}</StateTag>
        ) : line.mine?.answered_at ? (
          <>
            <StateTag tone="good">{t("office.answered")}</StateTag>
            <span className="option-note number">{formatDateTime(line.mine.answered_at)}</span>
          </>
        ) : (
          <StateTag tone="warn">{t("office.not_answered")}</StateTag>
        ),
    },
  ];
}

function DraftState({ line, step }: { line: BallotLine; step: string }) {
  const mine = line.mine;
  if (!mine || mine.draft_step === "") return <StateTag>{t("office.no_draft")}</StateTag>;
  if (mine.draft_step === step)
    return (
      <StateTag tone={mine.draft_refused ? "warn" : "active"}>
        {mine.draft_refused ? t("office.refused_with_you") : t("office.with_you")}
      </StateTag>
    );
  const passed = above(mine.draft_step, step);
  return (
    <StateTag tone={mine.draft_refused ? "warn" : passed ? "good" : "neutral"}>
      {mine.draft_step === "member" ? t("office.with_member") : t("office.at", { step: stepText(mine.draft_step) })}
    </StateTag>
  );
}
