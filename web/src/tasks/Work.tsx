/** Writing how far it is, or that it is done, with evidence. What is typed is kept on the server until it is sent. */
import { useEffect, useRef, useState } from "react";
import { request } from "../api/client.ts";
import { useThing } from "../api/query.ts";
import { Files } from "../files/Files.tsx";
import { formatSeconds } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { serverNow } from "../live/clock.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Section } from "../ui/Page.tsx";
import { ErrorSummary, Read } from "../ui/Status.tsx";
import { errorAt, useAct } from "./calls.ts";
import type { Scratch, Task, TaskFile } from "./types.ts";

export function Work({ task }: { task: Task }) {
  const scratch = useThing<Scratch>(`task-scratch/${task.id}`, `/api/tasks/${task.id}/scratch`);
  return (
    <Section
      title={t(task.acts.includes("report") ? "tasks.work" : "tasks.note")}
      lead={t(task.acts.includes("report") ? "tasks.work_lead" : "tasks.note_lead")}
    >
      <Read of={scratch}>{(held) => <Writing task={task} held={held} />}</Read>
    </Section>
  );
}

const pause = 1500;

function Writing({ task, held }: { task: Task; held: Scratch }) {
  const [text, setText] = useState(held.text);
  const [files, setFiles] = useState<TaskFile[]>(held.known ?? []);
  const keeping = useKeeping(task.id);
  const [wrong, setWrong] = useState("");
  const done = () => {
    keeping.drop();
    setText("");
    setFiles([]);
  };
  const note = useAct<{ text: string; files: string[] }>(task, "notes", done);
  const report = useAct<{ text: string; files: string[] }>(task, "reports", done);
  const error = report.error ?? note.error;
  const send = (act: typeof note) => {
    note.reset();
    report.reset();
    const missing = text.trim() ? "" : t("tasks.missing_report");
    setWrong(missing);
    if (!missing) act.mutate({ text, files: files.map((file) => file.id) });
  };
  const change = (nextText: string, nextFiles: TaskFile[]) => {
    setText(nextText);
    setFiles(nextFiles);
    keeping.keep({ text: nextText, files: nextFiles.map((file) => file.id) });
  };
  // A file may arrive when the text is another already.
  const now = useRef({ text, files });
  now.current = { text, files };
  return (
    <div className="stack">
      <ErrorSummary error={error} more={wrong ? [{ path: "report", text: wrong }] : []} />
      <TextArea
        label={t("tasks.report_text")}
        hint={t("tasks.report_hint")}
        name="report"
        value={text}
        onChange={(next) => change(next, files)}
        error={wrong || errorAt(error, "text")}
        maxLength={20000}
        rows={5}
      />
      <Files
        path={`/api/tasks/${task.id}/files`}
        files={files}
        error={errorAt(error, "files")}
        onChange={(next) => change(now.current.text, next(now.current.files))}
      />
      <div className="row-between">
        <p className="soft small" role="status">
          {keeping.state === "failed" && t("tasks.keep_failed")}
          {keeping.state === "saved" && t("tasks.kept", { time: formatSeconds(keeping.at) })}
        </p>
        <div className="row">
          {task.acts.includes("note") && (
            <Button onPress={() => send(note)} pending={note.isPending && t("state.sending")}>
              {t("tasks.send_note")}
            </Button>
          )}
          {task.acts.includes("report") && (
            <Button variant="primary" onPress={() => send(report)} pending={report.isPending && t("state.sending")}>
              {t("tasks.send_report")}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

/** Keeps what is typed on the server soon after the last key, and when the screen is left. */
function useKeeping(task: string) {
  const [state, setState] = useState<"idle" | "saved" | "failed">("idle");
  const [at, setAt] = useState(0);
  const waiting = useRef<{ text: string; files: string[] } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const save = useRef(async () => {});
  save.current = async () => {
    clearTimeout(timer.current);
    const content = waiting.current;
    if (!content) return;
    waiting.current = null;
    try {
      await request<Scratch>("PUT", `/api/tasks/${task}/scratch`, content);
      setState("saved");
      setAt(serverNow());
    } catch {
      waiting.current ??= content;
      setState("failed");
      timer.current = setTimeout(() => void save.current(), 5 * pause);
    }
  };
  useEffect(() => {
    const leave = () => void save.current();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  return {
    state,
    at,
    keep: (content: { text: string; files: string[] }) => {
      waiting.current = content;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save.current(), pause);
    },
    drop: () => {
      clearTimeout(timer.current);
      waiting.current = null;
      setState("idle");
    },
  };
}
