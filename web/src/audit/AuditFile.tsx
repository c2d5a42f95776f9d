/** The audit file: what it is, the download, how it is checked, the last checkpoints. */
import { Copy, Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { fetchFile, save } from "../api/download.ts";
import { touch, useThing } from "../api/query.ts";
import type { Schema } from "../api/types.ts";
import { formatBytes, formatDateTime, formatNumber } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { announce } from "../ui/Live.tsx";
import { DefinitionList, EmptyState, Page, Section } from "../ui/Page.tsx";
import { Banner, ErrorSummary, Progress, Read } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";

type Checkpoints = Schema<"CheckpointList">;

const pointsPath = "/api/audit/checkpoints";

export function AuditFile() {
  const points = useThing<Checkpoints>(pointsPath, pointsPath);
  const file = useDownload();
  return (
    <Page
      title={t("nav.audit")}
      lead={t("audit.lead")}
      actions={
        <Button
          variant="primary"
          icon={<Download aria-hidden />}
          onPress={file.start}
          pending={file.bytes !== null && t("audit.downloading_plain")}
        >
          {t("audit.download")}
        </Button>
      }
    >
      <ErrorSummary error={file.error} onRetry={file.start} />
      {file.bytes !== null && <Progress label={t("audit.downloading", { size: formatBytes(file.bytes) })} />}
      {file.saved !== null && <Banner tone="good" title={t("audit.saved", { size: formatBytes(file.saved) })} />}
      <Section title={t("audit.file")}>
        <p>{t("audit.file_holds")}</p>
      </Section>
      <Read of={points}>
        {(list) => (
          <>
            <HowToCheck keyText={list.key} keyID={list.key_id} name={file.name} />
            <Points list={list} />
          </>
        )}
      </Read>
    </Page>
  );
}

/** A download in the course of it: bytes so far, or what came of it. */
function useDownload() {
  const [bytes, setBytes] = useState<number | null>(null);
  const [saved, setSaved] = useState<number | null>(null);
  const [name, setName] = useState("FILE");
  const [error, setError] = useState<unknown>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const start = async () => {
    const stop = new AbortController();
    abort.current = stop;
    setError(null);
    setSaved(null);
    setBytes(0);
    try {
      const file = await fetchFile("/api/audit/file", stop.signal, setBytes);
      save(file);
      setName(file.name);
      setSaved(file.blob.size);
      announce(t("audit.saved", { size: formatBytes(file.blob.size) }));
      touch([pointsPath]);
    } catch (problem) {
      if (!stop.signal.aborted) setError(problem);
    } finally {
      setBytes(null);
    }
  };
  return { bytes, saved, name, error, start: () => void start() };
}

function HowToCheck({ keyText, keyID, name }: { keyText: string; keyID: string; name: string }) {
  const command = `ecabinet verify ${name} --key ${keyText}`;
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    announce(t("audit.copied"));
  };
  return (
    <Section title={t("audit.how")} lead={t("audit.how_lead")}>
      <ol className="audit-steps">
        <li>{t("audit.how_1")}</li>
        <li>
          <p>{t("audit.how_2")}</p>
          <pre className="audit-command">{command}</pre>
          <Button variant="quiet" icon={<Copy aria-hidden />} onPress={() => void copy()}>
            {t("audit.copy")}
          </Button>
        </li>
        <li>{t("audit.how_3")}</li>
        <li>{t("audit.how_4")}</li>
      </ol>
      <DefinitionList
        items={[
          [
            t("audit.key"),
            <span key="key" className="audit-hash">
              {keyText}
            </span>,
          ],
          [
            t("audit.key_id"),
            <span key="id" className="audit-hash">
              {keyID}
            </span>,
          ],
        ]}
      />
    </Section>
  );
}

function Points({ list }: { list: Checkpoints }) {
  const covered = list.items[0]?.count ?? 0;
  return (
    <Section title={t("audit.points")} lead={t("audit.points_lead")}>
      <p className="number">
        {t("audit.uncovered", { rows: formatNumber(list.rows), after: formatNumber(list.rows - covered) })}
      </p>
      <Table
        caption={t("audit.points")}
        hideCaption
        rows={list.items}
        rowKey={(point) => `${point.count} ${point.key_id}`}
        empty={<EmptyState title={t("audit.points_none")} />}
        columns={[
          {
            key: "count",
            header: t("audit.count"),
            kind: "number",
            rowHeader: true,
            cell: (point) => formatNumber(point.count),
          },
          { key: "at", header: t("audit.at"), kind: "fit", cell: (point) => formatDateTime(point.at) },
          { key: "hash", header: t("audit.hash"), cell: (point) => <span className="audit-hash">{point.hash}</span> },
        ]}
      />
    </Section>
  );
}
