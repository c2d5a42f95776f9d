/**
 * Answers to a question, never by colour alone: each has an icon, a word and a
 * pattern. AnswerChoice asks for one (targets of 60 px); AnswerMark shows one.
 */
import { Check, CircleDashed, MessageSquareText, Minus, Users, X } from "lucide-react";
import type { ReactNode } from "react";
import { Label } from "react-aria-components/Label";
import { RadioGroup as AriaRadioGroup, RadioButton, RadioField } from "react-aria-components/RadioGroup";
import { t } from "../i18n/index.ts";
import { cx } from "./cx.ts";
import { FieldErrorText, FieldHint, fieldId } from "./Field.tsx";
import "./answer.css";

/** The look of an answer. "option" is a named option of the ballot (Phương án 1). */
export type Tone = "agree" | "disagree" | "other" | "discuss" | "none" | "deemed" | "recused" | "option";

const icons: Record<Tone, typeof Check> = {
  agree: Check,
  deemed: Check,
  option: Check,
  disagree: X,
  other: MessageSquareText,
  discuss: Users,
  none: CircleDashed,
  recused: Minus,
};

export function AnswerIcon({ tone, size = 20 }: { tone: Tone; size?: number }) {
  const Icon = icons[tone];
  return <Icon aria-hidden size={size} strokeWidth={tone === "agree" || tone === "disagree" ? 3 : 2.25} />;
}

/** The word of a tone, for a choice that has no words of its own. */
export function answerText(tone: Tone): string {
  return tone === "option" ? "" : t(`answer.${tone}`);
}

export interface AnswerOption {
  value: string;
  tone: Tone;
  label: string;
  note?: ReactNode;
}

export function AnswerChoice({
  label,
  hint,
  error,
  name,
  options,
  value,
  onChange,
  isDisabled = false,
  hideLabel = false,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  name?: string;
  options: AnswerOption[];
  value: string | null;
  onChange: (value: string) => void;
  isDisabled?: boolean;
  hideLabel?: boolean;
}) {
  return (
    <AriaRadioGroup
      validationBehavior="aria"
      id={fieldId(name)}
      isInvalid={Boolean(error)}
      isDisabled={isDisabled}
      value={value}
      onChange={onChange}
      className="field answers"
    >
      <Label className={hideLabel ? "visually-hidden" : "field-label"}>{label}</Label>
      {hint && <FieldHint>{hint}</FieldHint>}
      <div className="answers-list">
        {options.map((option) => (
          <RadioField key={option.value} value={option.value}>
            <RadioButton className={cx("answer", `tone-${option.tone}`)}>
              <span className="answer-sign">
                <AnswerIcon tone={option.tone} size={24} />
              </span>
              <span className="answer-text">
                {option.label}
                {option.note && <span className="option-note">{option.note}</span>}
              </span>
            </RadioButton>
          </RadioField>
        ))}
      </div>
      <FieldErrorText error={error} />
    </AriaRadioGroup>
  );
}

/** An answer given: icon, pattern and word. `compact` keeps the word for screen readers only. */
export function AnswerMark({
  tone,
  children,
  compact = false,
}: {
  tone: Tone;
  children?: ReactNode;
  compact?: boolean;
}) {
  const text = children ?? answerText(tone);
  return (
    <span className={cx("answer-mark", `tone-${tone}`, compact && "answer-mark-compact")}>
      <span className="answer-sign">
        <AnswerIcon tone={tone} size={16} />
      </span>
      <span className={compact ? "visually-hidden" : undefined}>{text}</span>
    </span>
  );
}
