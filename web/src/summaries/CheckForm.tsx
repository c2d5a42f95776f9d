/** The secretariat passes an answer or sends it back; the remark that is typed stays, also when the screen is left. */
import { useState } from "react";
import { useTyped } from "../api/typed.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Banner, ErrorSummary } from "../ui/Status.tsx";
import { useCheck } from "./calls.ts";
import type { Point, Reply } from "./types.ts";

/** The name under which a remark that is not sent is kept. */
export const checkOf = (id: string, point = "") => `check ${id} ${point}`;

export function CheckForm({ id, point, reply }: { id: string; point: Point; reply: Reply }) {
  // A remark is of the answer that was read when it was typed, also where the screen was left meanwhile.
  const [{ text: remark, rev }, keep] = useTyped(checkOf(id, point.id), { text: "", rev: reply.rev });
  const send = useCheck(id, () => keep(undefined));
  const [seen, setSeen] = useState(rev);
  const moved = seen !== reply.rev && !send.isPending; // nobody passes an answer that came while he read another
  const act = (passed: boolean) => send.mutate({ point: point.id, rev: seen, passed, remark: remark.trim() });
  const pending = send.isPending && t("synth.sending");
  const look = () => {
    setSeen(reply.rev);
    if (remark !== "") keep({ text: remark, rev: reply.rev });
  };
  return (
    <div className="stack-tight">
      <ErrorSummary error={send.error} />
      <div role="status">
        {moved && (
          <Banner
            tone="warn"
            title={t("versions.answer_meanwhile")}
            action={<Button onPress={look}>{t("versions.looked")}</Button>}
          />
        )}
      </div>
      <TextArea
        label={t("synth.remark")}
        hint={t("synth.remark_hint")}
        value={remark}
        isReadOnly={send.isPending} // what is typed meanwhile would go with what is sent
        onChange={(text) => keep(text === "" ? undefined : { text, rev: seen })}
        maxLength={5000}
        rows={2}
      />
      <div className="row">
        <Button pending={pending} isDisabled={moved || remark.trim() === ""} onPress={() => act(false)}>
          {t("synth.send_back")}
        </Button>
        <Button pending={pending} isDisabled={moved} onPress={() => act(true)}>
          {t("synth.pass")}
        </Button>
      </div>
    </div>
  );
}
