/** The tools of the pen: what is in hand, its colour, undo and redo, and whether all is kept. */
import {
  CloudOff,
  Eraser,
  Highlighter,
  List,
  Lock,
  MousePointer2,
  PenLine,
  Redo2,
  StickyNote,
  Undo2,
} from "lucide-react";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { type Desk, freePlace, type Tool, widths } from "./desk.ts";
import { type Colour, colours } from "./types.ts";

const tools: { tool: Tool; icon: React.ReactNode }[] = [
  { tool: "read", icon: <MousePointer2 aria-hidden /> },
  { tool: "pen", icon: <PenLine aria-hidden /> },
  { tool: "highlight", icon: <Highlighter aria-hidden /> },
  { tool: "note", icon: <StickyNote aria-hidden /> },
  { tool: "erase", icon: <Eraser aria-hidden /> },
];

export function Bar({ desk, page, onGo }: { desk: Desk; page: number; onGo: (page: number) => void }) {
  const { state, book, tool } = desk;
  const back = (pages: number[]) => {
    const [first] = pages;
    if (first && !pages.includes(page)) onGo(first);
  };
  const colour = tool === "pen" ? desk.ink.colour : tool === "highlight" ? desk.marker : null;
  const paint = (next: Colour) => (tool === "pen" ? desk.setInk({ ...desk.ink, colour: next }) : desk.setMarker(next));
  return (
    <div className="notes-bar" role="toolbar" aria-label={t("notes.tools")}>
      {tools.map((one) => (
        <Button
          key={one.tool}
          variant="quiet"
          icon={one.icon}
          aria-label={t(`notes.tool_${one.tool}`)}
          aria-pressed={tool === one.tool}
          className="notes-tool"
          onPress={(event) => {
            desk.take(one.tool);
            // By keyboard there is no place to tap: the note begins on the page that is read.
            if (one.tool === "note" && event.pointerType === "keyboard")
              desk.write(freePlace(state.notes.values(), page));
          }}
        />
      ))}
      {colour && (
        <fieldset className="notes-colours" aria-label={t("notes.colour")}>
          {colours.map((one) => (
            <button
              key={one}
              type="button"
              className={cx("notes-colour", `notes-${one}`)}
              aria-label={t(`notes.colour_${one}`)}
              aria-pressed={colour === one}
              onClick={() => paint(one)}
            />
          ))}
        </fieldset>
      )}
      {tool === "pen" && (
        <fieldset className="notes-colours" aria-label={t("notes.width")}>
          {widths.map((width, index) => (
            <button
              key={width}
              type="button"
              className="notes-width"
              aria-label={t(`notes.width_${(["thin", "middle", "thick"] as const)[index] ?? "middle"}`)}
              aria-pressed={desk.ink.width === width}
              onClick={() => desk.setInk({ ...desk.ink, width })}
            >
              <span style={{ height: `${3 + index * 4}px` }} />
            </button>
          ))}
        </fieldset>
      )}
      <Button
        variant="quiet"
        icon={<Undo2 aria-hidden />}
        aria-label={t("notes.undo")}
        isDisabled={!state.canUndo}
        onPress={() => back(book.undo())}
      />
      <Button
        variant="quiet"
        icon={<Redo2 aria-hidden />}
        aria-label={t("notes.redo")}
        isDisabled={!state.canRedo}
        onPress={() => back(book.redo())}
      />
      <Button
        variant="quiet"
        icon={<List aria-hidden />}
        aria-label={t("notes.list")}
        aria-expanded={desk.list}
        onPress={() => desk.showList(!desk.list)}
      />
      <span className="pdf-tools-gap" />
      <Kept desk={desk} />
    </div>
  );
}

/** Whether all is kept, and who reads it. */
function Kept({ desk }: { desk: Desk }) {
  const { saving, reason, office } = desk.state;
  if (saving === "refused") return <span className="notes-kept notes-bad">{reason || t("notes.refused")}</span>;
  if (saving === "waiting") {
    return (
      <span className="notes-kept notes-bad">
        <CloudOff aria-hidden size={16} /> {t("notes.waiting")}
      </span>
    );
  }
  return (
    <span className="notes-kept soft">
      <Lock aria-hidden size={16} /> {t(office ? "notes.all_shared" : "notes.private")}
      <span>· {t(saving === "saving" ? "state.saving" : "notes.saved")}</span>
    </span>
  );
}
