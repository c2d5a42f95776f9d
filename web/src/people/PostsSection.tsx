/** The posts of a person over time: give, correct, end. */
import { Plus } from "lucide-react";
import { useState } from "react";
import { Problem } from "../api/problem.ts";
import { useCommand, useList } from "../api/query.ts";
import { pick, t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { EmptyState, Section } from "../ui/Page.tsx";
import { Select } from "../ui/Select.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { EndDialog } from "./EndDialog.tsx";
import { forbidden, inWords, roleText } from "./rules.ts";
import { running, SpanState, SpanText } from "./Span.tsx";
import { type Days, moments, SpanFields } from "./SpanFields.tsx";
import type { Agency, Given, Post, RecordView } from "./types.ts";

export function PostsSection({ record }: { record: RecordView }) {
  const person = record.person.id;
  const agencies = useList<Agency>("/api/agencies");
  const [open, setOpen] = useState<"" | "give" | Post>("");
  const [ending, setEnding] = useState<Post | null>(null);
  const [waiting, setWaiting] = useState(false);
  const agencyName = (id: string) => {
    const agency = agencies.data?.items.find((one) => one.id === id);
    return agency ? pick(agency.name_vi, agency.name_en) : "";
  };
  return (
    <Section
      title={t("people.posts")}
      tools={
        <Button icon={<Plus aria-hidden />} onPress={() => setOpen("give")}>
          {t("people.give_post")}
        </Button>
      }
    >
      {waiting && <Banner title={t("people.waits_second")}>{t("people.waits_second_lead")}</Banner>}
      <Table
        caption={t("people.posts")}
        hideCaption
        rows={newestFirst(record.posts)}
        rowKey={(post) => post.id}
        empty={<EmptyState title={t("people.no_posts")}>{t("people.no_posts_lead")}</EmptyState>}
        columns={[
          {
            key: "title",
            header: t("people.post"),
            rowHeader: true,
            cell: (post) => (
              <span className="stack-tight">
                {pick(post.title_vi, post.title_en)}
                <span className="soft small people-plain">
                  {[
                    agencyName(post.agency),
                    post.member ? t("people.post_member", { seat: post.seat }) : "",
                    post.tie ? t("people.tie") : "",
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
            ),
          },
          { key: "span", header: t("people.time"), cell: (post) => <SpanText span={post} /> },
          { key: "state", header: t("people.state"), kind: "fit", cell: (post) => <SpanState span={post} /> },
          {
            key: "acts",
            header: <span className="visually-hidden">{t("people.acts")}</span>,
            kind: "fit",
            cell: (post) =>
              running(post) && (
                <span className="row people-acts">
                  <Button onPress={() => setOpen(post)} aria-label={t("people.edit_named", { name: post.title_vi })}>
                    {t("act.edit")}
                  </Button>
                  <Button onPress={() => setEnding(post)} aria-label={t("people.end_named", { name: post.title_vi })}>
                    {t("people.end")}
                  </Button>
                </span>
              ),
          },
        ]}
      />
      {open !== "" && (
        <PostDialog
          record={record}
          post={open === "give" ? null : open}
          agencies={agencies.data?.items ?? []}
          onClose={() => setOpen("")}
          onDone={(waits) => {
            setOpen("");
            setWaiting(waits);
          }}
        />
      )}
      {ending && (
        <EndDialog
          title={t("people.end_post_title", { name: pick(ending.title_vi, ending.title_en) })}
          effect={t(ending.member ? "people.end_member_effect" : "people.end_post_effect")}
          path={`/api/posts/${ending.id}/end`}
          rev={ending.rev}
          touches={[`person/${person}`, "/api/people", "/api/members"]}
          onClose={() => setEnding(null)}
        />
      )}
    </Section>
  );
}

/** What runs, what will, what is over; in each the newest first. */
export function newestFirst<T extends { from: string; until: string | null }>(list: T[]): T[] {
  return [...list].sort((a, b) => Number(running(b)) - Number(running(a)) || b.from.localeCompare(a.from));
}

interface PostBody {
  title_vi: string;
  title_en: string;
  agency: string;
  seat?: number;
  member?: boolean;
  tie?: boolean;
  from?: string;
  until?: string;
  rev?: number;
}

const none = "-";

function PostDialog({
  record,
  post,
  agencies,
  onClose,
  onDone,
}: {
  record: RecordView;
  post: Post | null;
  agencies: Agency[];
  onClose: () => void;
  onDone: (waits: boolean) => void;
}) {
  const [terms, setTerms] = useState({
    title_vi: post?.title_vi ?? "",
    title_en: post?.title_en ?? "",
    agency: post?.agency ?? "",
    member: post?.member ?? false,
    tie: post?.tie ?? false,
    seat: post?.seat ? String(post.seat) : "",
  });
  const [days, setDays] = useState<Days>({ from: "", until: "" });
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const set = (change: Partial<typeof terms>) => setTerms({ ...terms, ...change });
  const person = record.person.id;
  const send = useCommand<PostBody, Given>(
    {
      method: post ? "PUT" : "POST",
      path: post ? `/api/posts/${post.id}` : `/api/people/${person}/posts`,
      touches: [`person/${person}`, "/api/people", "/api/members", "/api/change-requests"],
    },
    {
      onDone: (out) => {
        announce(t(out.waiting ? "people.waits_second" : "people.saved"));
        onDone(Boolean(out.waiting));
      },
    },
  );
  const at = (path: string) =>
    wrong.find((one) => one.path === path)?.text ??
    (send.error instanceof Problem ? send.error.field(path) : undefined);
  const clash = terms.member ? forbidden([...record.roles, "member"]) : [];
  const save = () => {
    const found = [
      ...(terms.title_vi.trim() ? [] : [{ path: "title_vi", text: t("people.post_missing") }]),
      ...(terms.member && !/^[1-9]\d{0,3}$/.test(terms.seat) ? [{ path: "seat", text: t("people.seat_missing") }] : []),
    ];
    setWrong(found);
    send.reset();
    if (found.length > 0) return;
    const words = { title_vi: terms.title_vi, title_en: terms.title_en, agency: terms.agency };
    if (post) {
      const until = days.until ? moments(days).until : post.until;
      send.mutate({ ...words, ...(until ? { until } : {}), rev: post.rev });
    } else {
      const member = terms.member ? { member: true, tie: terms.tie, seat: Number(terms.seat) } : {};
      send.mutate({ ...words, ...member, ...moments(days) });
    }
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(post ? "people.edit_post" : "people.give_post")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={save} pending={send.isPending && t("state.sending")}>
            {t(post ? "act.save" : terms.member ? "people.ask_second" : "people.give")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={inWords(send.error)} more={wrong} onRetry={save} />
      {post && <p className="soft">{t("people.edit_post_lead")}</p>}
      <TextField
        label={t("people.post_vi")}
        name="title_vi"
        maxLength={200}
        value={terms.title_vi}
        onChange={(title_vi) => set({ title_vi })}
        error={at("title_vi")}
      />
      <TextField
        label={t("people.post_en")}
        optional
        name="title_en"
        maxLength={200}
        value={terms.title_en}
        onChange={(title_en) => set({ title_en })}
        error={at("title_en")}
      />
      <Select
        label={t("people.agency")}
        optional
        name="agency"
        options={[
          { value: none, label: t("people.no_agency") },
          ...agencies.map((agency) => ({ value: agency.id, label: pick(agency.name_vi, agency.name_en) })),
        ]}
        value={terms.agency || none}
        onChange={(agency) => set({ agency: agency === none ? "" : agency })}
        error={at("agency")}
      />
      {!post && (
        <Checkbox
          isSelected={terms.member}
          onChange={(member) => set({ member, tie: member && terms.tie })}
          name="member"
        >
          {t("people.makes_member")}
        </Checkbox>
      )}
      {!post && terms.member && (
        <>
          <Banner title={t("people.second_needed")}>{t("people.second_needed_lead")}</Banner>
          {clash.length > 0 && <Clash roles={clash} />}
          <TextField
            label={t("people.seat")}
            hint={t("people.seat_hint")}
            name="seat"
            inputMode="numeric"
            maxLength={4}
            value={terms.seat}
            onChange={(seat) => set({ seat })}
            error={at("seat")}
          />
          <Checkbox isSelected={terms.tie} onChange={(tie) => set({ tie })} name="tie">
            {t("people.gives_tie")}
          </Checkbox>
        </>
      )}
      {post ? (
        <PostUntil days={days} onChange={setDays} errorAt={at} />
      ) : (
        <SpanFields days={days} onChange={setDays} errorAt={at} />
      )}
    </Dialog>
  );
}

function PostUntil({
  days,
  onChange,
  errorAt,
}: {
  days: Days;
  onChange: (days: Days) => void;
  errorAt: (path: string) => string | undefined;
}) {
  return (
    <>
      <p className="soft small">{t("people.bring_forward")}</p>
      <SpanFields days={days} onChange={onChange} errorAt={errorAt} onlyUntil />
    </>
  );
}

/** Roles that one person may not hold together, and why. */
export function Clash({ roles }: { roles: string[] }) {
  return (
    <Banner tone="warn" title={t("people.not_together", { roles: roles.map(roleText).join(", ") })}>
      {t("people.not_together_why")}
    </Banner>
  );
}
