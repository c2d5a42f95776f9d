/** The approved table: the drafter answers each point, the secretariat checks the answers. */
import { Download } from "lucide-react";
import { useState } from "react";
import { hasRole, useMe } from "../api/session.ts";
import { formatDateTime } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button, DownloadButton } from "../ui/Button.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Read, StateTag } from "../ui/Status.tsx";
import { AnswerForm } from "./AnswerForm.tsx";
import { useCheck, useTable } from "./calls.ts";
import { AssistedNote, AssistedTag } from "./Draft.tsx";
import { Gists } from "./Gists.tsx";
import type { Point, Reply, Table } from "./types.ts";
import { countsText, rowName, Stance } from "./words.tsx";

export function TablePage({ id }: { id: string }) {
  const me = useMe();
  const reviewer = hasRole(me, "analyst") || hasRole(me, "secretariat");
  const table = useTable(id, reviewer);
  return <Read of={table}>{(view) => <Approved id={id} view={view} reviewer={reviewer} />}</Read>;
}

function Approved({ id, view, reviewer }: { id: string; view: Table; reviewer: boolean }) {
  const me = useMe();
  const path = `/api/syntheses/${id}/table`;
  return (
    <Page
      title={view.asked.draft}
      lead={view.asked.text}
      width="wide"
      back={
        reviewer
          ? { href: `/summaries/${id}`, label: t("synth.to_review") }
          : { href: "/summaries/tables", label: t("tables.title") }
      }
      tag={
        <>
          <StateTag tone="good">{t("synth.state_approved", { version: view.approval.version })}</StateTag>
          <AssistedTag assisted={view.asked.assisted} />
        </>
      }
      tools={
        <>
          <DownloadButton href={`${path}.docx`} icon={<Download aria-hidden />}>
            {t("synth.docx")}
          </DownloadButton>
          <DownloadButton href={`${path}.xlsx`} icon={<Download aria-hidden />}>
            {t("synth.xlsx")}
          </DownloadButton>
        </>
      }
    >
      <Banner tone={view.unanswered > 0 ? "info" : "good"}>
        {view.unanswered > 0 ? t("synth.unanswered", { count: view.unanswered }) : t("synth.all_answered")}
      </Banner>
      {view.stale.length > 0 && <Banner tone="warn">{t("versions.stale_reader", { count: view.stale.length })}</Banner>}
      <p className="soft small">
        {t("synth.approved_by", {
          name: view.approval.by,
          version: view.approval.version,
          at: formatDateTime(view.approval.at),
        })}
      </p>
      <AssistedNote assisted={view.asked.assisted} approved />
      {view.rows.map((row) => (
        <Section key={row.id} title={rowName(row)} lead={countsText(row)}>
          <Gists row={row} approved />
          <ul className="plain-list stack">
            {row.points.map((point) => (
              <li key={point.id} className="synth-row stack-tight">
                <span className="synth-point-head">
                  <strong>{point.who || t("synth.who_hidden")}</strong>
                  <Stance stance={point.stance} />
                </span>
                {point.quotes.map((quote) => (
                  <p key={quote.sentence}>{quote.text}</p>
                ))}
                {point.reply && <Said reply={point.reply} />}
                {hasRole(me, "drafter") && point.reply?.check !== "passed" && <AnswerForm id={id} point={point} />}
                {hasRole(me, "secretariat") && point.reply && point.reply.check === "" && (
                  <CheckForm id={id} point={point} reply={point.reply} />
                )}
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  );
}

function Said({ reply }: { reply: Reply }) {
  return (
    <div className="synth-said stack-tight">
      <p>
        <strong>{t(`synth.${reply.decision}`)}:</strong> {reply.text}
      </p>
      {reply.check === "passed" && <StateTag tone="good">{t("synth.passed")}</StateTag>}
      {reply.check === "sent_back" && <StateTag tone="bad">{t("synth.sent_back", { remark: reply.remark })}</StateTag>}
      {reply.check === "" && <StateTag tone="active">{t("synth.unchecked")}</StateTag>}
    </div>
  );
}

function CheckForm({ id, point, reply }: { id: string; point: Point; reply: Reply }) {
  const send = useCheck(id);
  const [remark, setRemark] = useState("");
  const [seen, setSeen] = useState(reply.rev);
  const moved = seen !== reply.rev && !send.isPending; // nobody passes an answer that came while he read another
  const act = (passed: boolean) => send.mutate({ point: point.id, rev: seen, passed, remark: remark.trim() });
  const pending = send.isPending && t("synth.sending");
  return (
    <div className="stack-tight">
      <ErrorSummary error={send.error} />
      <div role="status">
        {moved && (
          <Banner
            tone="warn"
            title={t("versions.answer_meanwhile")}
            action={<Button onPress={() => setSeen(reply.rev)}>{t("versions.looked")}</Button>}
          />
        )}
      </div>
      <TextArea
        label={t("synth.remark")}
        hint={t("synth.remark_hint")}
        value={remark}
        onChange={setRemark}
        maxLength={5000}
        rows={2}
      />
      <div className="row">
        <Button pending={pending} isDisabled={moved || remark.trim() === ""} onPress={() => act(false)}>
          {t("synth.send_back")}
        </Button>
        <Button pending={pending} isDisabled={moved} onPress={() => act(true)}>
          {t("synth.pass")}
        </Button>
      </div>
    </div>
  );
}
