/** The way of a draft through an office: where it is, and every passing up and sending back. */
import "../../i18n/late/member.ts";
import { ArrowDown, ArrowUp, Check } from "lucide-react";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { cx } from "../../ui/cx.ts";
import type { Move } from "./types.ts";
import { stepText } from "./words.ts";
import "./parts.css";

export const ladder = ["clerk", "unit", "head", "member"];

/** Whether the step a lies above the step b. */
export function above(a: string, b: string): boolean {
  return ladder.indexOf(a) > ladder.indexOf(b);
}

export function StepLine({ step }: { step: string }) {
  const at = ladder.indexOf(step);
  return (
    <ol className="steps" aria-label={t("parts.steps")}>
      {ladder.map((name, index) => (
        <li
          key={name}
          className={cx("step", index < at && "step-past", index === at && "step-here")}
          aria-current={index === at ? "step" : undefined}
        >
          <span className="step-sign" aria-hidden>
            {index < at ? <Check size={16} strokeWidth={3} /> : index + 1}
          </span>
          <span>{stepText(name)}</span>
        </li>
      ))}
    </ol>
  );
}

export function Moves({ moves }: { moves: Move[] }) {
  if (moves.length === 0) return <p className="soft">{t("parts.no_moves")}</p>;
  return (
    <ol className="moves plain-list">
      {moves.map((move, index) => {
        const up = above(move.to, move.from);
        return (
          <li key={index} className="move">
            {up ? <ArrowUp aria-hidden size={18} /> : <ArrowDown aria-hidden size={18} />}
            <div>
              <p>
                {t(up ? "parts.move_up" : "parts.move_down", {
                  name: move.by,
                  from: stepText(move.from),
                  to: stepText(move.to),
                })}{" "}
                <span className="soft small number">{formatDateTime(move.at)}</span>
              </p>
              {move.reason && <p className="said-text">“{move.reason}”</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
