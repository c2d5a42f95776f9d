/**
 * What is drawn and written on one page, over its picture, and the surface on which a
 * finger, a pen or a mouse draws. A stroke that is being drawn is put on the screen
 * without React, so that it keeps up with the hand.
 */
import "./notes.css";
import { MessageSquareText } from "lucide-react";
import type { TextLayer } from "pdfjs-dist";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import { t } from "../i18n/index.ts";
import type { Size } from "../pdf/paper.ts";
import { cx } from "../ui/cx.ts";
import type { Desk } from "./desk.ts";
import { between, boxesOf, boxOf, caretAt, findWords, frame, toPage, toScreen, wordsOf } from "./places.ts";
import { Drawing, decode, encode, meets, paths } from "./stroke.ts";
import { blank, type Content, type Note, unit } from "./types.ts";

interface Page {
  number: number;
  size: Size;
  turn: number;
  layer: TextLayer | null;
}

export function Layer({ desk, number, size, turn, layer }: Page & { desk: Desk }) {
  const here = useMemo(
    () => [...desk.state.notes.values()].filter((note) => note.place.page === number),
    [desk.state.notes, number],
  );
  const others = useMemo(
    () => desk.shared.flatMap(({ items }) => items.filter((item) => item.place.page === number)),
    [desk.shared, number],
  );
  const root = useRef<HTMLDivElement>(null);
  const moved = useMoved(here, layer, root, size, turn);
  const { viewBox, transform } = frame(size, turn);
  const at = (note: Note) => {
    const box = moved.get(note.id)?.[0] ?? note.content.boxes[0];
    const [x, y] = note.content.kind === "note" ? note.content.at : box ? [box[0] ?? 0, box[1] ?? 0] : [0, 0];
    return toScreen(x ?? 0, y ?? 0, size, turn);
  };
  return (
    <div className="notes-layer" ref={root}>
      <svg className="notes-drawn" viewBox={viewBox} preserveAspectRatio="none" aria-hidden="true">
        <g transform={transform}>
          {here.map((note) => (
            <Mark key={note.id} content={note.content} boxes={moved.get(note.id)} lit={note.id === desk.chosen} />
          ))}
          {others.map((note) => (
            <Mark key={note.id} content={note} boxes={undefined} lit={false} />
          ))}
        </g>
      </svg>
      {desk.bar && desk.tool !== "read" && (
        <Surface desk={desk} number={number} size={size} turn={turn} layer={layer} here={here} moved={moved} />
      )}
      {here
        .filter(({ content }) => content.kind === "note" || content.text)
        .map((note) => {
          const [x, y] = at(note);
          return (
            <button
              key={note.id}
              type="button"
              className={cx("notes-pin", `notes-${note.content.colour}`, note.id === desk.chosen && "notes-chosen")}
              style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
              aria-label={t("notes.pin", { text: note.content.text.slice(0, 80) })}
              onClick={() => {
                if (desk.bar && desk.tool === "erase") desk.book.change([{ id: note.id, content: null }]);
                else desk.choose(note.id);
              }}
            >
              <MessageSquareText aria-hidden size={18} />
            </button>
          );
        })}
    </div>
  );
}

const Mark = memo(function Mark({
  content,
  boxes = content.boxes,
  lit,
}: {
  content: Content;
  boxes: number[][] | undefined;
  lit: boolean;
}) {
  if (content.kind === "highlight") {
    return (
      <g className={cx("notes-light", `notes-${content.colour}`, lit && "notes-lit")}>
        {boxes.map(([x = 0, y = 0, width = 1, height = 1], index) => (
          <rect key={index} x={x} y={y} width={width} height={height} />
        ))}
      </g>
    );
  }
  if (content.kind !== "ink") return null;
  const stroke = decode(content.ink);
  if (!stroke) return null;
  return (
    <g className={cx("notes-ink", `notes-${content.colour}`)}>
      {paths(stroke).map(({ d, width }, index) => (
        <path key={index} d={d} strokeWidth={width} />
      ))}
    </g>
  );
});

