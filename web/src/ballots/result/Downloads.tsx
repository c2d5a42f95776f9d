/** The result as files: the official sheet, and the table of opinions as far as the reader may see it. */
import "../../i18n/late/desk.ts";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { fetchFile, save } from "../../api/download.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { announce } from "../../ui/Live.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";

const kinds = ["pdf", "docx", "xlsx"] as const;

export function Downloads({ id }: { id: string }) {
  const [making, setMaking] = useState("");
  const [error, setError] = useState<unknown>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const get = async (kind: string) => {
    const stop = new AbortController();
    abort.current = stop;
    setError(null);
    setMaking(kind);
    try {
      const file = await fetchFile(`/api/ballots/${id}/result.${kind}`, stop.signal);
      save(file);
      announce(t("result.downloaded", { name: file.name }));
    } catch (problem) {
      if (!stop.signal.aborted) setError(problem);
    } finally {
      setMaking("");
    }
  };
  return (
    <div className="stack-tight no-print">
      <ErrorSummary error={error} />
      <div className="row">
        {kinds.map((kind) => (
          <Button
            key={kind}
            icon={<Download aria-hidden />}
            isDisabled={making !== "" && making !== kind}
            pending={making === kind && t("result.downloading")}
            onPress={() => void get(kind)}
          >
            {t(`result.download_${kind}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
