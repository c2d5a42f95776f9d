/**
 * Writing the list: one line at a time, or many pasted; what the server refuses stands
 * at its line. What is changed and not saved is still there after leaving the screen.
 */
import { ClipboardPaste, Plus } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { request } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import { touch } from "../../api/query.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { announce } from "../../ui/Live.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { EmptyState, Page } from "../../ui/Page.tsx";
import { Banner, errorText } from "../../ui/Status.tsx";
import { Table } from "../../ui/Table.tsx";
import { ActDialog } from "../desk/control/ActDialog.tsx";
import { BallotState, stateOf } from "../parts/Head.tsx";
import type { Ballot } from "../parts/types.ts";
import { LineDialog } from "./LineDialog.tsx";
import { type Line, lineAt, pasted, sameLines } from "./lines.ts";
import { keepRespondents, linesFrom, type Respondents, useListTyped } from "./respondents.ts";
import { backOf } from "./Screen.tsx";

/** Saves the list; where only the terms of the draft have moved on meanwhile, over the newer rev. */
async function save(ballot: string, base: Respondents, lines: Line[]): Promise<Respondents> {
  const put = (rev: number) =>
    request<Respondents>("PUT", `/api/ballots/${ballot}/respondents`, {
      ballot_rev: rev,
      items: lines.map(({ name, sector, email, person }) => ({ name, sector, email, person: person?.id ?? "" })),
    });
  try {
    return await put(base.ballot_rev);
  } catch (error) {
    const current = error instanceof Problem && error.stale ? (error.current as Respondents) : null;
    if (!current || !sameLines(linesFrom(current), linesFrom(base))) throw error;
    return put(current.ballot_rev);
  }
}

export function Listing({ ballot, list }: { ballot: Ballot; list: Respondents }) {
  const [typed, type] = useListTyped(ballot.id);
  const base = typed?.base ?? list;
  const lines = typed?.lines ?? linesFrom(list);
  const [editing, edit] = useState<{ index: number; line: Line } | null>(null);
  const [pasting, paste] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [, go] = useLocation();
  const back = backOf(ballot);
  const changed = !sameLines(lines, linesFrom(base));
  const wrong = new Map<number, string[]>();
  for (const field of error instanceof Problem ? error.fields : []) {
    const at = lineAt(field.path);
    if (at) wrong.set(at.index, [...(wrong.get(at.index) ?? []), field.detail]);
  }
  const change = (next: Line[]) => {
    type(sameLines(next, linesFrom(base)) ? undefined : { base, lines: next });
    setError(null);
  };
  // The draft's terms may have moved on; only another's change of the list stands in the way.
  const before = sameLines(linesFrom(list), linesFrom(base)) ? list : base;
  const press = async () => {
    setPending(true);
    setError(null);
    try {
      const saved = await save(ballot.id, before, lines);
      keepRespondents(saved);
      touch([`ballot/${ballot.id}`, "/api/ballots"]);
      type(undefined);
      announce(t("consult.list_saved", { count: saved.items.length }));
      go(back.href);
    } catch (problem) {
      setError(problem);
    }
    setPending(false);
  };
  return (
    <Page
      title={t("consult.respondents")}
      tag={<BallotState state={stateOf(ballot)} />}
      lead={ballot.title}
      back={back}
      width="wide"
      actions={
        <>
          <span role="status" className="send-state soft">
            {changed ? t("consult.unsaved") : ""}
          </span>
          {changed && (
            <Button
              variant="quiet"
              onPress={() => {
                type(undefined);
                setError(null);
              }}
            >
              {t("consult.list_discard")}
            </Button>
          )}
          <Button
            variant="primary"
            isDisabled={!changed}
            pending={pending && t("state.saving")}
            onPress={() => void press()}
          >
            {t("consult.save_list", { count: lines.length })}
          </Button>
        </>
      }
    >
      <p className="soft">{t("consult.list_lead")}</p>
      {error !== null && (
        <Banner tone="bad" title={errorText(error)}>
          {wrong.size > 0 && (
            <ul>
              {[...wrong].map(([index, texts]) => (
                <li key={index}>
                  {t("consult.line", { number: index + 1 })}: {texts.join(" ")}
                </li>
              ))}
            </ul>
          )}
        </Banner>
      )}
      <div className="row">
        <Button
          icon={<Plus aria-hidden />}
          onPress={() => edit({ index: lines.length, line: { name: "", sector: "ministry", email: "", person: null } })}
        >
          {t("consult.add")}
        </Button>
        <Button icon={<ClipboardPaste aria-hidden />} onPress={() => paste(true)}>
          {t("consult.paste")}
        </Button>
      </div>
      <Table
        caption={t("consult.respondents")}
        hideCaption
        rows={lines}
        rowKey={(line, index) => `${index} ${line.name}`}
        empty={<EmptyState title={t("consult.none")}>{t("consult.none_lead")}</EmptyState>}
        columns={[
          {
            key: "name",
            header: t("consult.name"),
            rowHeader: true,
            cell: (line, index) => (
              <>
                <span className="number seat-no">{index + 1}.</span> {line.name || t("consult.no_name")}
                {wrong.get(index)?.map((text) => (
                  <span key={text} className="option-note respondent-wrong">
                    {text}
                  </span>
                ))}
              </>
            ),
          },
          { key: "sector", header: t("consult.sector"), cell: (line) => t(`consult.sector_${line.sector}`) },
          {
            key: "way",
            header: t("consult.way"),
            cell: (line) =>
              line.person ? t("consult.way_account", { name: line.person.name }) : t("consult.way_link"),
          },
          { key: "email", header: t("consult.email"), cell: (line) => line.email || "–" },
          {
            key: "acts",
            header: t("desk.col_acts"),
            kind: "fit",
            cell: (line, index) => (
              <Menu
                label={t("desk.acts_of", { name: line.name || t("consult.line", { number: index + 1 }) })}
                acts={[
                  { key: "edit", label: t("consult.edit"), onAction: () => edit({ index, line }) },
                  {
                    key: "remove",
                    label: t("consult.remove"),
                    onAction: () => change(lines.filter((_, other) => other !== index)),
                  },
                ]}
              >
                {t("desk.acts")}
              </Menu>
            ),
          },
        ]}
      />
      {editing && (
        <LineDialog
          line={editing.line}
          isNew={editing.index === lines.length}
          onClose={() => edit(null)}
          onDone={(line) => {
            change([...lines.slice(0, editing.index), line, ...lines.slice(editing.index + 1)]);
            edit(null);
          }}
        />
      )}
      {pasting && (
        <PasteDialog
          onClose={() => paste(false)}
          onDone={(more) => {
            change([...lines, ...more]);
            paste(false);
          }}
        />
      )}
    </Page>
  );
}

