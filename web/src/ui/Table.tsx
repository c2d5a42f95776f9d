/**
 * A table of records: a real HTML table (it prints, and screen readers know it),
 * with a caption, headers that sort where `sort` is given, and an empty state.
 * In portrait it scrolls sideways inside its own region, never the page.
 */
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import "./table.css";

export interface Column<Row> {
  key: string;
  header: ReactNode;
  cell: (row: Row, index: number) => ReactNode;
  /** "number" aligns right with even digits; "fit" never breaks. */
  kind?: "text" | "number" | "fit";
  /** The cell that names the row (read as its header). */
  rowHeader?: boolean;
  sortable?: boolean;
}

export interface Sort {
  key: string;
  descending: boolean;
}

export function Table<Row>({
  caption,
  hideCaption = false,
  columns,
  rows,
  rowKey,
  empty,
  sort,
  onSort,
}: {
  caption: string;
  hideCaption?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row, index: number) => string;
  empty?: ReactNode;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
}) {
  if (rows.length === 0 && empty) return empty;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region" aria-label={caption} tabIndex={0}>
      <table className="table">
        <caption className={hideCaption ? "visually-hidden" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cx(column.kind && `cell-${column.kind}`)}
                aria-sort={sort?.key === column.key ? (sort.descending ? "descending" : "ascending") : undefined}
              >
                <HeaderText column={column} sort={sort} onSort={onSort} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)}>
              {columns.map((column) =>
                column.rowHeader ? (
                  <th key={column.key} scope="row" className={cx(column.kind && `cell-${column.kind}`)}>
                    {column.cell(row, index)}
                  </th>
                ) : (
                  <td key={column.key} className={cx(column.kind && `cell-${column.kind}`)}>
                    {column.cell(row, index)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HeaderText<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}) {
  if (!column.sortable || !onSort) return column.header;
  const active = sort?.key === column.key;
  return (
    <button
      type="button"
      className="table-sort"
      onClick={() => onSort({ key: column.key, descending: active && !sort.descending })}
    >
      {column.header}
      {active && (sort.descending ? <ArrowDown aria-hidden size={16} /> : <ArrowUp aria-hidden size={16} />)}
    </button>
  );
}
