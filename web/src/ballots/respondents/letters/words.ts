/** The words of what was not understood. */
import { pick, t } from "../../../i18n/index.ts";
import type { Matrix } from "../../desk/ballot.ts";
import type { Why } from "./letters.ts";

export function whyText(why: Why, matrix: Matrix): string {
  switch (why.kind) {
    case "server":
      return pick(why.problem.text.vi, why.problem.text.en);
    case "nobody":
      return t("letters.why_nobody");
    case "answered":
      return t("letters.why_answered", {
        name: matrix.rows.find((row) => row.seat === why.seat)?.member.name ?? why.seat,
      });
    case "twice":
      return t("letters.why_twice", { numbers: why.others.join(", ") });
    case "gap":
      return t(`member.gap_${why.gap.kind}`, { number: why.gap.number });
    case "letter":
      return t("letters.why_letter");
  }
}
