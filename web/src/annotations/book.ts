/**
 * A person's annotations of the version that is read: what the server holds, with
 * what this device changed since. Every change is kept on the device first, then sent
 * until the server has it; sending twice does nothing twice. Undo and redo are
 * changes like others.
 */
import { request } from "../api/client.ts";
import { Problem } from "../api/problem.ts";
import { type Annotations, type Content, type Note, newId, noteOf, type Sharing } from "./types.ts";
import { keep, kept, names } from "./vault.ts";

/** A change that the server has not confirmed; content null: erased. */
interface Change {
  seen: number;
  content: Content | null;
}

type Unsent = Record<string, Change>;

interface Step {
  id: string;
  before: Content | null;
  after: Content | null;
}

export type Saving = "saved" | "saving" | "waiting" | "refused";

export interface State {
  loaded: boolean;
  notes: Map<string, Note>;
  saving: Saving;
  /** Why the server refused something, in words. */
  reason: string;
  /** The member whose office reads all of them. */
  office: string;
  canUndo: boolean;
  canRedo: boolean;
  document: string;
}

const most = 150;

export class Book {
  readonly version: string;
  private readonly person: string;
  private state: State = {
    loaded: false,
    notes: new Map(),
    saving: "saved",
    reason: "",
    office: "",
    canUndo: false,
    canRedo: false,
    document: "",
  };
  private seq = 0;
  private unsent: Unsent = {};
  private refused = new Set<string>();
  private done: Step[][] = [];
  private undone: Step[][] = [];
  private sending: Promise<boolean> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wait = 0;
  private open = true;
  private readonly listeners = new Set<() => void>();

  constructor(person: string, version: string) {
    this.person = person;
    this.version = version;
  }

  readonly get = (): State => this.state;

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private set(part: Partial<State>): void {
    this.state = { ...this.state, ...part, canUndo: this.done.length > 0, canRedo: this.undone.length > 0 };
    for (const listener of this.listeners) listener();
  }

  private get name(): string {
    return `${this.person} ${this.version}`;
  }

  /** Brings what this device kept, then what the server holds. */
  async start(): Promise<void> {
    addEventListener("online", this.hurry);
    addEventListener("pagehide", this.leave);
    const left = await kept<Unsent>(this.name).catch(() => null);
    this.unsent = { ...left, ...this.unsent };
    await this.read().catch(() => undefined);
    if (Object.keys(this.unsent).length > 0) this.soon(0);
    void this.sendOthers();
  }

  stop(): void {
    this.open = false;
    removeEventListener("online", this.hurry);
    removeEventListener("pagehide", this.leave);
    clearTimeout(this.timer);
    void this.flush();
  }

  private readonly hurry = () => {
    this.wait = 0;
    if (!this.state.loaded) void this.read().catch(() => undefined);
    this.soon(0);
  };

  /** The page goes: one last try that outlives it. What fails is still kept. */
  private readonly leave = () => {
    const ids = Object.keys(this.unsent).slice(0, 20);
    if (ids.length === 0) return;
    const body = JSON.stringify(this.body(ids));
    if (body.length > 60_000) return;
    fetch(this.path, {
      method: "PUT",
      keepalive: true,
      headers: { "Content-Type": "application/json" },
      body,
    }).catch(() => undefined);
  };

  private get path(): string {
    return `/api/versions/${this.version}/annotations`;
  }

  /** Reads what changed on the server: at the start, and when another device of the person was heard. */
  async read(): Promise<void> {
    const view = await request<Annotations>("GET", this.path, undefined, { query: { since: this.seq || undefined } });
    this.take(view, true);
    this.set({ loaded: true, document: view.document });
  }

  /** Another device changed something. */
  heard(seq: number): void {
    if (seq <= this.seq) return;
    void Promise.resolve(this.sending).then(() => {
      if (seq > this.seq) return this.read().catch(() => undefined);
    });
  }

