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

/**
 * Reads lines such as "Hiệp hội Dệt may; vp@detmay.vn" or the columns of a table: the
 * name first, then in any order an address and the kind. Empty lines are left out.
 */
export function linesOf(text: string): Line[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.split(/\t|;/).map((part) => part.trim()))
    .filter((parts) => parts.some((part) => part !== ""))
    .map(([name = "", ...rest]) => {
      const address = rest.find((part) => part.includes("@"));
      const kind = rest.find((part) => part !== address && find(words, part));
      // What is neither is taken for an address: the server then says that it is none.
      const email = address ?? rest.find((part) => part !== "" && part !== kind) ?? "";
      return { name, sector: find(words, kind ?? "") ?? sectorOf(name), email, person: null };
    });
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
