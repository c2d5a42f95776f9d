/** Opinions that came by letter: a table is brought, looked at line by line, and recorded on behalf. */
import "../../../i18n/late/consult.ts";
import "../../../i18n/late/desk.ts";
import "../../../i18n/late/files.ts";
import "../../../i18n/late/letters.ts";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type Sent, upload } from "../../../api/client.ts";
import { fetchFile, save } from "../../../api/download.ts";
import { queries, refKey, useThing } from "../../../api/query.ts";
import { hasRole, useMe } from "../../../api/session.ts";
import { useTyped } from "../../../api/typed.ts";
import { NotFound } from "../../../app/App.tsx";
import { formatBytes } from "../../../i18n/format.ts";
import { t } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { FileDrop } from "../../../ui/FileDrop.tsx";
import { announce } from "../../../ui/Live.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Banner, ErrorSummary, errorText, Progress, Read } from "../../../ui/Status.tsx";
import { type Matrix, useBallot, useMatrix } from "../../desk/ballot.ts";
import { BallotState, stateOf } from "../../parts/Head.tsx";
import type { Ballot } from "../../parts/types.ts";
import { blankDraft, type Draft, type Letters } from "./letters.ts";
import { Review } from "./Review.tsx";
import "../respondents.css";

export default function LettersScreen({ id }: { id: string }) {
  const ballot = useBallot(id);
  const desk = hasRole(useMe(), "secretariat");
  const matrix = useMatrix(id, desk);
  if (!desk) return <NotFound />;
  return (
    <Read of={ballot}>
      {(ballot) => <Read of={matrix}>{(matrix) => <TakeIn ballot={ballot} matrix={matrix} />}</Read>}
    </Read>
  );
}

const lettersRef = (ballot: string, file: string) => `letters/${ballot}/${file}`;

function TakeIn({ ballot, matrix }: { ballot: Ballot; matrix: Matrix }) {
  const [draft, type] = useTyped<Draft>(`letters ${ballot.id}`, blankDraft);
  const letters = useThing<Letters>(
    lettersRef(ballot.id, draft.file),
    `/api/ballots/${ballot.id}/letters/${draft.file}`,
    { enabled: draft.file !== "" },
  );
  // Lines are recorded one after the other: each step goes on from the newest.
  const latest = useRef(draft);
  latest.current = draft;
  const change = (next: (draft: Draft) => Draft) => {
    latest.current = next(latest.current);
    type(latest.current);
  };
  const takes = ballot.kind === "consultation" && (ballot.state === "open" || ballot.state === "closed");
  const head = {
    title: t("letters.title"),
    tag: <BallotState state={stateOf(ballot)} />,
    lead: ballot.title,
    back: { href: `/ballots/desk/${ballot.id}/respondents`, label: t("letters.back") },
    width: "wide" as const,
  };
  if (!takes) {
    return (
      <Page {...head}>
        <Banner tone="warn" title={t("letters.not_now")} />
      </Page>
    );
  }
  if (draft.file === "") {
    return (
      <Page {...head}>
        <Bring
          ballot={ballot}
          onBrought={(letters) => {
            queries.setQueryData(refKey(lettersRef(ballot.id, letters.file.id)), letters);
            type({ ...draft, file: letters.file.id });
          }}
        />
      </Page>
    );
  }
  const other = () => type(undefined);
  if (letters.error) {
    return (
      <Page {...head} actions={<Button onPress={other}>{t("letters.other_file")}</Button>}>
        <Banner tone="bad" title={errorText(letters.error)} />
      </Page>
    );
  }
  return (
    <Read of={letters}>
      {(letters) => (
        <Review
          head={head}
          ballot={ballot}
          matrix={matrix}
          letters={letters}
          draft={draft}
          onChange={change}
          onOther={other}
        />
      )}
    </Read>
  );
}

const largest = 10 << 20;
const accepted = [
  ".xlsx",
  ".docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
];

function Bring({ ballot, onBrought }: { ballot: Ballot; onBrought: (letters: Letters) => void }) {
  const [sending, setSending] = useState<{ name: string; sent: Sent } | null>(null);
  const [failed, fail] = useState("");
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const send = async (file: File | undefined) => {
    if (!file) return;
    if (!/\.(xlsx|docx)$/i.test(file.name)) return fail(t("letters.file_kind", { name: file.name }));
    if (file.size > largest) return fail(t("letters.file_large", { name: file.name, max: formatBytes(largest) }));
    fail("");
    const ending = new AbortController();
    stop.current = ending;
    setSending({ name: file.name, sent: { done: 0, total: file.size } });
    try {
      const blob = new Blob([file], { type: "application/octet-stream" });
      const letters = await upload<Letters>("POST", `/api/ballots/${ballot.id}/letters`, blob, {
        query: { name: file.name },
        signal: ending.signal,
        onProgress: (sent) => setSending({ name: file.name, sent }),
      });
      if (!ending.signal.aborted) onBrought(letters);
    } catch (problem) {
      if (ending.signal.aborted) return;
      fail(`${file.name}: ${errorText(problem)}`);
      setSending(null);
    }
  };
  return (
    <>
      <p className="soft">{t("letters.lead")}</p>
      <Form ballot={ballot} />
      {sending ? (
        <Progress
          label={t("letters.reading", { name: sending.name })}
          done={Math.round(sending.sent.done / 1000)}
          total={Math.max(1, Math.round(sending.sent.total / 1000))}
          unit="kB"
        />
      ) : (
        <FileDrop
          name="letters"
          label={t("letters.file")}
          hint={t("letters.file_hint")}
          error={failed}
          accept={accepted}
          onFiles={(files) => void send(files[0])}
        />
      )}
    </>
  );
}

/** The form that is understood when it comes back. */
function Form({ ballot }: { ballot: Ballot }) {
  const [making, make] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const get = async () => {
    const ending = new AbortController();
    stop.current = ending;
    setError(null);
    make(true);
    try {
      const file = await fetchFile(`/api/ballots/${ballot.id}/letters.xlsx`, ending.signal);
      save(file);
      announce(t("letters.form_done", { name: file.name }));
    } catch (problem) {
      if (!ending.signal.aborted) setError(problem);
    } finally {
      make(false);
    }
  };
  return (
    <div className="stack-tight">
      <ErrorSummary error={error} />
      <p>{t("letters.form_lead")}</p>
      <div className="row">
        <Button icon={<Download aria-hidden />} pending={making && t("state.sending")} onPress={() => void get()}>
          {t("letters.form")}
        </Button>
      </div>
    </div>
  );
}
