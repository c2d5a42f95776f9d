/** All profiles side by side: figures in rows, profiles in columns, each figure with where it comes from. */
import { PencilLine, Plus } from "lucide-react";
import { hasRole, useMe } from "../api/session.ts";
import { formatDate, formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { LinkButton } from "../ui/Button.tsx";
import { EmptyState, Page, Section } from "../ui/Page.tsx";
import { Banner, Read, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { type Profile, type Profiles, useProfiles } from "./calls.ts";
import { datesText, type Figure, figures, figureText, profileTitle, valueText } from "./words.ts";

export function ProfilesPage() {
  const profiles = useProfiles();
  const edits = hasRole(useMe(), "administrator");
  return (
    <Page title={t("rules.title")} lead={t("rules.lead")} width="wide">
      <Read of={profiles}>
        {(all) => (
          <>
            <Today all={all} />
            <Comparison all={all} edits={edits} />
            <Section title={t("rules.own_title")} lead={t("rules.own_lead")}>
              {edits ? (
                <div>
                  <LinkButton href="/rules/profiles/new" icon={<Plus aria-hidden />}>
                    {t("rules.add")}
                  </LinkButton>
                </div>
              ) : (
                <p className="soft">{t("rules.read_only")}</p>
              )}
            </Section>
            <Changes all={all} />
          </>
        )}
      </Read>
    </Page>
  );
}

function Today({ all }: { all: Profiles }) {
  const date = formatDate(all.today);
  const now = all.items.find((one) => one.id === all.in_force);
  return (
    <>
      {now ? (
        <Banner tone="good" title={t("rules.in_force", { date, title: profileTitle(now) })}>
          {now.figures.second_hand && t("rules.second_hand_lead")}
        </Banner>
      ) : (
        <Banner tone="bad" title={t("rules.none_in_force", { date })}>
          {t("rules.none_in_force_lead")}
        </Banner>
      )}
      {all.gaps.length > 0 && (
        <Banner tone="warn" title={t("rules.gaps_title")}>
          <ul className="plain-list">
            {all.gaps.map((gap) => (
              <li key={gap.from}>
                {gap.until
                  ? t("rules.gap", { from: formatDate(gap.from), until: formatDate(gap.until) })
                  : t("rules.gap_open", { from: formatDate(gap.from) })}
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </>
  );
}

function Comparison({ all, edits }: { all: Profiles; edits: boolean }) {
  const dated = all.items.filter((one) => !one.template);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region" aria-label={t("rules.table")} tabIndex={0}>
      <table className="table rules-table">
        <caption className="visually-hidden">{t("rules.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("rules.figure")}</th>
            {dated.map((one) => (
              <th key={one.id} scope="col">
                <Head profile={one} today={all.today} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure}>
              <th scope="row">{figureText(figure)}</th>
              {dated.map((one) => (
                <td key={one.id}>
                  <Value profile={one} figure={figure} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {edits && (
          <tfoot className="no-print">
            <tr>
              <td />
              {dated.map((one) => (
                <td key={one.id}>
                  <LinkButton href={`/rules/profiles/${one.id}`} icon={<PencilLine aria-hidden />}>
                    {t("rules.edit")}
                    <span className="visually-hidden">: {profileTitle(one)}</span>
                  </LinkButton>
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function Head({ profile, today }: { profile: Profile; today: string }) {
  return (
    <span className="rules-head">
      <span className="rules-head-title">{profileTitle(profile)}</span>
      <span className="number">{datesText(profile.figures)}</span>
      <span className="row rules-tags">
        <State profile={profile} today={today} />
        {profile.own && <StateTag>{t("rules.own")}</StateTag>}
        {profile.figures.second_hand && <StateTag tone="warn">{t("rules.second_hand")}</StateTag>}
      </span>
    </span>
  );
}

function State({ profile, today }: { profile: Profile; today: string }) {
  if (!profile.in_use) return <StateTag tone="warn">{t("rules.state_out")}</StateTag>;
  if (profile.in_force) return <StateTag tone="good">{t("rules.state_now")}</StateTag>;
  return <StateTag>{t(profile.figures.from > today ? "rules.state_coming" : "rules.state_past")}</StateTag>;
}

/** What the profile says, where from, and what stood there before it was corrected. */
function Value({ profile, figure }: { profile: Profile; figure: Figure }) {
  const value = valueText(figure, profile.figures);
  const before = profile.shipped && profile.changed.includes(figure) ? valueText(figure, profile.shipped) : null;
  return (
    <span className="rules-value">
      <span>{value}</span>
      <Origin origin={profile.figures.origins[figure] ?? ""} source={profile.figures.source} />
      {before !== null && (
        <span className="small">
          <StateTag tone="active">{t("rules.corrected")}</StateTag>
          {before !== value && <span className="rules-before"> {t("rules.shipped_said", { value: before })}</span>}
        </span>
      )}
    </span>
  );
}

/** The profile's own text is named in the column's head and not again in each cell. */
function Origin({ origin, source }: { origin: string; source: string }) {
  if (origin === "assumed") return <em className="small soft">({t("rules.origin_assumed")})</em>;
  if (origin === "not_established") return <em className="small soft">({t("rules.origin_not_established")})</em>;
  if (origin === source) return null;
  return <span className="small soft">{t("rules.origin_from", { source: origin })}</span>;
}

function Changes({ all }: { all: Profiles }) {
  const rows = all.items
    .flatMap((profile) => profile.history.map((change) => ({ profile, change })))
    .sort((a, b) => b.change.rev - a.change.rev);
  return (
    <Section title={t("rules.changes")}>
      <Table
        caption={t("rules.changes")}
        hideCaption
        rows={rows}
        rowKey={({ change }) => String(change.rev)}
        columns={[
          {
            key: "at",
            header: t("rules.change_when"),
            kind: "fit",
            cell: ({ change }) => <span className="number">{formatDateTime(change.at)}</span>,
          },
          { key: "who", header: t("rules.change_who"), cell: ({ change }) => change.by_name },
          {
            key: "what",
            header: t("rules.change_what"),
            rowHeader: true,
            cell: ({ profile }) => profileTitle(profile),
          },
          { key: "why", header: t("rules.change_why"), cell: ({ change }) => change.reason },
        ]}
        empty={<EmptyState title={t("rules.changes_empty")}>{t("rules.changes_empty_lead")}</EmptyState>}
      />
    </Section>
  );
}
