/** Opens the list of one's own notes; the list itself comes when it is asked for. */
import { NotebookPen } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import type { Listed } from "./MyNotes.tsx";

const MyNotes = lazy(() => import("./MyNotes.tsx"));

export function MyNotesButton({
  papers,
  onOpen,
}: {
  papers: Listed[];
  onOpen: (version: string, page: number) => void;
}) {
  const [shown, show] = useState(false);
  if (papers.length === 0) return null;
  return (
    <>
      <Button variant="quiet" icon={<NotebookPen aria-hidden />} onPress={() => show(true)}>
        {t("ui.my_notes")}
      </Button>
      {shown && (
        <Suspense>
          <MyNotes
            papers={papers}
            onClose={() => show(false)}
            onOpen={(version, page) => {
              show(false);
              onOpen(version, page);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
