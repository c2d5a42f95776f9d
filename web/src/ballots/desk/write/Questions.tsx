/** The contents that opinions are asked on: added, removed, moved by buttons. */
import { ArrowDown, ArrowUp, Plus, Trash2, X } from "lucide-react";
import { t } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { RadioGroup } from "../../../ui/Choice.tsx";
import { fieldId, TextArea, TextField } from "../../../ui/Field.tsx";
import { announce } from "../../../ui/Live.tsx";
import { Section } from "../../../ui/Page.tsx";
import { Select } from "../../../ui/Select.tsx";
import { asKind, maxOptions, maxQuestions, moved, newQuestion, type QuestionTerms, withoutOption } from "./terms.ts";

export function Questions({
  questions,
  onChange,
  error,
}: {
  questions: QuestionTerms[];
  onChange: (questions: QuestionTerms[]) => void;
  error: (path: string) => string | undefined;
}) {
  const set = (index: number, next: QuestionTerms) =>
    onChange(questions.map((question, place) => (place === index ? next : question)));
  const move = (index: number, by: -1 | 1) => {
    onChange(moved(questions, index, by));
    announce(t("desk.question_moved", { from: index + 1, to: index + by + 1 }));
  };
  const none = error("questions");
  return (
    <Section title={t("desk.part_questions")} lead={t("desk.questions_lead")}>
      <div id={fieldId("questions")} className="stack">
        {none && <p className="field-error">{none}</p>}
        {questions.map((question, index) => (
          <fieldset key={question.id} className="card question-card">
            <legend className="visually-hidden">{t("desk.question", { number: index + 1 })}</legend>
            <div className="row-between">
              <h3>{t("desk.question", { number: index + 1 })}</h3>
              <div className="row">
                <Button
                  variant="quiet"
                  icon={<ArrowUp aria-hidden />}
                  aria-label={t("desk.question_up", { number: index + 1 })}
                  isDisabled={index === 0}
                  onPress={() => move(index, -1)}
                />
                <Button
                  variant="quiet"
                  icon={<ArrowDown aria-hidden />}
                  aria-label={t("desk.question_down", { number: index + 1 })}
                  isDisabled={index === questions.length - 1}
                  onPress={() => move(index, 1)}
                />
                <Button
                  variant="quiet"
                  icon={<Trash2 aria-hidden />}
                  aria-label={t("desk.question_remove", { number: index + 1 })}
                  onPress={() => onChange(questions.filter((_, place) => place !== index))}
                />
              </div>
            </div>
            <QuestionFields
              question={question}
              at={`questions[${index}]`}
              onChange={(next) => set(index, next)}
              error={error}
            />
          </fieldset>
        ))}
        {questions.length < maxQuestions && (
          <div>
            <Button icon={<Plus aria-hidden />} onPress={() => onChange([...questions, newQuestion()])}>
              {t("desk.question_add")}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}

function QuestionFields({
  question,
  at,
  onChange,
  error,
}: {
  question: QuestionTerms;
  at: string;
  onChange: (question: QuestionTerms) => void;
  error: (path: string) => string | undefined;
}) {
  return (
    <>
      <TextArea
        name={`${at}.text`}
        label={t("desk.question_text")}
        rows={2}
        maxLength={4000}
        value={question.text}
        onChange={(text) => onChange({ ...question, text })}
        error={error(`${at}.text`)}
        className="write-wide"
      />
      <RadioGroup
        name={`${at}.kind`}
        label={t("desk.question_kind")}
        value={question.kind}
        onChange={(kind) => onChange(asKind(question, kind as QuestionTerms["kind"]))}
        error={error(`${at}.kind`)}
        options={[
          { value: "yes_no", label: t("desk.kind_yes_no") },
          { value: "options", label: t("desk.kind_options") },
        ]}
      />
      {question.kind === "options" && (
        <div className="options-edit" id={fieldId(`${at}.options`)}>
          {error(`${at}.options`) && <p className="field-error">{error(`${at}.options`)}</p>}
          {question.options.map((option, place) => (
            <div key={place} className="option-edit">
              <TextField
                name={`${at}.options[${place}].text`}
                label={t("desk.option", { number: place + 1 })}
                value={option}
                onChange={(text) =>
                  onChange({
                    ...question,
                    options: question.options.map((one, other) => (other === place ? text : one)),
                  })
                }
                error={error(`${at}.options[${place}].text`)}
                className="write-wide"
              />
              {question.options.length > 2 && (
                <Button
                  variant="quiet"
                  icon={<X aria-hidden />}
                  aria-label={t("desk.option_remove", { number: place + 1 })}
                  onPress={() => onChange(withoutOption(question, place))}
                />
              )}
            </div>
          ))}
          {question.options.length < maxOptions && (
            <div>
              <Button
                variant="quiet"
                icon={<Plus aria-hidden />}
                onPress={() => onChange({ ...question, options: [...question.options, ""] })}
              >
                {t("desk.option_add")}
              </Button>
            </div>
          )}
          <Select
            name={`${at}.proposal`}
            label={t("desk.proposal")}
            hint={t("desk.proposal_hint")}
            value={String(question.proposal)}
            onChange={(value) => onChange({ ...question, proposal: Number(value) })}
            error={error(`${at}.proposal`)}
            options={[
              { value: "0", label: t("desk.proposal_none") },
              ...question.options.map((option, place) => ({
                value: String(place + 1),
                label: option.trim() || t("desk.option", { number: place + 1 }),
              })),
            ]}
          />
        </div>
      )}
    </>
  );
}
