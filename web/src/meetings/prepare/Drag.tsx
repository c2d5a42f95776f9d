/**
 * Dragging an item of the agenda by its handle, with a mouse, a pen or a finger. Up and down
 * chooses the place, to the side how deep. Escape lets it stay. Whoever has no pointer uses
 * the buttons beside the item.
 */
import { GripVertical } from "lucide-react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { t } from "../../i18n/index.ts";
import type { Agenda, Item } from "../types.ts";
import { landing, type Move, stays, without } from "./moves.ts";
import "./drag.css";

/** A press that moves less than this is no drag. */
const slack = 4;
/** How near the edge of the window the page begins to move, and by how much each frame. */
const edge = 72;
const pace = 10;

interface Hand {
  id: string;
  /** Of the order in which it was taken up: who let another order come meanwhile is told. */
  rev: number;
  from: { x: number; y: number };
  at: { x: number; y: number };
  moving: boolean;
}

interface Spot {
  to: Move & { depth: number };
  line: { top: number; left: number; width: number };
}

export function useDrag(agenda: Agenda, go: (item: Item, to: Move, rev: number) => void) {
  const [hand, hold] = useState<Hand | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const item = agenda.items.find((one) => one.id === hand?.id);
  const spot = hand?.moving && item && list.current ? spotOf(list.current, agenda.items, item, hand) : undefined;
  // What the window's listeners read, as it was last drawn.
  const drawn = useRef({ item, hand, go, items: agenda.items });
  drawn.current = { item, hand, go, items: agenda.items };

  const held = hand !== null;
  useEffect(() => {
    if (!held) return;
    const move = (event: globalThis.PointerEvent) => hold((one) => one && moved(one, event));
    const drop = (event: globalThis.PointerEvent) => {
      const { item, items, go, ...now } = drawn.current;
      // The last steps of the hand may not be drawn yet.
      const hand = now.hand && moved(now.hand, event);
      const spot = hand?.moving && item && list.current ? spotOf(list.current, items, item, hand) : undefined;
      if (hand && item && spot && !stays(items, item, spot.to)) go(item, spot.to, hand.rev);
      hold(null);
    };
    const leave = () => hold(null);
    const key = (event: KeyboardEvent) => event.key === "Escape" && leave();
    let frame = 0;
    const roll = () => {
      const y = drawn.current.hand?.moving ? drawn.current.hand.at.y : edge;
      const by = y < edge ? -pace : y > innerHeight - edge ? pace : 0;
      if (by) {
        window.scrollBy(0, by);
        hold((one) => one && { ...one });
      }
      frame = requestAnimationFrame(roll);
    };
    frame = requestAnimationFrame(roll);
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", leave);
    window.addEventListener("keydown", key);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", leave);
      window.removeEventListener("keydown", key);
    };
  }, [held]);

  return {
    /** Goes around the list. */
    list,
    /** The item in the hand and what goes with it. */
    lifted:
      hand?.moving && item ? agenda.items.filter((one) => !without(agenda.items, item).includes(one)) : ([] as Item[]),
    handle: (one: Item) => (
      <span
        aria-hidden
        className="agenda-grip"
        title={one.stage === "waiting" ? t("meetings.item_drag", { title: one.title }) : undefined}
        data-waiting={one.stage === "waiting" || undefined}
        onPointerDown={(event: PointerEvent) => {
          if (one.stage !== "waiting" || event.button !== 0 || !event.isPrimary) return;
          event.preventDefault();
          const at = { x: event.clientX, y: event.clientY };
          hold({ id: one.id, rev: agenda.agenda_rev, from: at, at, moving: false });
        }}
      >
        {one.stage === "waiting" && <GripVertical />}
      </span>
    ),
    /** What is drawn above everything while something is in the hand. */
    shown: hand?.moving && item && (
      <div aria-hidden>
        {spot && <div className="agenda-landing" style={spot.line} />}
        <div className="agenda-held" style={{ top: hand.at.y, left: hand.at.x }}>
          {item.title}
        </div>
      </div>
    ),
  };
}

function moved(hand: Hand, { clientX: x, clientY: y }: { clientX: number; clientY: number }): Hand {
  return { ...hand, at: { x, y }, moving: hand.moving || Math.hypot(x - hand.from.x, y - hand.from.y) > slack };
}

/** Where the item would go from the hand, and where a line says so. */
function spotOf(list: HTMLElement, items: Item[], item: Item, hand: Hand): Spot | undefined {
  const stay = new Set(without(items, item).map((one) => one.id));
  const rows = [...list.querySelectorAll<HTMLElement>(":scope > ol > li")].filter((_, index) =>
    stay.has(items[index]?.id ?? ""),
  );
  const boxes = rows.map((row) => row.getBoundingClientRect());
  const at = boxes.filter((box) => box.top + box.height / 2 < hand.at.y).length;
  const step = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--s6")) || 32;
  const to = landing(items, item, at, item.depth + Math.round((hand.at.x - hand.from.x) / step));
  if (!to) return undefined;
  const frame = list.getBoundingClientRect();
  const top = boxes[at]?.top ?? boxes[at - 1]?.bottom ?? frame.top;
  const left = frame.left + to.depth * step;
  return { to, line: { top, left, width: frame.right - left } };
}
