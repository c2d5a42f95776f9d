/** A list of respondents as typed or pasted: pure functions. */

export const sectors = ["ministry", "province", "association", "business", "expert", "other"] as const;
export type Sector = (typeof sectors)[number];

export interface Line {
  name: string;
  sector: Sector;
  email: string;
  /** Who answers by an account; null: by a personal link. */
  person: { id: string; name: string } | null;
}

/** How a pasted line may say what kind of organisation it is; else its name tells. */
const words: [RegExp, Sector][] = [
  [/^(bộ|cơ quan trung ương|ministry|ministries)/i, "ministry"],
  [/^(tỉnh|thành phố|địa phương|province|city)/i, "province"],
  [/^(hiệp hội|hội|tổ chức|association)/i, "association"],
  [/^(doanh nghiệp|công ty|business|company|enterprise)/i, "business"],
  [/^(chuyên gia|nhà khoa học|expert)/i, "expert"],
  [/^(khác|other)/i, "other"],
];

const names: [RegExp, Sector][] = [
  [
    /^(bộ|ngân hàng nhà nước|thanh tra chính phủ|ủy ban dân tộc|văn phòng chính phủ|ministry of)(?!\p{L})/iu,
    "ministry",
  ],
  [/^(ủy ban nhân dân|uỷ ban nhân dân|ubnd|tỉnh|thành phố|people's committee)(?!\p{L})/iu, "province"],
  [/^(hiệp hội|hội|liên đoàn|liên minh|liên hiệp|tổng hội)(?!\p{L})|association$/iu, "association"],
  [/^(công ty|tập đoàn|tổng công ty|ngân hàng|doanh nghiệp)(?!\p{L})/iu, "business"],
  [/^(gs|pgs|ts|ths|luật sư|chuyên gia|dr|prof)[.\s]/iu, "expert"],
];

function find(list: [RegExp, Sector][], text: string): Sector | undefined {
  return list.find(([pattern]) => pattern.test(text.trim()))?.[1];
}

/** What kind of organisation bears this name. */
export function sectorOf(name: string): Sector {
  return find(names, name) ?? "other";
}

/** What a column of a table holds, by the word at its head; "more": nothing that a list has. */
type Column = "number" | "name" | "email" | "kind" | "more";

const heads: [RegExp, Column][] = [
  [/^(stt|tt|số tt|số thứ tự|no\.?|nr\.?|#)$/i, "number"],
  [/^(tên|nơi được tham vấn|cơ quan|đơn vị|tổ chức|name|organisation|organization|respondent)(?!\p{L})/iu, "name"],
  [/^(email|e-mail|thư điện tử|hộp thư|(địa chỉ )(thư|email|e-mail)|mail)(?!\p{L})/iu, "email"],
  [/^(nhóm|loại|khối|lĩnh vực|kind|group|sector|type)(?!\p{L})/iu, "kind"],
  [/^(ghi chú|điện thoại|số điện thoại|địa chỉ|người liên hệ|note|phone|telephone|address|contact)(?!\p{L})/iu, "more"],
];

/** What the columns hold, where the first row says it: a row of nothing but such words. */
function headOf(parts: string[]): Column[] | null {
  const columns = parts.map((part) => heads.find(([pattern]) => pattern.test(part))?.[1]);
  const known = columns.filter((column) => column !== undefined).length;
  const filled = parts.filter((part) => part !== "").length;
  const names = columns.filter((column) => column === "name").length;
  const says = names === 1 && (known > 1 || columns[0] === "number");
  return says && known === filled ? columns.map((column) => column ?? "more") : null;
}

/** What was pasted as it is understood, and what of it was left out. */
export interface Pasted {
  lines: Line[];
  /** The first row named the columns. */
  headed: boolean;
  /** The first column numbered the rows. */
  numbered: boolean;
}

/**
 * Reads lines such as "Hiệp hội Dệt may; vp@detmay.vn" or the columns of a table: the
 * name first, then in any order an address and the kind; where a first row says what
 * the columns hold, as it says. Empty lines and numbers of rows are left out.
 */
export function pasted(text: string): Pasted {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.split(/\t|;/).map((part) => part.trim()))
    .filter((parts) => parts.some((part) => part !== ""));
  const head = headOf(rows[0] ?? []);
  const body = head ? rows.slice(1) : rows;
  const numbered = body.length > 0 && body.every((parts) => parts.length > 1 && /^\d{1,4}[.)]?$/.test(parts[0] ?? ""));
  const lines = body.map((parts) => {
    if (head) return lineUnder(head, parts);
    return lineFrom(numbered ? parts.slice(1) : parts);
  });
  return { lines, headed: head !== null, numbered: numbered || head?.[0] === "number" };
}

export function linesOf(text: string): Line[] {
  return pasted(text).lines;
}

function lineUnder(head: Column[], parts: string[]): Line {
  const under = (column: Column) => parts[head.indexOf(column)] ?? "";
  const name = under("name");
  const email = under("email") || parts.find((part) => part.includes("@")) || "";
  return { name, sector: find(words, under("kind")) ?? sectorOf(name), email, person: null };
}

function lineFrom([name = "", ...rest]: string[]): Line {
  const address = rest.find((part) => part.includes("@"));
  const kind = rest.find((part) => part !== address && find(words, part));
  // What is neither is taken for an address: the server then says that it is none.
  const email = address ?? rest.find((part) => part !== "" && part !== kind) ?? "";
  return { name, sector: find(words, kind ?? "") ?? sectorOf(name), email, person: null };
}

/** The line of a list to which a refusal's path belongs, and what of it: "respondents[3].name". */
export function lineAt(path: string): { index: number; field: string } | null {
  const match = /respondents\[(\d+)\]\.(\w+)/.exec(path);
  return match ? { index: Number(match[1]), field: match[2] ?? "" } : null;
}

/** Whether two lists say the same. */
export function sameLines(a: Line[], b: Line[]): boolean {
  const print = (list: Line[]) => JSON.stringify(list.map((one) => [one.name, one.sector, one.email, one.person?.id]));
  return print(a) === print(b);
}
