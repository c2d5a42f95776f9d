/**
 * Where an answer is written, by the member or by the member's office: one choice a
 * question, and below it what that choice needs. It holds nothing itself: the
 * content comes from and goes to the screen.
 */
import "../../i18n/late/member.ts";
import { MessageSquarePlus, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Files } from "../../files/Files.tsx";
import { t } from "../../i18n/index.ts";
import { AnswerChoice } from "../../ui/Answer.tsx";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Choice.tsx";
import { TextArea, TextField } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { maxClause, maxText, needsText, newPoint, opinionOn, unwritten, withOpinion } from "./content.ts";
import type { Content, Opinion, Point, Question } from "./types.ts";
import { choiceText, toneOf } from "./words.ts";
import "./parts.css";

export interface EditorProps {
  questions: Question[];
  content: Content;
  onChange: (content: Content) => void;
  /** The error at a path of the content ("opinions[0].text"). */
  error: (path: string) => string | undefined;
  /** Where files are sent to. */
  filesPath: string;
  /** Whether an opinion can be reserved: a member's can. */
  reserves?: boolean;
}

export function Editor({ questions, content, onChange, error, filesPath, reserves = true }: EditorProps) {
  return (
    <div className="editor">
      {questions.map((question, index) => (
        <QuestionEditor
          key={question.key}
          question={question}
          number={questions.length > 1 ? index + 1 : 0}
          at={`opinions[${index}]`}
          opinion={opinionOn(content, question.key)}
          error={error}
          onChange={(change) => onChange(withOpinion(content, questions, question.key, change))}
        />
      ))}
      {reserves && <Reserve content={content} onChange={onChange} error={error("reserve")} />}
      <Files
        path={filesPath}
        files={content.files}
        error={error("files")}
        onChange={(change) => onChange({ ...content, files: change(content.files) })}
      />
    </div>
  );
}

function QuestionEditor({
  question,
  number,
  at,
  opinion,
  error,
  onChange,
}: {
  question: Question;
  number: number;
  at: string;
  opinion: Opinion;
  error: (path: string) => string | undefined;
  onChange: (change: Partial<Opinion>) => void;
}) {
  const [wanted, want] = useState(false);
  const asked = needsText(opinion.choice) || opinion.choice === "discuss";
  const writes = asked || wanted || opinion.text !== "" || opinion.points.length > 0;
  const options = question.choices.map((choice) => ({
    value: choice,
    tone: toneOf(choice),
    label: choiceText(question, choice),
    note: choice === `option:${question.proposal}` ? t("parts.proposal") : undefined,
  }));
  return (
    <section className="question" aria-label={t("parts.question", { number: number || 1 })}>
      <AnswerChoice
        name={`${at}.choice`}
        label={
          <span className="question-label">
            {number > 0 && <span className="question-number">{t("parts.question", { number })}</span>}
            {question.text}
          </span>
        }
        options={options}
        value={opinion.choice || null}
        error={error(`${at}.choice`)}
        onChange={(choice) => onChange({ choice })}
      />
      {writes ? (
        <div className="question-words">
          <TextArea
            name={`${at}.text`}
            label={t(textLabel(opinion.choice))}
            optional={!needsText(opinion.choice) || opinion.points.length > 0}
            value={opinion.text}
            maxLength={maxText}
            onChange={(text) => onChange({ text })}
            error={error(`${at}.text`)}
          />
          <Points
            at={`${at}.points`}
            points={opinion.points}
            error={error}
            onChange={(points) => onChange({ points })}
          />
        </div>
      ) : (
        <Button
          variant="quiet"
          className="question-more"
          icon={<MessageSquarePlus aria-hidden />}
          onPress={() => want(true)}
        >
          {t("parts.add_words")}
        </Button>
      )}
    </section>
  );
}

function textLabel(choice: string) {
  if (choice === "disagree") return "parts.text_disagree";
  if (choice === "other") return "parts.text_other";
  if (choice === "discuss") return "parts.text_discuss";
  return "parts.text";
}

function Points({
  at,
  points,
  error,
  onChange,
}: {
  at: string;
  points: Point[];
  error: (path: string) => string | undefined;
  onChange: (points: Point[]) => void;
}) {
  const change = (index: number, next: Partial<Point>) =>
    onChange(points.map((point, place) => (place === index ? { ...point, ...next } : point)));
  return (
    <>
      {points.map((point, index) => (
        <fieldset key={index} className="point">
          <legend className="point-legend">{t("parts.point", { number: index + 1 })}</legend>
          <TextField
            name={`${at}[${index}].clause`}
            label={t("parts.point_clause")}
            placeholder={t("parts.point_clause_example")}
            optional
            value={point.clause}
            maxLength={maxClause}
            onChange={(clause) => change(index, { clause })}
            error={error(`${at}[${index}].clause`)}
          />
          <TextArea
            name={`${at}[${index}].text`}
            label={t("parts.point_text")}
            rows={2}
            value={point.text}
            maxLength={maxText}
            onChange={(text) => change(index, { text })}
            error={error(`${at}[${index}].text`)}
          />
          <TextArea
            name={`${at}[${index}].wording`}
            label={t("parts.point_wording")}
            rows={2}
            optional
            value={point.wording}
            maxLength={maxText}
            onChange={(wording) => change(index, { wording })}
            error={error(`${at}[${index}].wording`)}
          />
          <Select
            name={`${at}[${index}].weight`}
            label={t("parts.point_weight")}
            options={(["condition", "should", "comment"] as const).map((weight) => ({
              value: weight,
              label: t(`weight.${weight}`),
            }))}
            value={point.weight}
            onChange={(weight) => change(index, { weight: weight as Point["weight"] })}
            error={error(`${at}[${index}].weight`)}
          />
          <Button
            variant="quiet"
            icon={<Trash2 aria-hidden />}
            onPress={() => onChange(points.filter((_, place) => place !== index))}
          >
            {t("parts.point_remove", { number: index + 1 })}
          </Button>
        </fieldset>
      ))}
      {points.length < 50 && (
        <Button variant="quiet" icon={<Plus aria-hidden />} onPress={() => onChange([...points, newPoint])}>
          {t("parts.point_add")}
        </Button>
      )}
    </>
  );
}

function Reserve({
  content,
  onChange,
  error,
}: {
  content: Content;
  onChange: (content: Content) => void;
  error: string | undefined;
}) {
  const open = content.reserve !== "";
  return (
    <div className="reserve">
      <Checkbox isSelected={open} onChange={(selected) => onChange({ ...content, reserve: selected ? unwritten : "" })}>
        {t("parts.reserve")}
        <span className="option-note">{t("parts.reserve_note")}</span>
      </Checkbox>
      {open && (
        <TextArea
          name="reserve"
          label={t("parts.reserve_text")}
          value={content.reserve === unwritten ? "" : content.reserve}
          maxLength={maxText}
          onChange={(reserve) => onChange({ ...content, reserve: reserve || unwritten })}
          error={error}
        />
      )}
    </div>
  );
}
