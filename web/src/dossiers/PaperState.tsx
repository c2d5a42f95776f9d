/** How far a version has come, in words; while it is prepared, on which page. */

import { pick, t } from "../i18n/index.ts";
import { useSignal } from "../live/hooks.ts";
import { StateTag } from "../ui/Status.tsx";
import { newest } from "./rules.ts";
import type { Paper, Version } from "./types.ts";

interface Working {
  page: number;
  of: number;
}

export function PaperState({ paper }: { paper: Paper }) {
  const version = newest(paper);
  if (paper.recalled) return <StateTag tone="bad">{t("dossiers.recalled")}</StateTag>;
  if (!version) return null;
  return <VersionState version={version} />;
}

export function VersionState({ version }: { version: Version }) {
  const progress = useSignal<Working>(`progress/${version.id}`);
  if (version.state === "quarantined") return <StateTag tone="active">{t("dossiers.v_received")}</StateTag>;
  if (version.state === "refused") return <StateTag tone="bad">{t("dossiers.v_refused")}</StateTag>;
  if (version.state === "processing") {
    return (
      <StateTag tone="active">
        {progress && progress.of > 0
          ? t("dossiers.v_processing_page", { page: progress.page, of: progress.of })
          : t("dossiers.v_processing")}
      </StateTag>
    );
  }
  return <StateTag tone="good">{t(version.readable ? "dossiers.v_ready" : "dossiers.v_ready_download")}</StateTag>;
}

/** Why a version was not taken and what to do; nothing where it was. */
export function Refusal({ version }: { version: Version | undefined }) {
  if (!version?.refusal) return null;
  return (
    <p className="dos-refused" role="note">
      <strong>{t("dossiers.refused_file", { name: version.name })}</strong>{" "}
      {pick(version.refusal.vi, version.refusal.en)}
    </p>
  );
}
