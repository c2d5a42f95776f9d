/**
 * Single keys for a part of the screen. A key does nothing of its own: it presses the button
 * that bears it (see keyed), so that whatever a key does has a button, and a key does nothing
 * where the button is not there. Keys are heard only while the keyboard is within the part and
 * not where something is typed or chosen by letters, and they can be turned off (WCAG 2.1.4).
 *
 * Letters are chosen for those who type Vietnamese: no vowel, d or w, since an input method
 * would put the next letter together with it (y, j: "ỵ").
 */
import { type ButtonHTMLAttributes, type RefObject, useEffect, useRef, useSyncExternalStore } from "react";

/** A key event, as far as it matters here. */
export interface Stroke {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing?: boolean;
}

/**
 * The name of what was pressed, as aria-keyshortcuts writes it: "g", "Shift+C", "?", "ArrowDown",
 * "Escape", "Space"; "" for what belongs to the browser, the system or an input method. Of strokes
 * with Control or Alt only those are ours that no browser has: undoing, and moving up and down.
 */
export function nameOf(stroke: Stroke): string {
  const { key } = stroke;
  if (stroke.isComposing) return "";
  if (stroke.ctrlKey || stroke.altKey || stroke.metaKey) return combined(stroke);
  if (key === "Process" || key === "Dead" || key === "Unidentified") return "";
  if (key === " ") return stroke.shiftKey ? "Shift+Space" : "Space";
  if (key.length > 1) return stroke.shiftKey ? `Shift+${key}` : key;
  if (key.toLowerCase() === key.toUpperCase()) return key; // "?", digits: whatever they take on this keyboard
  return stroke.shiftKey ? `Shift+${key.toUpperCase()}` : key.toLowerCase(); // caps lock is no Shift
}

function combined({ key, shiftKey, ctrlKey, altKey, metaKey }: Stroke): string {
  if (shiftKey) return "";
  if (altKey) return !ctrlKey && !metaKey && (key === "ArrowUp" || key === "ArrowDown") ? `Alt+${key}` : "";
  return key.toLowerCase() === "z" && ctrlKey !== metaKey ? "Control+Z" : ""; // Command on a Mac
}

/** Whether a key may also be a letter somebody types: all but those with a name of their own. */
export const isCharacter = (name: string) => name.replace(/^Shift\+/, "").length === 1;

/** Whether a stroke means something else where text is typed or a list is chosen from. */
const isCombined = (name: string) => /^(Alt|Control)\+/.test(name);

/** What takes letters itself: fields, and lists in which a letter finds an entry. */
const typing =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], [aria-haspopup=listbox], [role=listbox], [role=menu]";

/** What lies within something else on the screen. */
interface Place<T> {
  contains: (other: T) => boolean;
}

/** Of all that bear a key, each within a part of the screen, the one in the smallest part around the keyboard. */
export function nearest<T extends Place<T>>(bearers: { button: T; within: T }[], here: T): T | undefined {
  const around = bearers.filter((one) => one.within.contains(here));
  const smaller = (one: T, other: T) => one !== other && other.contains(one);
  return around.find((one) => !around.some((other) => smaller(other.within, one.within)))?.button;
}

/** Properties for a button of ours that bears a key. */
export function keyed(key: string) {
  return {
    "data-key": key,
    render: (props: ButtonHTMLAttributes<HTMLButtonElement>) => (
      <button type="button" {...props} aria-keyshortcuts={key} />
    ),
  };
}

/** How a key is drawn, part by part. */
const signs: Record<string, string> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  Escape: "Esc",
  Space: "Space",
  Shift: "Shift",
  Alt: "Alt",
  Control: "Ctrl",
};
export const signsOf = (name: string): string[] => name.split("+").map((one) => signs[one] ?? one.toUpperCase());

const bearing = (key: string) => `[data-key="${CSS.escape(key)}"]`;

