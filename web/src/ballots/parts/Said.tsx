/** What was said to the questions, read only: an answer given, or an office's draft. */

import "../../i18n/late/member.ts";
import { formatBytes } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { AnswerMark } from "../../ui/Answer.tsx";
import { opinionOn } from "./content.ts";
import type { AnswerFile, Content, Point, Question } from "./types.ts";
import { choiceText, toneOf } from "./words.ts";
import "./parts.css";

export function Said({
  content,
  questions,
  fileHref,
}: {
  content: Content;
  questions: Question[];
  /** Where a file can be taken from; without it, or where it gives nothing, files are named only. */
  fileHref?: (file: AnswerFile) => string | undefined;
}) {
  return (
    <div className="said">
      <ol className="said-list">
        {questions.map((question, index) => {
          const opinion = opinionOn(content, question.key);
          return (
            <li key={question.key} className="said-item">
              <p className="said-question">
                {questions.length > 1 && <span className="said-number">{index + 1}.</span>} {question.text}
              </p>
              <AnswerMark tone={toneOf(opinion.choice)}>{choiceText(question, opinion.choice)}</AnswerMark>
              {opinion.text && <p className="said-text">{opinion.text}</p>}
              <Points points={opinion.points} />
            </li>
          );
        })}
      </ol>
      {content.reserve.trim() && (
        <div className="said-reserve">
          <h4>{t("parts.reserve")}</h4>
          <p className="said-text">{content.reserve}</p>
        </div>
      )}
      {content.files.length > 0 && (
        <div>
          <h4>{t("parts.files")}</h4>
          <ul className="plain-list">
            {content.files.map((file) => {
              const href = fileHref?.(file);
              return (
                <li key={file.id} className="said-file">
                  {href ? (
                    <a href={href} download={file.name}>
                      {file.name}
                    </a>
                  ) : (
                    file.name
                  )}{" "}
                  <span className="soft small">{formatBytes(file.size)}</span>
                </li>
              );
            })}
          </ul>
        </div>
      )}
    </div>
  );
}

export function Points({ points }: { points: Point[] }) {
  if (points.length === 0) return null;
  return (
    <ul className="said-points">
      {points.map((point, index) => (
        <li key={index}>
          <strong>{point.clause || t("parts.point_whole")}</strong>{" "}
          <span className="soft small">({t(`weight.${point.weight}`)})</span>
          {point.text && <p className="said-text">{point.text}</p>}
          {point.wording && (
            <p className="said-text">
              <span className="soft">{t("parts.point_offers")}</span> {point.wording}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