/** Where lit words of another version stand on this one. */
function useMoved(
  here: Note[],
  layer: TextLayer | null,
  root: React.RefObject<HTMLDivElement | null>,
  size: Size,
  turn: number,
): Map<string, number[][]> {
  const [moved, setMoved] = useState<Map<string, number[][]>>(new Map());
  useEffect(() => {
    const page = root.current;
    const away = here.filter((note) => note.place.how === "same_words");
    if (!page || !layer || away.length === 0) return;
    const found = new Map<string, number[][]>();
    for (const note of away) {
      const range = findWords(layer, note.content);
      found.set(note.id, range ? boxesOf(range, page, size, turn) : []);
    }
    setMoved(found);
  }, [here, layer, root, size, turn]);
  return moved;
}

function Surface({
  desk,
  number,
  size,
  turn,
  layer,
  here,
  moved,
}: Page & { desk: Desk; here: Note[]; moved: Map<string, number[][]> }) {
  const { tool, book } = desk;
  const surface = useRef<HTMLDivElement>(null);
  const preview = useRef<SVGGElement>(null);
  const act = useRef<Act | null>(null);
  const fingers = useRef(new Map<number, [number, number]>());
  const { viewBox, transform } = frame(size, turn);

  const place = (event: { clientX: number; clientY: number }): [number, number] => {
    const box = surface.current?.getBoundingClientRect();
    if (!box) return [0, 0];
    return toPage((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, size, turn);
  };
  const show = (nodes: { d?: string; width?: number; box?: number[] }[], colour: string) => {
    const group = preview.current;
    if (!group) return;
    group.setAttribute("class", cx(nodes[0]?.box ? "notes-light" : "notes-ink", `notes-${colour}`));
    group.replaceChildren(
      ...nodes.map(({ d, width, box }) => {
        const node = document.createElementNS("http://www.w3.org/2000/svg", box ? "rect" : "path");
        if (box) {
          for (const [i, name] of ["x", "y", "width", "height"].entries()) node.setAttribute(name, String(box[i]));
        } else {
          node.setAttribute("d", d ?? "");
          node.setAttribute("stroke-width", String(width ?? 1));
        }
        return node;
      }),
    );
  };
  const caret = (event: { clientX: number; clientY: number }) => {
    const text = surface.current?.closest(".pdf-page")?.querySelector(".textLayer");
    if (!text || !layer || !surface.current) return null;
    surface.current.style.pointerEvents = "none";
    const found = caretAt(event.clientX, event.clientY, text);
    surface.current.style.pointerEvents = "";
    return found;
  };
  const rub = (event: { clientX: number; clientY: number }) => {
    const [x, y] = place(event);
    const reach = 6 * unit;
    const met = here.filter(({ id, content }) => {
      if (content.kind === "ink") {
        const stroke = decode(content.ink);
        return stroke ? meets(stroke, x, y, reach) : false;
      }
      return (moved.get(id) ?? content.boxes).some(
        ([bx = 0, by = 0, w = 0, h = 0]) => x >= bx && x <= bx + w && y >= by && y <= by + h,
      );
    });
    if (met.length > 0) book.change(met.map(({ id }) => ({ id, content: null })));
  };

  const begin = (event: React.PointerEvent): Act | null => {
    if (tool === "pen") {
      const drawing = new Drawing(event.pointerType === "pen");
      drawing.add(...place(event), event.pressure);
      return { kind: "pen", drawing };
    }
    if (tool === "highlight") {
      const from = caret(event);
      return from ? { kind: "words", from, range: null } : { kind: "box", from: place(event), box: null };
    }
    if (tool === "erase") {
      rub(event);
      return { kind: "erase" };
    }
    return { kind: "note", from: place(event) };
  };

  const go = (event: React.PointerEvent, doing: Act) => {
    switch (doing.kind) {
      case "pen": {
        const native = event.nativeEvent;
        const all = native.getCoalescedEvents?.() ?? [];
        for (const one of all.length > 0 ? all : [native]) doing.drawing.add(...place(one), one.pressure);
        show(paths(doing.drawing.stroke(desk.ink.width)), desk.ink.colour);
        break;
      }
      case "words": {
        const to = caret(event);
        const page = surface.current;
        if (!to || !page) break;
        doing.range = between(doing.from, to);
        show(
          boxesOf(doing.range, page, size, turn).map((box) => ({ box })),
          desk.marker,
        );
        break;
      }
      case "box":
        doing.box = boxOf(doing.from, place(event));
        show([{ box: doing.box }], desk.marker);
        break;
      case "erase":
        rub(event);
        break;
    }
  };

  const finish = (doing: Act) => {
    const page = surface.current;
    preview.current?.replaceChildren();
    switch (doing.kind) {
      case "pen": {
        const stroke = doing.drawing.stroke(desk.ink.width);
        book.change([{ content: { ...blank("ink", number, desk.ink.colour), ink: encode(stroke) } }]);
        break;
      }
      case "words": {
        const text = page?.closest(".pdf-page")?.querySelector(".textLayer");
        if (!doing.range || !page || !text) break;
        const boxes = boxesOf(doing.range, page, size, turn);
        const words = wordsOf(doing.range, text);
        if (boxes.length === 0 || !words.quote.trim()) break;
        const [id] = book.change([{ content: { ...blank("highlight", number, desk.marker), boxes, ...words } }]);
        desk.choose(id ?? "", false);
        break;
      }
      case "box":
        if (!doing.box || (doing.box[2] ?? 0) < 4 * unit || (doing.box[3] ?? 0) < 4 * unit) break;
        book.change([{ content: { ...blank("highlight", number, desk.marker), boxes: [doing.box] } }]);
        break;
      case "note":
        desk.write({ page: number, at: doing.from.map((n) => Math.max(0, Math.round(n))) });
        break;
    }
  };

  const down = (event: React.PointerEvent) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    if (event.pointerType === "pen") desk.pen.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (event.pointerType === "touch") {
      fingers.current.set(event.pointerId, [event.clientX, event.clientY]);
      // Two fingers scroll; so does one where a pen is in hand.
      if (fingers.current.size > 1 || (desk.pen.current && tool === "pen")) {
        act.current = { kind: "scroll" };
        preview.current?.replaceChildren();
        return;
      }
    }
    event.preventDefault();
    act.current = begin(event);
  };
  const move = (event: React.PointerEvent) => {
    const doing = act.current;
    if (!doing) return;
    if (doing.kind === "scroll") {
      const from = fingers.current.get(event.pointerId);
      if (!from) return;
      const share = fingers.current.size;
      surface.current
        ?.closest(".pdf-view")
        ?.scrollBy((from[0] - event.clientX) / share, (from[1] - event.clientY) / share);
      fingers.current.set(event.pointerId, [event.clientX, event.clientY]);
      return;
    }
    go(event, doing);
  };
  const up = (event: React.PointerEvent, whole: boolean) => {
    fingers.current.delete(event.pointerId);
    const doing = act.current;
    if (!doing || (doing.kind === "scroll" && fingers.current.size > 0)) return;
    act.current = null;
    // A stroke that the system broke off was still drawn.
    if (whole || doing.kind === "pen") finish(doing);
    else preview.current?.replaceChildren();
  };
  return (
    <div
      ref={surface}
      className={`notes-surface notes-with-${tool}`}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={(event) => up(event, true)}
      onPointerCancel={(event) => up(event, false)}
    >
      <svg className="notes-drawn" viewBox={viewBox} preserveAspectRatio="none" aria-hidden="true">
        <g transform={transform}>
          <g ref={preview} />
        </g>
      </svg>
    </div>
  );
}

type Caret = NonNullable<ReturnType<typeof caretAt>>;

type Act =
  | { kind: "pen"; drawing: Drawing }
  | { kind: "words"; from: Caret; range: Range | null }
  | { kind: "box"; from: [number, number]; box: number[] | null }
  | { kind: "note"; from: [number, number] }
  | { kind: "erase" }
  | { kind: "scroll" };