function PasteDialog({ onClose, onDone }: { onClose: () => void; onDone: (lines: Line[]) => void }) {
  const [text, setText] = useState("");
  const { lines: found, headed, numbered } = pasted(text);
  const told = new Map<string, number>();
  for (const line of found) told.set(line.sector, (told.get(line.sector) ?? 0) + 1);
  return (
    <ActDialog
      title={t("consult.paste_title")}
      isOpen
      wide
      onClose={onClose}
      act={t("consult.paste_act", { count: found.length })}
      error={null}
      pending={false}
      isDisabled={found.length === 0}
      onSubmit={() => onDone(found)}
    >
      <TextArea
        name="lines"
        label={t("consult.paste_label")}
        hint={t("consult.paste_hint")}
        rows={10}
        value={text}
        onChange={setText}
      />
      {found.length > 0 && (
        <p role="status">
          {t("consult.paste_found", { count: found.length })}{" "}
          {[...told]
            .map(([sector, count]) => `${t(`consult.sector_${sector as Line["sector"]}`)}: ${count}`)
            .join("; ")}
          .{headed && ` ${t("consult.paste_headed")}`}
          {numbered && ` ${t("consult.paste_numbered")}`}
        </p>
      )}
      {found.length > 0 && (
        <Table
          caption={t("consult.paste_preview")}
          rows={found}
          rowKey={(line, index) => `${index} ${line.name}`}
          columns={[
            {
              key: "name",
              header: t("consult.name"),
              rowHeader: true,
              cell: (line, index) => (
                <>
                  <span className="number seat-no">{index + 1}.</span> {line.name || t("consult.no_name")}
                </>
              ),
            },
            { key: "sector", header: t("consult.sector"), cell: (line) => t(`consult.sector_${line.sector}`) },
            { key: "email", header: t("consult.email"), cell: (line) => line.email || "–" },
          ]}
        />
      )}
    </ActDialog>
  );
}
