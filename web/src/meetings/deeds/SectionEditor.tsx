/**
 * Writing one section: a lease says who writes it, and is kept while the editor is
 * open. What is typed stays on the screen whatever happens: another who takes the
 * section over, another text saved meanwhile, no connection.
 */
import { useEffect, useRef, useState } from "react";
import { Problem } from "../../api/problem.ts";
import { useCommand } from "../../api/query.ts";
import { useMe } from "../../api/session.ts";
import { formatTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { useNow } from "../../live/clock.ts";
import { useSignal } from "../../live/hooks.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { Banner, ErrorSummary } from "../../ui/Status.tsx";
import { type Deed, type Editing, type Section, useDeedAct } from "./deed.ts";
import { titleOf } from "./Told.tsx";

/** How often a lease is said again; it holds three times as long. */
const renewEvery = 30_000;

const taken = (error: unknown) => error instanceof Problem && error.code === "deed.being_edited";

/** Who else writes this section now. */
export function useWriter(deed: Deed, section: Section): Editing | null {
  const me = useMe().person.id;
  const signal = useSignal<Editing | null>(`editing/${deed.meeting}:${deed.kind}:${section.key}`);
  const now = useNow(5000);
  return signal && signal.person.id !== me && Date.parse(signal.until) > now ? signal : null;
}

export function SectionText({ deed, section }: { deed: Deed; section: Section }) {
  const [open, setOpen] = useState(false);
  const writer = useWriter(deed, section);
  const path = `/api/deeds/${deed.id}/sections/${section.key}`;
  const lease = useCommand<{ over: boolean }, Editing>({ path: `${path}/lease` }, { onDone: () => setOpen(true) });
  const writes = deed.level === "desk" && (deed.state === "draft" || deed.state === "review");
  if (open && writes) {
    return <Writing deed={deed} section={section} path={path} writer={writer} onClose={() => setOpen(false)} />;
  }
  const refused = taken(lease.error);
  return (
    <div className="stack-tight">
      {section.text ? (
        <p className="said-text deed-added">{section.text}</p>
      ) : (
        writes && <p className="soft">{t("deeds.empty_text")}</p>
      )}
      {section.by && section.at && (
        <p className="soft small">{t("deeds.by", { name: section.by.name, time: formatTime(section.at) })}</p>
      )}
      {writer && <p className="deed-writer">{t("deeds.editing", { name: writer.person.name })}</p>}
      {lease.error && <ErrorSummary error={lease.error} />}
      {writes && (
        <div className="row">
          {writer || refused ? (
            <Button
              aria-label={`${t("deeds.take_over")}: ${titleOf(section)}`}
              pending={lease.isPending && t("state.sending")}
              onPress={() => lease.mutate({ over: true })}
            >
              {t("deeds.take_over")}
            </Button>
          ) : (
            <Button
              aria-label={`${t("deeds.write")}: ${titleOf(section)}`}
              pending={lease.isPending && t("state.sending")}
              onPress={() => lease.mutate({ over: false })}
            >
              {t("deeds.write")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Writing({
  deed,
  section,
  path,
  writer,
  onClose,
}: {
  deed: Deed;
  section: Section;
  path: string;
  writer: Editing | null;
  onClose: () => void;
}) {
  const [text, setText] = useState(section.text);
  const [base, setBase] = useState({ rev: section.section_rev, text: section.text });
  const [savedAt, setSavedAt] = useState("");
  const dirty = text !== base.text;
  const theirs = section.section_rev > base.rev && section.text !== text ? section : null;
  const renew = useCommand<{ over: boolean }, Editing>({ path: `${path}/lease` });
  const release = useCommand<void>({ path: `${path}/release` });
  const save = useDeedAct<{ section_rev: number; text: string }>(deed, path, {
    method: "PUT",
    onDone: (next) => {
      const now = next.sections.find((one) => one.key === section.key);
      if (now) setBase({ rev: now.section_rev, text: now.text });
      setSavedAt(now?.at ?? "");
    },
  });
  const lost = taken(renew.error) || taken(save.error) || writer !== null;

  // One's own text, come back from the server, is what is written on next.
  useEffect(() => {
    if (section.section_rev > base.rev && (section.text === text || !dirty)) {
      setBase({ rev: section.section_rev, text: section.text });
      if (!dirty) setText(section.text);
    }
  }, [section, base.rev, text, dirty]);

  const again = useRef(renew.mutate);
  again.current = renew.mutate;
  useEffect(() => {
    if (lost) return;
    const timer = setInterval(() => again.current({ over: false }), renewEvery);
    return () => clearInterval(timer);
  }, [lost]);

  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [dirty]);

  const stop = () => {
    if (!lost) release.mutate();
    onClose();
  };
  const stale = save.error instanceof Problem && save.error.stale;
  return (
    <div className="stack-tight deed-writing">
      {lost && (
        <Banner
          tone="warn"
          title={t("deeds.lost")}
          action={
            <Button
              pending={renew.isPending && t("state.sending")}
              onPress={() => {
                save.reset();
                renew.mutate({ over: true });
              }}
            >
              {t("deeds.take_over")}
            </Button>
          }
        >
          {writer && t("deeds.editing", { name: writer.person.name })}
        </Banner>
      )}
      {save.error && !stale && !taken(save.error) && <ErrorSummary error={save.error} />}
      {theirs && (
        <Banner tone="warn" title={t("deeds.theirs", { name: theirs.by?.name ?? t("deeds.somebody") })}>
          <p className="said-text">{theirs.text}</p>
          <div className="row">
            <Button
              onPress={() => {
                save.reset();
                setText(theirs.text);
                setBase({ rev: theirs.section_rev, text: theirs.text });
              }}
            >
              {t("deeds.take_theirs")}
            </Button>
            <Button
              onPress={() => {
                save.reset();
                setBase({ rev: theirs.section_rev, text: theirs.text });
              }}
            >
              {t("deeds.keep_mine")}
            </Button>
          </div>
        </Banner>
      )}
      <TextArea
        autoFocus
        label={t("deeds.text_of", { section: titleOf(section) })}
        name="text"
        rows={8}
        maxLength={20_000}
        value={text}
        onChange={setText}
      />
      <div className="row">
        <span className="soft small">
          {dirty ? t("deeds.unsaved") : savedAt && t("deeds.saved", { time: formatTime(savedAt) })}
        </span>
        <Button isDisabled={dirty} onPress={stop}>
          {t("deeds.stop")}
        </Button>
        {dirty && (
          <Button
            onPress={() => {
              setText(base.text);
              stop();
            }}
          >
            {t("deeds.cancel")}
          </Button>
        )}
        <Button
          variant="primary"
          isDisabled={!dirty || lost || theirs !== null}
          pending={save.isPending && t("deeds.saving")}
          onPress={() => save.mutate({ section_rev: base.rev, text })}
        >
          {t("deeds.save")}
        </Button>
      </div>
    </div>
  );
}
