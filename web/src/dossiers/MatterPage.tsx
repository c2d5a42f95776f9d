/** One matter: why it came back, what it is, its papers, its ballots, its history, and the step that is due. */
import { PencilLine, Printer, Send, Undo2 } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { Problem } from "../api/problem.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button, LateButton, LinkButton } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { announce } from "../ui/Live.tsx";
import { DefinitionList, Page, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read, StateTag } from "../ui/Status.tsx";
import { Ballots } from "./Ballots.tsx";
import { useChange, useMatter, useStanding } from "./calls.ts";
import { History } from "./History.tsx";
import { MatterFields, type Terms, wanting } from "./MatterForm.tsx";
import { PaperList } from "./PaperList.tsx";
import { allPages, type Gap, gaps, isOpen, mayUpload } from "./rules.ts";
import type { Matter } from "./types.ts";
import { Uploads } from "./Uploads.tsx";
import { useUploads } from "./uploads.ts";
import { agencyText, classNote, classText, personText, stateText, stateTone } from "./words.ts";

export function MatterPage({ id }: { id: string }) {
  const matter = useMatter(id);
  return <Read of={matter}>{(data) => <MatterScreen matter={data} />}</Read>;
}

function MatterScreen({ matter }: { matter: Matter }) {
  const { drafts, desk } = useStanding(matter);
  const [editing, setEditing] = useState(false);
  const [asked, setAsked] = useState(false);
  const open = isOpen(matter);
  return (
    <Page
      title={matter.title}
      tag={<StateTag tone={stateTone(matter.state)}>{stateText(matter.state)}</StateTag>}
      lead={stateLead(matter, drafts)}
      back={
        drafts
          ? { href: "/dossiers", label: t("nav.my_dossiers") }
          : desk
            ? { href: "/dossiers/check", label: t("nav.check") }
            : { href: "/", label: t("app.back_home") }
      }
      tools={
        <>
          <Button variant="quiet" icon={<Printer aria-hidden />} onPress={() => print()}>
            {t("act.print")}
          </Button>
          {drafts && open && (
            <Button icon={<PencilLine aria-hidden />} onPress={() => setEditing(true)}>
              {t("dossiers.edit_terms")}
            </Button>
          )}
        </>
      }
      actions={
        hasStep(matter, drafts, desk) && (
          <Acts matter={matter} drafts={drafts} desk={desk} onAsked={() => setAsked(true)} />
        )
      }
    >
      <Returned matter={matter} />
      {drafts && open && <Missing gaps={gaps(matter)} asked={asked} />}
      <Section
        title={t("dossiers.papers")}
        lead={desk && matter.state === "deciding" ? t("dossiers.paper_acts_lead") : undefined}
      >
        <PaperList matter={matter} may={{ edit: drafts, upload: drafts || (desk && !open), recall: desk }} />
        {drafts && mayUpload(matter, true) && <Uploads matter={matter} />}
      </Section>
      <Section title={t("dossiers.about")}>
        <TermsList matter={matter} />
      </Section>
      {(desk || drafts) && <Ballots matter={matter} desk={desk} />}
      {(desk || drafts) && (
        <Section
          title={t("dossiers.history")}
          tools={<Link href={`/tasks?matter=${matter.id}`}>{t("dossiers.tasks")}</Link>}
        >
          <History matter={matter} />
        </Section>
      )}
      {editing && <EditDialog matter={matter} onClose={() => setEditing(false)} />}
    </Page>
  );
}

export function TermsList({ matter }: { matter: Matter }) {
  return (
    <DefinitionList
      items={[
        [t("dossiers.agency"), agencyText(matter.agency)],
        [t("dossiers.drafter"), personText(matter.drafter)],
        [
          t("dossiers.class"),
          <span key="class">
            {classText(matter.class)} <span className="soft small dos-plain">({classNote(matter.class)})</span>
          </span>,
        ],
        [t("dossiers.field"), matter.field],
        [t("dossiers.all_pages"), String(allPages(matter))],
        [t("dossiers.made"), formatDateTime(matter.made_at)],
        [t("dossiers.changed"), formatDateTime(matter.changed_at)],
      ]}
    />
  );
}

/** What the state means for who looks at it. */
function stateLead(matter: Matter, drafts: boolean): string {
  if (drafts && (matter.state === "draft" || matter.state === "returned")) return t("dossiers.lead_open");
  return t(`dossiers.lead_${matter.state}`);
}

/** Why the secretariat sent it back stands on top of everything. */
export function Returned({ matter }: { matter: Matter }) {
  if (matter.state !== "returned" || !matter.reason) return null;
  const entry = [...matter.history].reverse().find((one) => one.what === "matter.returned");
  return (
    <Banner
      tone="warn"
      title={
        entry
          ? t("dossiers.returned_by", { name: personText(entry.person), time: formatDateTime(entry.at) })
          : t("dossiers.returned_title")
      }
    >
      <p className="dos-reason">{matter.reason}</p>
    </Banner>
  );
}

