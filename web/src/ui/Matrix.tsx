/** Members × questions: sticky headers, one mark a cell, a note under the name. */
import type { ReactNode } from "react";
import { AnswerMark, type Tone } from "./Answer.tsx";
import { cx } from "./cx.ts";
import "./table.css";

export interface MatrixRow {
  key: string;
  name: ReactNode;
  note?: ReactNode;
  cells: { tone: Tone; text?: ReactNode; note?: ReactNode }[];
  /** Something to do about the row, in the last column. */
  action?: ReactNode;
}

export function Matrix({
  caption,
  corner,
  columns,
  rows,
  actionHeader,
  compact = false,
}: {
  caption: string;
  corner: ReactNode;
  columns: { key: string; header: ReactNode }[];
  rows: MatrixRow[];
  actionHeader?: ReactNode;
  compact?: boolean;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region matrix-region" aria-label={caption} tabIndex={0}>
      <table className="table matrix">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map((column) => (
              <th key={column.key} scope="col">
                {column.header}
              </th>
            ))}
            {actionHeader && <th scope="col">{actionHeader}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {row.name}
                {row.note && <span className="option-note">{row.note}</span>}
              </th>
              {row.cells.map((cell, index) => (
                <td key={columns[index]?.key ?? index} className={cx("matrix-cell")}>
                  <AnswerMark tone={cell.tone} compact={compact}>
                    {cell.text}
                  </AnswerMark>
                  {cell.note && <span className="option-note">{cell.note}</span>}
                </td>
              ))}
              {actionHeader && <td>{row.action}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
