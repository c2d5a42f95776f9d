/** The check of a matter: its papers at the left, what to look for at the right, and the two ways on. */
import { Archive, Check as CheckIcon, CircleHelp, CornerUpLeft, FilePen, X } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { Problem } from "../api/problem.ts";
import { t } from "../i18n/index.ts";
import { Button, LinkButton } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { announce } from "../ui/Live.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read, StateTag } from "../ui/Status.tsx";
import { Ballots, useMakeBallot } from "./Ballots.tsx";
import { useChange, useMatter } from "./calls.ts";
import { History } from "./History.tsx";
import { TermsList } from "./MatterPage.tsx";
import { PaperChoice, PaperReader } from "./PaperDesk.tsx";
import { PaperList } from "./PaperList.tsx";
import { type Check, checks, submissionPages, summaryPages } from "./rules.ts";
import type { Matter } from "./types.ts";
import { agencyText, personText, stateText, stateTone } from "./words.ts";

export function CheckPage({ id }: { id: string }) {
  const matter = useMatter(id);
  return <Read of={matter}>{(data) => <CheckScreen matter={data} />}</Read>;
}

function CheckScreen({ matter }: { matter: Matter }) {
  const [chosen, choose] = useState("");
  const [window, setWindow] = useState<"" | "return" | "archive">("");
  const paper = matter.documents.find((one) => one.id === chosen) ?? matter.documents[0];
  return (
    <Page
      title={matter.title}
      tag={<StateTag tone={stateTone(matter.state)}>{stateText(matter.state)}</StateTag>}
      back={{ href: "/dossiers/check", label: t("nav.check") }}
      tools={<LinkButton href={`/dossiers/${matter.id}`}>{t("dossiers.whole")}</LinkButton>}
      width="wide"
      actions={<Acts matter={matter} onReturn={() => setWindow("return")} onArchive={() => setWindow("archive")} />}
    >
      <div className="dos-desk dos-desk-check">
        <div className="stack dos-desk-papers">
          <PaperChoice papers={matter.documents} chosen={paper?.id ?? ""} onChoose={choose} />
          <PaperReader matter={matter} paper={paper} />
        </div>
        <div className="stack-wide dos-desk-side">
          <Section title={t("dossiers.checklist")} lead={t("dossiers.checklist_lead")}>
            <ul className="plain-list dos-checks">
              {checks(matter).map((check) => (
                <CheckRow key={check.key} check={check} />
              ))}
            </ul>
          </Section>
          <Section title={t("dossiers.about")}>
            <TermsList matter={matter} />
          </Section>
        </div>
      </div>
      <Section title={t("dossiers.paper_acts")} lead={t("dossiers.paper_acts_lead")}>
        <PaperList matter={matter} may={{ edit: false, upload: matter.state !== "submitted", recall: true }} />
      </Section>
      {matter.state !== "submitted" && <Ballots matter={matter} desk quiet />}
      <Section title={t("dossiers.history")}>
        <History matter={matter} />
      </Section>
      {window === "return" && <ReturnDialog matter={matter} onClose={() => setWindow("")} />}
      {window === "archive" && <ArchiveDialog matter={matter} onClose={() => setWindow("")} />}
    </Page>
  );
}

const icons = {
  yes: <CheckIcon aria-hidden size={20} />,
  no: <X aria-hidden size={20} />,
  open: <CircleHelp aria-hidden size={20} />,
};

function CheckRow({ check }: { check: Check }) {
  const look = check.ok === null ? "open" : check.ok ? "yes" : "no";
  return (
    <li className={`dos-check dos-check-${look}`}>
      {icons[look]}
      <span>
        <span className="visually-hidden">{t(`dossiers.check_${look}`)}: </span>
        {checkText(check)}
      </span>
    </li>
  );
}

