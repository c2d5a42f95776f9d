/** What a part of a paper says by itself: paragraphs, lists and tables. */
import { pick, useLanguage } from "../../i18n/index.ts";
import type { Block, Section } from "./deed.ts";

export function Told({ told, label }: { told: Section["told"]; label: string }) {
  const blocks = useLanguage() === "en" ? told.en : told.vi;
  return (
    <div className="deed-told">
      {blocks.map((block, index) => (
        <One key={index} block={block} label={label} />
      ))}
    </div>
  );
}

export function titleOf(section: Pick<Section, "title">): string {
  return pick(section.title.vi, section.title.en);
}

function One({ block, label }: { block: Block; label: string }) {
  return (
    <>
      {block.text && <p className="deed-line">{block.bold ? <strong>{block.text}</strong> : block.text}</p>}
      {block.list.length > 0 && (
        <ul>
          {block.list.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
      )}
      {block.rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="deed-table" tabIndex={0} aria-label={label}>
          <table>
            <thead>
              <tr>
                {block.head.map((head, index) => (
                  <th key={index} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, at) => (
                    <td key={at}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}
