import { expect, test } from "vitest";
import type { Profile } from "../ballot.ts";
import {
  asKind,
  differences,
  gapsOf,
  inputOf,
  moved,
  newQuestion,
  sameTerms,
  type Terms,
  typedWhole,
  withoutOption,
} from "./terms.ts";

const rules = { by_hand: false, min_days: 2, max_days: 5 } as Profile;

function terms(change: Partial<Terms> = {}): Terms {
  return {
    title: "Dự thảo Nghị định",
    note: "",
    questions: [{ id: "a", text: "Về việc ban hành", kind: "yes_no", options: [], proposal: 0 }],
    papers: ["v1", "v2"],
    recused: [],
    days: 5,
    hour: "",
    last_day: "",
    open_at: "",
    show_who: false,
    show_live: false,
    by_name: true,
    ...change,
  };
}

test("a question of yes and no is sent without the options it once had", () => {
  const question = { ...newQuestion(), text: "Chọn", options: ["Một", "Hai"], proposal: 2 };
  expect(inputOf(terms({ questions: [question] }), 7)).toMatchObject({
    ballot_rev: 7,
    questions: [{ text: "Chọn", kind: "yes_no", options: [], proposal: 0 }],
  });
  expect("open_at" in inputOf(terms(), 7)).toBe(false);
});

test("options come back when the kind is changed to and fro", () => {
  const named = { ...asKind(newQuestion(), "options"), options: ["Một", "Hai"] };
  expect(asKind(newQuestion(), "options").options).toEqual(["", ""]);
  expect(asKind(asKind(named, "yes_no"), "options").options).toEqual(["Một", "Hai"]);
});

test("the proposal stays with its option when others go", () => {
  const question = { ...newQuestion(), kind: "options" as const, options: ["a", "b", "c"], proposal: 3 };
  expect(withoutOption(question, 0)).toMatchObject({ options: ["b", "c"], proposal: 2 });
  expect(withoutOption(question, 2)).toMatchObject({ options: ["a", "b"], proposal: 0 });
});

test("the first does not move up, the last not down", () => {
  expect(moved(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
  expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "b", "c"]);
  expect(moved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
});

test("what is missing is said at its field", () => {
  expect(gapsOf(terms(), rules)).toEqual([]);
  expect(gapsOf(terms(), rules, 4)).toEqual([]);
  expect(gapsOf(terms(), rules, 0)).toEqual([{ path: "respondents", kind: "nobody" }]);
  const paths = gapsOf(
    terms({
      title: " ",
      papers: [],
      days: 6,
      questions: [
        { id: "a", text: "", kind: "yes_no", options: [], proposal: 0 },
        { id: "b", text: "Chọn", kind: "options", options: ["Một", " "], proposal: 0 },
      ],
    }),
    rules,
  ).map((gap) => gap.path);
  expect(paths).toEqual(["title", "questions[0].text", "questions[1].options[1].text", "papers", "days"]);
  for (const days of [0, 5]) {
    // Days that nobody sees are no deadline where a person sets the day.
    expect(gapsOf(terms({ days }), { ...rules, by_hand: true }).map((gap) => gap.kind)).toEqual(["deadline"]);
  }
  expect(gapsOf(terms({ days: 0, last_day: "2026-12-24" }), { ...rules, by_hand: true })).toEqual([]);
});

test("forms that would be sent alike are the same", () => {
  expect(sameTerms(terms({ title: "Dự thảo Nghị định " }), terms())).toBe(true);
  expect(sameTerms(terms({ open_at: "2026-11-22T02:00:00.000Z" }), terms({ open_at: "2026-11-22T02:00:00Z" }))).toBe(
    true,
  );
  expect(sameTerms(terms({ papers: ["v2", "v1"] }), terms())).toBe(false);
});

test("a ballot that is to be sent at a set time lacks it until it is set", () => {
  expect(gapsOf(terms(), rules, undefined, true)).toEqual([{ path: "open_at", kind: "open_at" }]);
  expect(gapsOf(terms({ open_at: "2026-11-22T02:00:00Z" }), rules, undefined, true)).toEqual([]);
});

test("only the fields that differ are put side by side", () => {
  expect(differences(terms({ note: "Của tôi" }), terms({ days: 3 })).sort()).toEqual(["days", "note"]);
});

test("a moment whose year is being typed is none yet", () => {
  expect(["0002-12-31T01:00:00Z", "0202-12-31T01:00:00Z", ""].map(typedWhole)).toEqual(["", "", ""]);
  expect(typedWhole("2026-12-31T01:00:00Z")).toBe("2026-12-31T01:00:00Z");
});
