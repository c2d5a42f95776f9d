/** All that a person wrote on the papers of a ballot or a session, by paper; a press goes to the place. */
import "../i18n/late/annotations.ts";
import { useQuery } from "@tanstack/react-query";
import { Lock, LockOpen } from "lucide-react";
import { request } from "../api/client.ts";
import { t } from "../i18n/index.ts";
import { cx } from "../ui/cx.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/Page.tsx";
import { Read } from "../ui/Status.tsx";
import type { Annotations, View } from "./types.ts";
import "./notes.css";

export interface Listed {
  version: string;
  title: string;
}

export default function MyNotes({
  papers,
  onOpen,
  onClose,
}: {
  papers: Listed[];
  /** Goes to a page of a paper; page 0: just the paper. */
  onOpen: (version: string, page: number) => void;
  onClose: () => void;
}) {
  const versions = papers.map((paper) => paper.version).join(",");
  const list = useQuery<{ items: Annotations[] }>({
    queryKey: ["my-notes", versions],
    queryFn: ({ signal }) => request("GET", "/api/annotations", undefined, { query: { versions }, signal }),
    gcTime: 0,
    staleTime: 0,
    enabled: papers.length > 0,
  });
  return (
    <Dialog isOpen wide onClose={onClose} title={t("notes.mine")}>
      <p className="soft">{t("notes.mine_lead")}</p>
      <Read of={list}>
        {(held) => {
          const some = held.items.filter((paper) => paper.items.length > 0);
          if (some.length === 0)
            return <EmptyState title={t("notes.mine_none")}>{t("notes.mine_none_lead")}</EmptyState>;
          return (
            <div className="stack">
              {some.map((paper) => (
                <section key={paper.version} className="stack-tight">
                  <h3>{papers.find((one) => one.version === paper.version)?.title}</h3>
                  <ul className="plain-list notes-items">
                    {lines(paper).map((line) => (
                      <li key={line.id} className={cx("notes-item", `notes-edge-${line.colour}`)}>
                        <button type="button" className="notes-go" onClick={() => onOpen(paper.version, line.page)}>
                          <span className="soft small">
                            {line.page > 0
                              ? t("notes.page", { page: line.page })
                              : t("notes.mine_lost", { number: line.number })}
                            {" · "}
                            {line.shared || paper.office ? (
                              <LockOpen aria-hidden size={14} />
                            ) : (
                              <Lock aria-hidden size={14} />
                            )}{" "}
                            {t(line.shared || paper.office ? "notes.office_reads" : "notes.private")}
                          </span>
                          {line.quote && <span className="notes-quote">{line.quote}</span>}
                          {line.text && <span className="notes-text">{line.text}</span>}
                        </button>
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </div>
          );
        }}
      </Read>
    </Dialog>
  );
}

interface Line {
  id: string;
  page: number;
  number: number;
  colour: string;
  quote: string;
  text: string;
  shared: boolean;
}

/** Notes and highlights each on a line, the strokes of a page together on one. */
function lines(paper: Annotations): Line[] {
  const out: Line[] = [];
  const strokes = new Map<number, View[]>();
  for (const item of paper.items) {
    if (item.kind === "ink") {
      strokes.set(item.place.page, [...(strokes.get(item.place.page) ?? []), item]);
      continue;
    }
    const text = item.text || (item.quote ? "" : t("notes.lit_box"));
    const { id, number, colour, quote } = item;
    out.push({ id, page: item.place.page, number, colour, quote, text, shared: item.office !== "" });
  }
  for (const [page, items] of strokes) {
    const [first] = items;
    if (!first) continue;
    const text = t("notes.ink_on", { page: page || first.page, count: items.length });
    const shared = items.every((item) => item.office !== "");
    out.push({ id: `ink ${page}`, page, number: first.number, colour: first.colour, quote: "", text, shared });
  }
  return out.sort((a, b) => (a.page || 1e6) - (b.page || 1e6));
}