  private take(view: Annotations, whole: boolean): void {
    const notes = new Map(this.state.notes);
    if (whole && this.seq === 0) {
      for (const [id, note] of notes) if (note.rev > 0) notes.delete(id);
    }
    for (const item of view.items) {
      const change = this.unsent[item.id];
      if (change) {
        const held = notes.get(item.id);
        if (held) notes.set(item.id, { ...held, rev: item.rev });
        continue;
      }
      if (item.erased) notes.delete(item.id);
      else notes.set(item.id, noteOf(item));
    }
    for (const [id, change] of Object.entries(this.unsent)) this.show(notes, id, change.content);
    if (whole) this.seq = Math.max(this.seq, view.seq);
    this.set({ notes, office: view.office });
  }

  private show(notes: Map<string, Note>, id: string, content: Content | null): void {
    if (!content) {
      notes.delete(id);
      return;
    }
    const held = notes.get(id);
    const fresh = { version: this.version, number: 0, office: "", place: { page: content.page, how: "here" as const } };
    notes.set(id, { id, rev: 0, ...fresh, ...held, content });
  }

  /**
   * Makes, changes (content) or erases (null) annotations as one step that can be
   * undone; "on": typing that goes on belongs to the step before.
   */
  change(list: { id?: string; content: Content | null }[], step: boolean | "on" = true): string[] {
    const steps: Step[] = [];
    const notes = new Map(this.state.notes);
    const ids = list.map(({ id = newId(), content }) => {
      const held = notes.get(id);
      steps.push({ id, before: held?.content ?? null, after: content });
      const seen = this.unsent[id]?.seen ?? held?.rev ?? this.gone.get(id) ?? 0;
      if (!content && held) this.gone.set(id, held.rev);
      this.unsent = { ...this.unsent, [id]: { seen, content } };
      this.refused.delete(id);
      this.show(notes, id, content);
      return id;
    });
    const last = this.done.at(-1);
    const [one] = steps;
    if (step === "on" && one && last?.length === 1 && last[0]?.id === one.id) {
      last[0].after = one.after;
    } else if (step) {
      this.done.push(steps);
      if (this.done.length > 200) this.done.shift();
      this.undone = [];
    }
    this.set({ notes, saving: "saving" });
    void this.guard();
    this.soon(700);
    return ids;
  }

  /** The last rev of what was erased here, so that undoing brings it back. */
  private readonly gone = new Map<string, number>();

  /** Takes the last step back; gives the pages that it touched. */
  undo(): number[] {
    const steps = this.done.pop();
    if (!steps) return [];
    this.undone.push(steps);
    this.change(
      steps.map(({ id, before }) => ({ id, content: before })),
      false,
    );
    return steps.map(({ before, after }) => (before ?? after)?.page ?? 0);
  }

  redo(): number[] {
    const steps = this.undone.pop();
    if (!steps) return [];
    this.done.push(steps);
    this.change(
      steps.map(({ id, after }) => ({ id, content: after })),
      false,
    );
    return steps.map(({ before, after }) => (after ?? before)?.page ?? 0);
  }

  private guarding: Promise<void> | null = null;
  private again = false;

  /** Keeps on the device what is not sent, one writing after the other. */
  private guard(): Promise<void> {
    if (this.guarding) {
      this.again = true;
      return this.guarding;
    }
    this.guarding = (async () => {
      do {
        this.again = false;
        const left = Object.keys(this.unsent).length > 0 ? this.unsent : null;
        await keep(this.name, left).catch(() => undefined);
      } while (this.again);
      this.guarding = null;
    })();
    return this.guarding;
  }

