/** One paper of a matter, large, with the others at hand. */
import { useLocation } from "wouter";
import { t } from "../i18n/index.ts";
import { Page } from "../ui/Page.tsx";
import { Read } from "../ui/Status.tsx";
import { useMatter } from "./calls.ts";
import { PaperChoice, PaperReader } from "./PaperDesk.tsx";

export function ReadPage({ id, paper }: { id: string; paper: string }) {
  const matter = useMatter(id);
  const [, go] = useLocation();
  return (
    <Read of={matter}>
      {(data) => {
        const current = data.documents.find((one) => one.id === paper);
        return (
          <Page
            title={current?.title ?? t("dossiers.papers")}
            back={{ href: `/dossiers/${id}`, label: data.title }}
            width="wide"
          >
            <div className="dos-desk dos-desk-read">
              <PaperChoice
                papers={data.documents}
                chosen={paper}
                onChoose={(next) => go(`/dossiers/${id}/papers/${next}`, { replace: true })}
              />
              <PaperReader matter={data} paper={current} />
            </div>
          </Page>
        );
      }}
    </Read>
  );
}
