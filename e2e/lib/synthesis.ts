/** What specs of the synthesis share: its question, and answers that come on paper after closing. */
import { pdf } from "./files.ts";
import { expect, type Visitor } from "./test.ts";

/** The id of the first question of a closed ballot, as whoever reviews finds it. */
export async function question(who: Visitor, title: RegExp): Promise<string> {
  const { items } = await who.get<{ items: { id: string; draft: string }[] }>("/api/syntheses");
  const found = items.find((one) => title.test(one.draft));
  if (!found) throw new Error(`${who.login} has no synthesis of ${title}.`);
  return found.id;
}

/** Opens the signing window without its screen, where a spec is about another one. */
export async function maySign(who: Visitor): Promise<void> {
  await who.act("/api/session/signing-window", { password: await who.password(), code: await who.code() });
}

interface Seat {
  seat: number;
  member: { person: string; name: string };
  state: string;
  answer: string;
}

/** Takes in, by two persons, what a silent member had sent on paper in time; gives whose seat it was. */
export async function onPaper(
  first: Visitor,
  second: Visitor,
  ballot: string,
  choice: string,
  text: string,
): Promise<Seat> {
  const asked = await first.get<{ questions: { key: string }[]; deadline: { at: string } }>(`/api/ballots/${ballot}`);
  const seats = async () =>
    (await first.get<{ rows: (Seat & { pending: string })[] }>(`/api/ballots/${ballot}/matrix`)).rows;
  const seat = (await seats()).find((one) => one.state === "deemed");
  if (!seat) throw new Error("Nobody was silent.");
  await maySign(first);
  const scan = await first.page.request.post(`/api/ballots/${ballot}/scans?name=cong-van.pdf`, {
    data: pdf("Cong van"),
    headers: { "Content-Type": "application/octet-stream" },
  });
  expect(scan.status(), await scan.text()).toBe(201);
  await first.act(`/api/ballots/${ballot}/on-behalf`, {
    seat: seat.seat,
    content: {
      opinions: asked.questions.map((one) => ({ question: one.key, choice, text, points: [] })),
      reserve: "",
      files: [await scan.json()],
    },
    reason: "Công văn đến trong hạn, văn thư chuyển chậm.",
    received_at: new Date(Date.parse(asked.deadline.at) - 3_600_000).toISOString(),
  });
  const waiting = (await seats()).find((one) => one.seat === seat.seat)?.pending ?? "";
  await maySign(second);
  await second.act(`/api/answers/${waiting}/second`, undefined);
  return seat;
}

interface Row {
  id: string;
  rev: number;
  name: { vi: string };
  title: string;
  points: { id: string; opinion: string; who: string; quotes: { sentence: string; text: string }[] }[];
}

export interface Review {
  rev: number;
  version: number;
  hash: string;
  rows: Row[];
  waiting: string[];
  must_read: string[];
}

/** Makes the table, puts what waits into a row and reads what must be read, where a spec is about what follows. */
export async function settle(analyst: Visitor, id: string): Promise<Review> {
  const path = `/api/syntheses/${id}`;
  let view = await analyst.get<Review>(path);
  if (view.version === 0) view = await analyst.act<Review>(`${path}/draft`, { rev: 0 });
  const edit = (data: object) => analyst.act<Review>(`${path}/edits`, data);
  if (view.waiting.length > 0) {
    const { waiting } = view;
    view = await edit({ act: "add", title: "Vấn đề khác" });
    const to = view.rows.find((one) => one.title === "Vấn đề khác")?.id;
    view = await edit({ act: "move", sentences: waiting, to });
  }
  for (const opinion of view.must_read) view = await edit({ act: "read", opinion });
  return view;
}

/** Approves the table as it stands. */
export async function approve(secretary: Visitor, id: string): Promise<Review> {
  const path = `/api/syntheses/${id}`;
  return secretary.act<Review>(`${path}/approval`, { hash: (await secretary.get<Review>(path)).hash });
}