/** Presses what bears the key for whoever is here; false where nothing does. */
export function press(part: HTMLElement, here: Element, key: string): boolean {
  const bearers: { button: Element; within: Element }[] = [...part.querySelectorAll(bearing(key))].map((button) => ({
    button,
    within: button.closest("[data-keys]") ?? part,
  }));
  const found = nearest(bearers, here);
  // A field bears its key on what surrounds it.
  const target = found?.matches("button, input") ? found : found?.querySelector("button, input");
  if (!(target instanceof HTMLElement) || target.matches(":disabled")) return false;
  if (target instanceof HTMLInputElement && target.type === "text") target.focus();
  else if (target.matches("[aria-haspopup]")) {
    target.focus(); // a list is left to where it was opened
    // A click without a pointer is taken for a screen reader's, for which the list moves the keyboard late and not always.
    for (const type of ["keydown", "keyup"])
      target.dispatchEvent(new KeyboardEvent(type, { key: "Enter", bubbles: true }));
  } else target.click();
  return true;
}

/**
 * Listens in a part of the screen. `acts` are what is no button: going from place to place; they
 * say false where there was nothing to do. Before a button is pressed, `places` says where the
 * keyboard is taken to be, and where next if no button there bears the key. A key that is held
 * down goes on, but presses once.
 */
export function useKeys(
  part: RefObject<HTMLElement | null>,
  acts: Record<string, () => boolean>,
  places: () => Element[],
): void {
  const on = useKeysOn();
  const now = useRef({ acts, places, on });
  now.current = { acts, places, on };
  useEffect(() => {
    const root = part.current;
    const hear = (event: KeyboardEvent) => {
      const name = nameOf(event);
      const { acts, places, on } = now.current;
      if (!root || event.defaultPrevented || name === "") return;
      if (isCharacter(name) && !on) return;
      if ((isCharacter(name) || isCombined(name)) && (event.target as Element).closest(typing)) return;
      const act = acts[name];
      const borne = !event.repeat && root.querySelector(bearing(name)) !== null;
      const done = act ? act() : borne && places().some((here) => press(root, here, name));
      if (done) event.preventDefault();
    };
    root?.addEventListener("keydown", hear);
    return () => root?.removeEventListener("keydown", hear);
  }, [part]);
}

/**
 * Takes the keyboard home when what had it went away: the point that was moved, the row that was
 * merged, the button that is done. `where` says of what has the keyboard where it is; `home` gets
 * the last of these.
 */
export function useKeptFocus<P>(
  part: () => Element | null,
  where: (element: Element) => P,
  home: (place: P) => void,
): void {
  const now = useRef({ part, where, home });
  now.current = { part, where, home };
  useEffect(() => {
    let last: { element: HTMLElement; place: P } | null = null;
    const lost = () => document.activeElement === null || document.activeElement === document.body;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || !now.current.part()?.contains(target)) return;
      last = { element: target, place: now.current.where(target) };
    };
    // Whoever presses on something else has left by his own will.
    const leave = () => {
      last = null;
    };
    const back = () => {
      if (!last || !lost()) return;
      if (last.element.isConnected)
        last.element.focus(); // it was only moved
      else now.current.home(last.place);
    };
    const watch = new MutationObserver(() => {
      back();
      // What lies behind a window that has just closed takes the keyboard a little later.
      if (last && lost()) requestAnimationFrame(back);
    });
    watch.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", remember);
    document.addEventListener("pointerdown", leave, true);
    return () => {
      watch.disconnect();
      document.removeEventListener("focusin", remember);
      document.removeEventListener("pointerdown", leave, true);
    };
  }, []);
}

const storageKey = "ecabinet.keys";
const listeners = new Set<() => void>();
let chosen: boolean | undefined; // on this page, where storage is switched off

/** Whether this browser listens to single keys. */
export function keysOn(): boolean {
  if (chosen !== undefined) return chosen;
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

export function turnKeys(on: boolean): void {
  chosen = on;
  try {
    localStorage.setItem(storageKey, on ? "on" : "off");
  } catch {
    // The choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

export function useKeysOn(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, keysOn);
}
