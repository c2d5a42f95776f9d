/** A session that runs now stands above everything else that waits. */
import { useList } from "../api/query.ts";
import type { components } from "../api/schema.d.ts";
import { t } from "../i18n/index.ts";
import { LinkButton } from "../ui/Button.tsx";
import { Banner } from "../ui/Status.tsx";

type Line = components["schemas"]["LineView"];

export default function Running() {
  const coming = useList<Line>("/api/meetings", { when: "coming" }, { refs: ["meetings/"] });
  return coming.data?.items
    .filter((line) => line.state === "running" || line.state === "paused")
    .map((line) => (
      <Banner
        key={line.id}
        title={t("home.session_runs", { title: line.title })}
        action={
          <LinkButton href={`/meetings/${line.id}`} variant="primary">
            {t("home.session_enter")}
          </LinkButton>
        }
      />
    ));
}
