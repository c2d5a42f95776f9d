/** Ends a post, a role or an office: at once, or at the end of a day. */
import { useState } from "react";
import { useCommand } from "../api/query.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { RadioGroup } from "../ui/Choice.tsx";
import { DatePicker } from "../ui/DatePicker.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { endOf } from "./days.ts";
import { inWords } from "./rules.ts";

export function EndDialog({
  title,
  effect,
  path,
  rev,
  touches,
  onClose,
}: {
  title: string;
  effect: string;
  path: string;
  rev: number;
  touches: string[];
  onClose: () => void;
}) {
  const [when, setWhen] = useState<"now" | "day">("now");
  const [day, setDay] = useState("");
  const [asked, setAsked] = useState(false);
  const send = useCommand<{ rev: number; at?: string }>({ path, touches }, { onDone: onClose });
  const end = () => {
    setAsked(true);
    if (when === "day" && !day) return;
    send.mutate({ rev, ...(when === "day" ? { at: endOf(day) } : {}) });
  };
  return (
    <Dialog
      isOpen
      alert
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button variant="danger" onPress={end} pending={send.isPending && t("state.sending")}>
            {t("people.end")}
          </Button>
        </>
      }
    >
      <ErrorSummary error={inWords(send.error)} onRetry={end} />
      <p>{effect}</p>
      <RadioGroup
        label={t("people.end_when")}
        options={[
          { value: "now", label: t("people.end_now") },
          { value: "day", label: t("people.end_day") },
        ]}
        value={when}
        onChange={(next) => setWhen(next === "day" ? "day" : "now")}
      />
      {when === "day" && (
        <DatePicker
          label={t("people.until")}
          name="at"
          value={day}
          onChange={setDay}
          error={asked && !day ? t("people.day_missing") : undefined}
        />
      )}
    </Dialog>
  );
}