/** The gap in words. */
function gapText(gap: Gap): string {
  return gap.title === undefined ? t(`dossiers.gap_${gap.key}`) : t(`dossiers.gap_${gap.key}`, { title: gap.title });
}

function Missing({ gaps: found, asked }: { gaps: Gap[]; asked: boolean }) {
  if (found.length === 0) return null;
  const must = found.filter((gap) => gap.must);
  return (
    <Banner
      tone={asked && must.length > 0 ? "bad" : "info"}
      title={t(must.length > 0 ? "dossiers.missing" : "dossiers.should")}
    >
      <ul className="dos-gaps">
        {found.map((gap, index) => (
          <li key={index}>
            {gapText(gap)} {!gap.must && must.length > 0 && <span className="soft">({t("dossiers.not_must")})</span>}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

/** Whether a step of the matter is this person's to make. */
function hasStep(matter: Matter, drafts: boolean, desk: boolean): boolean {
  if (drafts && (isOpen(matter) || matter.state === "submitted")) return true;
  return desk && (matter.state === "submitted" || matter.state === "taken");
}

function Acts({
  matter,
  drafts,
  desk,
  onAsked,
}: {
  matter: Matter;
  drafts: boolean;
  desk: boolean;
  onAsked: () => void;
}) {
  const unsent = useUploads((state) => state.items).filter((item) => item.matter === matter.id);
  const [refused, setRefused] = useState("");
  const submit = useChange<{ matter_rev: number }>(`/api/matters/${matter.id}/submit`, () =>
    announce(t("dossiers.submitted_said")),
  );
  const withdraw = useChange<{ matter_rev: number }>(`/api/matters/${matter.id}/withdraw`);
  const rev = { matter_rev: matter.matter_rev };
  // What stands in the way now; what was said at the press is shown only while it is still so.
  const first = gaps(matter).find((gap) => gap.must);
  const why = unsent.length > 0 ? t("dossiers.gap_unsent", { count: unsent.length }) : first ? gapText(first) : "";
  const hand = () => {
    onAsked();
    submit.reset();
    setRefused(why);
    if (!why) submit.mutate(rev);
  };
  const error = submit.error ?? withdraw.error;
  if (drafts && isOpen(matter)) {
    return (
      <>
        {(error || (refused && refused === why)) && <ActError error={error} text={refused} onRetry={hand} />}
        <Button
          variant="primary"
          icon={<Send aria-hidden />}
          onPress={hand}
          pending={submit.isPending && t("state.sending")}
        >
          {t(matter.state === "returned" ? "dossiers.submit_again" : "dossiers.submit")}
        </Button>
      </>
    );
  }
  if (drafts && matter.state === "submitted") {
    return (
      <>
        {error && <ActError error={error} text="" onRetry={() => withdraw.mutate(rev)} />}
        <LateButton
          icon={<Undo2 aria-hidden />}
          onPress={() => withdraw.mutate(rev)}
          pending={withdraw.isPending && t("state.sending")}
        >
          {t("dossiers.withdraw")}
        </LateButton>
      </>
    );
  }
  if (desk && (matter.state === "submitted" || matter.state === "taken")) {
    return (
      <LinkButton href={`/dossiers/${matter.id}/check`} variant="primary">
        {t(matter.state === "submitted" ? "dossiers.check_it" : "dossiers.check_again")}
      </LinkButton>
    );
  }
  return null;
}

/** A refusal beside the button that met it. */
function ActError({ error, text, onRetry }: { error: unknown; text: string; onRetry: () => void }) {
  return (
    <div className="dos-act-error">
      <ErrorSummary error={error} more={text ? [{ path: "papers", text }] : []} onRetry={onRetry} />
    </div>
  );
}

function EditDialog({ matter, onClose }: { matter: Matter; onClose: () => void }) {
  const [terms, setTerms] = useState<Terms>({
    title: matter.title,
    agency: matter.agency.id,
    class: matter.class,
    field: matter.field,
  });
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const send = useChange<Terms & { matter_rev: number }>(`/api/matters/${matter.id}`, onClose, "PUT");
  const at = (path: string) =>
    wrong.find((one) => one.path === path)?.text ??
    (send.error instanceof Problem ? send.error.field(path) : undefined);
  const save = () => {
    const found = wanting(terms);
    setWrong(found);
    send.reset();
    if (found.length === 0) send.mutate({ ...terms, matter_rev: matter.matter_rev });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("dossiers.edit_terms")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={save} pending={send.isPending && t("state.saving")}>
            {t("act.save")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} more={wrong} onRetry={save} />
      <MatterFields terms={terms} onChange={setTerms} errorAt={at} />
    </Dialog>
  );
}