function checkText({ key, ok, count }: Check): string {
  switch (key) {
    case "summary":
      if (ok === null)
        return count > 0 ? t("dossiers.c_summary_there") : t("dossiers.c_summary_needless", { pages: submissionPages });
      return ok
        ? t("dossiers.c_summary_there")
        : t("dossiers.c_summary_missing", { pages: submissionPages, most: summaryPages });
    case "readable":
      return ok ? t("dossiers.c_readable") : t("dossiers.c_unreadable", { count });
    case "scan":
      return ok ? t("dossiers.c_text") : t("dossiers.c_scan", { count });
    default:
      return count > 0 ? t(`dossiers.c_${key}`, { count }) : t(`dossiers.c_no_${key}`);
  }
}

function Acts({ matter, onReturn, onArchive }: { matter: Matter; onReturn: () => void; onArchive: () => void }) {
  const take = useChange<{ matter_rev: number }>(`/api/matters/${matter.id}/take`, () =>
    announce(t("dossiers.taken_said")),
  );
  const make = useMakeBallot(matter);
  const takeIt = () => take.mutate({ matter_rev: matter.matter_rev });
  const error = take.error ?? make.error;
  return (
    <>
      {error && (
        <div className="dos-act-error">
          <ErrorSummary error={error} onRetry={take.error ? takeIt : () => make.mutate()} />
        </div>
      )}
      {(matter.state === "taken" || matter.state === "returned" || matter.state === "decided") && (
        <Button icon={<Archive aria-hidden />} onPress={onArchive}>
          {t("dossiers.archive")}
        </Button>
      )}
      {(matter.state === "submitted" || matter.state === "taken") && (
        <Button icon={<CornerUpLeft aria-hidden />} onPress={onReturn}>
          {t("dossiers.return")}
        </Button>
      )}
      {matter.state === "submitted" && (
        <Button
          variant="primary"
          icon={<CheckIcon aria-hidden />}
          onPress={takeIt}
          pending={take.isPending && t("state.sending")}
        >
          {t("dossiers.take")}
        </Button>
      )}
      {matter.state === "taken" && (
        <Button
          variant="primary"
          icon={<FilePen aria-hidden />}
          onPress={() => make.mutate()}
          pending={make.isPending && t("state.sending")}
        >
          {t("dossiers.write_ballot")}
        </Button>
      )}
    </>
  );
}

function ReturnDialog({ matter, onClose }: { matter: Matter; onClose: () => void }) {
  const [, go] = useLocation();
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const send = useChange<{ matter_rev: number; reason: string }>(`/api/matters/${matter.id}/return`, () => {
    announce(t("dossiers.returned_said"));
    go("/dossiers/check");
  });
  const missing = asked && !reason.trim() ? t("dossiers.reason_missing") : undefined;
  const back = () => {
    setAsked(true);
    if (reason.trim()) send.mutate({ matter_rev: matter.matter_rev, reason });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("dossiers.return_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="primary" onPress={back} pending={send.isPending && t("state.sending")}>
            {t("dossiers.return")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={back} />
      <p>{t("dossiers.return_effect", { name: personText(matter.drafter), agency: agencyText(matter.agency) })}</p>
      <TextArea
        label={t("dossiers.return_reason")}
        hint={t("dossiers.return_reason_hint")}
        name="reason"
        rows={6}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={(send.error instanceof Problem ? send.error.field("reason") : undefined) ?? missing}
      />
    </Dialog>
  );
}

function ArchiveDialog({ matter, onClose }: { matter: Matter; onClose: () => void }) {
  const [, go] = useLocation();
  const send = useChange<{ matter_rev: number }>(`/api/matters/${matter.id}/archive`, () => go("/dossiers/check"));
  const archive = () => send.mutate({ matter_rev: matter.matter_rev });
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={t("dossiers.archive_title")}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="danger" onPress={archive} pending={send.isPending && t("state.sending")}>
            {t("dossiers.archive")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={send.error} onRetry={archive} />
      <Banner tone="warn" title={t("dossiers.archive_effect")} />
    </Dialog>
  );
}