  private soon(after: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), after);
  }

  /** Sends what is not sent; true when nothing is left. */
  async flush(): Promise<boolean> {
    while (this.sending) await this.sending;
    this.sending = this.send();
    const all = await this.sending;
    this.sending = null;
    return all;
  }

  private body(ids: string[]) {
    const puts = ids.flatMap((id) => {
      const change = this.unsent[id];
      return change?.content ? [{ id, seen: change.seen, ...change.content }] : [];
    });
    const erases = ids.flatMap((id) => {
      const change = this.unsent[id];
      return change && !change.content ? [{ id, seen: change.seen }] : [];
    });
    return { puts, erases };
  }

  private async send(): Promise<boolean> {
    for (;;) {
      const ids = Object.keys(this.unsent)
        .filter((id) => !this.refused.has(id))
        .slice(0, most);
      if (ids.length === 0) {
        this.set({
          saving: this.refused.size > 0 ? "refused" : "saved",
          ...(this.refused.size > 0 ? {} : { reason: "" }),
        });
        return this.refused.size === 0;
      }
      const sent = Object.fromEntries(ids.map((id) => [id, this.unsent[id]]));
      const body = this.body(ids);
      try {
        const view = await request<Annotations>("PUT", this.path, body, { bare: !this.open });
        this.wait = 0;
        this.confirmed(sent, view);
      } catch (error) {
        if (
          error instanceof Problem &&
          error.status >= 400 &&
          error.status < 500 &&
          ![401, 408, 429].includes(error.status)
        ) {
          if (!this.refuse(error, body.puts)) for (const id of ids) this.refused.add(id);
          this.set({ reason: error.message });
          continue;
        }
        this.wait = Math.min(30_000, this.wait ? this.wait * 2 : 2_000);
        this.set({ saving: "waiting" });
        if (this.open) this.soon(this.wait);
        return false;
      }
    }
  }

  /** Sets aside what the server named; false where it named nothing. */
  private refuse(problem: Problem, puts: { id: string }[]): boolean {
    let named = false;
    for (const { path } of problem.fields) {
      const id = puts[Number(/puts\[(\d+)\]/.exec(path)?.[1] ?? -1)]?.id;
      if (!id) continue;
      this.refused.add(id);
      named = true;
    }
    return named;
  }

  private confirmed(sent: Record<string, Change | undefined>, view: Annotations): void {
    const revs = new Map(view.items.map((item) => [item.id, item.rev]));
    const unsent = { ...this.unsent };
    for (const [id, change] of Object.entries(sent)) {
      if (unsent[id] === change) delete unsent[id];
      else if (unsent[id]) unsent[id] = { ...unsent[id], seen: revs.get(id) ?? unsent[id].seen };
    }
    for (const item of view.items) if (item.erased) this.gone.set(item.id, item.rev);
    this.unsent = unsent;
    // A change of another device in between is asked for by its seq.
    const next = view.seq === this.seq + 1;
    this.take(view, next);
    void this.guard();
    if (!next && view.seq > this.seq) void this.read().catch(() => undefined);
  }

  /** Lets an office read them (ids empty: all), or takes them back (office empty). */
  async share(office: string, ids: string[]): Promise<void> {
    if (ids.length > 0) await this.flush();
    const document = this.state.document;
    const view = await request<Sharing>("PUT", `/api/documents/${document}/annotations/sharing`, {
      office,
      annotations: ids,
    });
    const notes = new Map(this.state.notes);
    for (const [id, note] of notes) notes.set(id, { ...note, office: view.annotations[id] ?? "" });
    this.seq = Math.max(this.seq, view.seq);
    this.set({ notes, office: view.office });
  }

  /** What was left of other papers when this device last closed is sent now. */
  private async sendOthers(): Promise<void> {
    for (const name of await names(`${this.person} `).catch(() => [])) {
      const version = name.slice(this.person.length + 1);
      if (version === this.version) continue;
      const left = await kept<Unsent>(name).catch(() => null);
      if (!left) continue;
      const other = new Book(this.person, version);
      other.open = false;
      other.unsent = left;
      await other.flush();
    }
  }
}

/** Annotations of one page in the order in which they are read: from its top. */
export function inOrder(notes: Iterable<Note>): Note[] {
  const top = ({ content }: Note) => content.at[1] ?? content.boxes[0]?.[1] ?? 0;
  return [...notes].sort((a, b) => a.place.page - b.place.page || top(a) - top(b) || (a.id < b.id ? -1 : 1));
}
