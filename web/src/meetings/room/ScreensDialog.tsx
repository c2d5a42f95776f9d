/** The screens in the room: pairing one by its code, what they show, taking one off. */
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Problem } from "../../api/problem.ts";
import { useCommand, useList } from "../../api/query.ts";
import "../../i18n/late/screen.ts";
import { formatTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { RadioGroup } from "../../ui/Choice.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/Field.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Meeting } from "../types.ts";

interface Paired {
  id: string;
  name: string;
  since: string;
}

const scenes = [
  { value: "running", label: "screen.scene_running" },
  { value: "check_in", label: "screen.scene_check_in" },
  { value: "seats", label: "screen.scene_seats" },
  { value: "blank", label: "screen.scene_blank" },
] as const;

export function ScreensDialog({
  meeting,
  pairs,
  onClose,
}: {
  meeting: Meeting;
  /** Pairs and takes off screens, besides saying what they show. */
  pairs: boolean;
  onClose: () => void;
}) {
  const set = useAct<{ scene: string }, Meeting>(meeting.id, "meeting", `/api/meetings/${meeting.id}/screen`, {
    method: "PUT",
  });
  return (
    <Dialog isOpen onClose={onClose} title={t("screen.title")}>
      <ErrorSummary error={set.error} />
      <RadioGroup
        label={t("screen.scene")}
        name="scene"
        options={scenes.map((one) => ({ value: one.value, label: t(one.label) }))}
        value={meeting.screen || "running"}
        onChange={(next) => set.mutate({ scene: next === "running" ? "" : next })}
        isDisabled={set.isPending}
      />
      {pairs && <Pairing meeting={meeting} />}
    </Dialog>
  );
}

function Pairing({ meeting }: { meeting: Meeting }) {
  const path = `/api/meetings/${meeting.id}/screens`;
  const list = useList<Paired>(path);
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const pair = useCommand<{ code: string; name: string }>(
    { path, touches: [path] },
    {
      onDone: () => {
        setCode("");
        setName("");
      },
    },
  );
  const end = useCommand<{ id: string }>({
    method: "DELETE",
    path: ({ id }) => `${path}/${id}`,
    body: () => undefined,
    touches: [path],
  });
  const press = () => pair.mutate({ code, name: name.trim() || t("screen.title") });
  const at = (field: string) => (pair.error instanceof Problem ? pair.error.field(field) : undefined);
  return (
    <>
      <section className="stack-tight" aria-label={t("screen.paired")}>
        <h3>{t("screen.paired")}</h3>
        <ErrorSummary error={end.error ?? list.error} />
        {list.data?.items.length === 0 && <p className="soft">{t("screen.none")}</p>}
        <ul className="plain-list">
          {list.data?.items.map((one) => (
            <li key={one.id} className="row-between">
              <span>
                {one.name} <span className="soft small">{t("screen.since", { time: formatTime(one.since) })}</span>
              </span>
              <Button
                variant="quiet"
                icon={<Trash2 aria-hidden />}
                aria-label={t("screen.end_named", { name: one.name })}
                isDisabled={end.isPending}
                onPress={() => end.mutate({ id: one.id })}
              >
                {t("screen.end")}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      <form
        className="stack-tight"
        onSubmit={(event) => {
          event.preventDefault();
          press();
        }}
      >
        <p>{t("screen.pair_lead", { address: `${location.host}/projector` })}</p>
        <ErrorSummary error={pair.error} />
        <TextField
          label={t("screen.code")}
          name="code"
          value={code}
          onChange={setCode}
          error={at("code")}
          maxLength={20}
          autoComplete="off"
        />
        <TextField
          label={t("screen.name")}
          hint={t("screen.name_hint")}
          optional
          name="name"
          value={name}
          onChange={setName}
          error={at("name")}
          maxLength={80}
        />
        <div>
          <Button type="submit" isDisabled={code.trim().length < 8} pending={pair.isPending && t("state.sending")}>
            {t("screen.pair")}
          </Button>
        </div>
      </form>
    </>
  );
}
