/** What reviewers say to a section, and what the secretariat answers. */
import { useState } from "react";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { ErrorSummary, StateTag } from "../../ui/Status.tsx";
import { type Deed, type Section, useDeedAct } from "./deed.ts";
import { titleOf } from "./Told.tsx";

export function Comments({ deed, section }: { deed: Deed; section: Section }) {
  const mine = deed.comments.filter((one) => one.section === section.key);
  const reviews = deed.state === "review" && deed.level === "review";
  if (mine.length === 0 && !reviews) return null;
  return (
    <div className="stack-tight">
      {mine.map((one) => (
        <div key={one.id} className="deed-comment">
          <div className="row">
            <strong>{one.person.name}</strong>
            <span className="soft small">{formatDateTime(one.at)}</span>
            {!one.answered_by && <StateTag tone="warn">{t("deeds.comment_waits")}</StateTag>}
          </div>
          <p className="said-text">{one.text}</p>
          {one.answered_by && (
            <p className="said-text">{t("deeds.comment_answered", { name: one.answered_by.name, text: one.answer })}</p>
          )}
          {!one.answered_by && deed.level === "desk" && deed.state === "review" && (
            <Say
              deed={deed}
              label={t("deeds.comment_answer", { name: one.person.name })}
              send={t("deeds.comment_answer_send")}
              path={`/api/deed-comments/${one.id}/answer`}
              body={(text) => ({ answer: text })}
            />
          )}
        </div>
      ))}
      {reviews && (
        <Say
          deed={deed}
          label={t("deeds.comment_text", { section: titleOf(section) })}
          open={t("deeds.comment")}
          send={t("deeds.comment_send")}
          path={`/api/deeds/${deed.id}/comments`}
          body={(text) => ({ section: section.key, text })}
        />
      )}
    </div>
  );
}

function Say({
  deed,
  label,
  open,
  send,
  path,
  body,
}: {
  deed: Deed;
  label: string;
  /** The button that opens the field; without it the field is there. */
  open?: string;
  send: string;
  path: string;
  body: (text: string) => unknown;
}) {
  const [shown, show] = useState(!open);
  const [text, setText] = useState("");
  const act = useDeedAct<string>(deed, path, {
    body,
    onDone: () => {
      setText("");
      show(!open);
    },
  });
  if (!shown) {
    return (
      <div className="row">
        <Button aria-label={label} onPress={() => show(true)}>
          {open}
        </Button>
      </div>
    );
  }
  return (
    <div className="stack-tight">
      <ErrorSummary error={act.error} />
      <TextArea label={label} rows={3} maxLength={4000} value={text} onChange={setText} />
      <div className="row">
        {open && <Button onPress={() => show(false)}>{t("deeds.cancel")}</Button>}
        <Button
          isDisabled={!text.trim()}
          pending={act.isPending && t("state.sending")}
          onPress={() => act.mutate(text.trim())}
        >
          {send}
        </Button>
      </div>
    </div>
  );
}
