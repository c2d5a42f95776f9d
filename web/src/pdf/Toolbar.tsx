/** The tools of the reader: everything that a gesture or a key does is also a button. */
import {
  ChevronLeft,
  ChevronRight,
  Download,
  FileDiff,
  LayoutGrid,
  PenLine,
  RotateCw,
  Search,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useEffect, useState } from "react";
import { t } from "../i18n/index.ts";
import { Button, DownloadButton } from "../ui/Button.tsx";

export function Toolbar({
  page,
  total,
  zoom,
  side,
  ready,
  download,
  notes,
  onCompare,
  onGo,
  onZoom,
  onFit,
  onTurn,
  onSide,
}: {
  page: number;
  total: number;
  zoom: number;
  side: "" | "thumbs" | "search";
  ready: boolean;
  download?: string | undefined;
  notes?: { open: boolean; toggle: () => void } | undefined;
  onCompare?: (() => void) | undefined;
  onGo: (page: number) => void;
  onZoom: (by: number) => void;
  onFit: () => void;
  onTurn: () => void;
  onSide: (side: "thumbs" | "search") => void;
}) {
  return (
    <div className="pdf-tools" role="toolbar" aria-label={t("pdf.tools")}>
      <Button
        variant="quiet"
        icon={<LayoutGrid aria-hidden />}
        aria-label={t("pdf.thumbnails")}
        aria-expanded={side === "thumbs"}
        isDisabled={!ready}
        onPress={() => onSide("thumbs")}
      />
      <Button
        variant="quiet"
        icon={<Search aria-hidden />}
        aria-label={t("pdf.search")}
        aria-expanded={side === "search"}
        isDisabled={!ready}
        onPress={() => onSide("search")}
      />
      <span className="pdf-tools-gap" />
      <Button
        variant="quiet"
        icon={<ChevronLeft aria-hidden />}
        aria-label={t("pdf.previous")}
        isDisabled={page <= 1}
        onPress={() => onGo(page - 1)}
      />
      <PageField page={page} total={total} onGo={onGo} />
      <Button
        variant="quiet"
        icon={<ChevronRight aria-hidden />}
        aria-label={t("pdf.next")}
        isDisabled={page >= total}
        onPress={() => onGo(page + 1)}
      />
      <span className="pdf-tools-gap" />
      <Button
        variant="quiet"
        icon={<ZoomOut aria-hidden />}
        aria-label={t("pdf.zoom_out")}
        onPress={() => onZoom(-1)}
      />
      <Button
        variant="quiet"
        onPress={onFit}
        aria-label={`${t("pdf.fit")}, ${t("pdf.zoom", { percent: Math.round(zoom * 100) })}`}
      >
        {t("pdf.zoom", { percent: Math.round(zoom * 100) })}
      </Button>
      <Button variant="quiet" icon={<ZoomIn aria-hidden />} aria-label={t("pdf.zoom_in")} onPress={() => onZoom(1)} />
      <Button variant="quiet" icon={<RotateCw aria-hidden />} aria-label={t("pdf.rotate")} onPress={onTurn} />
      {onCompare && (
        <Button variant="quiet" icon={<FileDiff aria-hidden />} aria-label={t("compare.open")} onPress={onCompare} />
      )}
      {notes && (
        <Button variant="quiet" icon={<PenLine aria-hidden />} aria-expanded={notes.open} onPress={notes.toggle}>
          {t("notes.open")}
        </Button>
      )}
      {download && (
        <DownloadButton href={download} variant="quiet" icon={<Download aria-hidden />}>
          {t("pdf.download")}
        </DownloadButton>
      )}
    </div>
  );
}

/** The page being read, which can be typed. */
function PageField({ page, total, onGo }: { page: number; total: number; onGo: (page: number) => void }) {
  const [typed, setTyped] = useState(String(page));
  useEffect(() => setTyped(String(page)), [page]);
  return (
    <form
      className="pdf-page-field"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = Number.parseInt(typed, 10);
        if (Number.isNaN(wanted)) setTyped(String(page));
        else onGo(wanted);
      }}
    >
      <input
        className="input number"
        aria-label={t("pdf.page")}
        inputMode="numeric"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => setTyped(String(page))}
      />
      <span className="number">{t("pdf.of", { total })}</span>
    </form>
  );
}
