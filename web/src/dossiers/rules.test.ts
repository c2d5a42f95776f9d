import { describe, expect, test } from "vitest";
import { checks, firstFilled, gaps, guessKind, matches, mayUpload, moved, titleOf } from "./rules.ts";
import type { Kind, Matter, Paper, Version } from "./types.ts";

function version(state: Version["state"], pages = 3): Version {
  return {
    id: `v-${state}-${pages}`,
    document: "d",
    matter: "m",
    number: 1,
    name: "a.pdf",
    format: "pdf",
    size: 1000,
    sha256: "00",
    state,
    code: "",
    readable: state === "ready",
    reading: { sha256: "", size: 0, pages: state === "ready" ? pages : 0, has_text: true },
    uploader: { id: "p", name: "P" },
    uploaded_at: "2026-11-22T00:00:00Z",
    thumbnails: false,
    first_page: false,
  } as Version;
}

function paper(kind: Kind, one = version("ready"), recalled = false): Paper {
  return {
    id: `d-${kind}`,
    rev: 1,
    kind,
    title: kind,
    shown: one.state === "ready" ? one.id : "",
    versions: [one],
    recalled,
    recalled_at: null,
    recall_reason: "",
  };
}

function matter(documents: Paper[], change: Partial<Matter> = {}): Matter {
  return { id: "m", state: "draft", class: "internal", documents, ...change } as Matter;
}

describe("gaps", () => {
  test("a matter without papers lacks them and nothing else is said", () => {
    expect(gaps(matter([]))).toEqual([{ key: "no_papers", must: true }]);
  });

  test("a placeholder never lacks papers", () => {
    expect(gaps(matter([], { class: "placeholder" }))).toEqual([]);
  });

  test("refused and unfinished papers must be dealt with, by name", () => {
    const found = gaps(matter([paper("submission", version("refused")), paper("draft", version("processing"))]));
    expect(found).toEqual([
      { key: "refused", must: true, title: "submission" },
      { key: "waits", must: true, title: "draft" },
    ]);
  });

  test("a recalled paper counts neither for nor against", () => {
    expect(gaps(matter([paper("submission", version("refused"), true)]))).toEqual([{ key: "no_papers", must: true }]);
  });

  test("a submission over ten pages wants a summary, of at most six", () => {
    const long = paper("submission", version("ready", 11));
    const keys = (m: Matter) => gaps(m).map((gap) => gap.key);
    expect(keys(matter([long, paper("draft")]))).toEqual(["no_summary"]);
    expect(keys(matter([long, paper("draft"), paper("summary", version("ready", 7))]))).toEqual(["long_summary"]);
    expect(keys(matter([long, paper("draft"), paper("summary", version("ready", 6))]))).toEqual([]);
    expect(keys(matter([paper("submission", version("ready", 10)), paper("draft")]))).toEqual([]);
  });
});

test("the check list leaves judgement open", () => {
  const found = Object.fromEntries(checks(matter([paper("submission"), paper("draft")])).map((c) => [c.key, c.ok]));
  expect(found).toEqual({
    submission: true,
    draft: true,
    appraisal: null,
    explanation: null,
    summary: null,
    readable: true,
    scan: true,
  });
});

test("new papers come in while the matter is open, new versions also later", () => {
  expect(mayUpload({ state: "returned", class: "internal" }, true)).toBe(true);
  expect(mayUpload({ state: "submitted", class: "internal" }, false)).toBe(false);
  expect(mayUpload({ state: "deciding", class: "internal" }, false)).toBe(true);
  expect(mayUpload({ state: "deciding", class: "internal" }, true)).toBe(false);
  expect(mayUpload({ state: "draft", class: "placeholder" }, true)).toBe(false);
});

test("one step up or down, never over the edge", () => {
  expect(moved(["a", "b", "c"], "b", -1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], "b", 1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], "a", -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], "b", 1)).toEqual(["a", "b"]);
});

test("search knows no marks and no capitals, and wants every word", () => {
  expect(matches("dien luc", "Dự thảo Luật Điện lực")).toBe(true);
  expect(matches("LUẬT điện", "Dự thảo Luật Điện lực")).toBe(true);
  expect(matches("luật đất", "Dự thảo Luật Điện lực")).toBe(false);
  expect(matches("", "gì cũng được")).toBe(true);
});

test.each([
  ["01_To trinh Chinh phu.pdf", "submission"],
  ["TTr-BYT-2026.pdf", "submission"],
  ["Báo cáo thẩm định dự thảo Nghị định.pdf", "appraisal"],
  ["Giải trình, tiếp thu ý kiến.docx", "explanation"],
  ["Bản tóm tắt.pdf", "summary"],
  ["Dự thảo Nghị định (lần 3).pdf", "draft"],
  ["scan0001.pdf", ""],
])("%s is taken for %s", (name, kind) => {
  expect(guessKind(name)).toBe(kind);
});

test("a title is the name of the file without its ending", () => {
  expect(titleOf("Tờ_trình  số 5.signed.pdf")).toBe("Tờ trình số 5.signed");
});

test("the first group with something in it is shown first", () => {
  const groups = [
    { key: "mine", states: ["draft" as const] },
    { key: "done", states: ["decided" as const] },
  ];
  expect(firstFilled(groups, [])).toBe("mine");
  expect(firstFilled(groups, [{ state: "decided" }])).toBe("done");
  expect(firstFilled(groups, [{ state: "decided" }, { state: "draft" }])).toBe("mine");
});
