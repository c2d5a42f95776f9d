/** Who would be asked if the ballot went out at its time, and who does not take part. */
import { formatDateTime } from "../../../i18n/format.ts";
import { pick, t } from "../../../i18n/index.ts";
import { Checkbox } from "../../../ui/Choice.tsx";
import { Section } from "../../../ui/Page.tsx";
import { Read, StateTag } from "../../../ui/Status.tsx";
import { Table } from "../../../ui/Table.tsx";
import type { BodyMember } from "../ballot.ts";

export function Members({
  list,
  at,
  recused,
  onChange,
}: {
  list: { data: { items: BodyMember[] } | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  at: string;
  recused: string[];
  onChange: (recused: string[]) => void;
}) {
  return (
    <Section title={t("desk.part_members")} lead={t("desk.members_lead")}>
      <Read of={list}>
        {({ items }) => (
          <div className="stack-tight desk-members">
            <p>
              {at
                ? t("desk.members_at", { count: items.length, at: formatDateTime(at) })
                : t("desk.members_now", { count: items.length })}{" "}
              {recused.length > 0 && t("desk.members_recused", { count: recused.length })}
            </p>
            <Table
              caption={t("desk.part_members")}
              hideCaption
              rows={items}
              rowKey={(member) => member.person}
              columns={[
                { key: "seat", header: t("desk.seat"), kind: "number", cell: (_, index) => index + 1 },
                {
                  key: "name",
                  header: t("desk.member"),
                  rowHeader: true,
                  cell: (member) => (
                    <>
                      {member.full_name} {member.tie && <StateTag>{t("desk.tie_mark")}</StateTag>}
                      <span className="option-note">
                        {member.posts.map((post) => pick(post.title_vi, post.title_en)).join("; ")}
                      </span>
                    </>
                  ),
                },
                {
                  key: "recused",
                  header: t("desk.col_recused"),
                  kind: "fit",
                  cell: (member) => (
                    <Checkbox
                      isSelected={recused.includes(member.person)}
                      onChange={(selected) =>
                        onChange(
                          selected ? [...recused, member.person] : recused.filter((person) => person !== member.person),
                        )
                      }
                    >
                      {t("answer.recused")}
                      <span className="visually-hidden">: {member.full_name}</span>
                    </Checkbox>
                  ),
                },
              ]}
            />
          </div>
        )}
      </Read>
    </Section>
  );
}
