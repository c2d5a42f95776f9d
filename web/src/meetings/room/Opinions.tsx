/** Written opinions on the item that runs: one's own, and those that may be read. */
import { useState } from "react";
import { useThing } from "../../api/query.ts";
import type { Schema } from "../../api/types.ts";
import "../../i18n/late/screen.ts";
import { formatSeconds } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { ErrorSummary } from "../../ui/Status.tsx";
import { useAct } from "../calls.ts";
import type { Item, Meeting, Mine } from "../types.ts";

export function Opinions({ meeting, item, mine }: { meeting: Meeting; item: Item; mine: Mine | undefined }) {
  const { data } = useThing<Schema<"OpinionsView">>(`opinions/${meeting.id}`, `/api/meetings/${meeting.id}/opinions`);
  const here = data?.opinions.filter((one) => one.item === item.id) ?? [];
  const writes = Boolean(mine?.manner) && meeting.state === "running";
  if (!writes && here.length === 0) return null;
  return (
    <section className="rail-part" aria-label={t("screen.opinions")}>
      <h2>{t("screen.opinions")}</h2>
      {here.length > 0 && (
        <ul className="plain-list opinions">
          {here.map((one) => (
            <li key={one.person.id}>
              <strong>{one.person.name}</strong> <span className="soft small number">{formatSeconds(one.at)}</span>
              <p lang="">{one.text}</p>
            </li>
          ))}
        </ul>
      )}
      {writes && mine && <Write key={item.id} meeting={meeting} item={item} mine={mine} />}
    </section>
  );
}

function Write({ meeting, item, mine }: { meeting: Meeting; item: Item; mine: Mine }) {
  const before = mine.opinions.find((one) => one.item === item.id);
  const store = `ecabinet.opinion.${item.id}`;
  const [text, setText] = useState(() => sessionStorage.getItem(store) ?? before?.text ?? "");
  const save = useAct<void, Mine>(meeting.id, "my-meeting", `/api/items/${item.id}/opinion`, {
    method: "PUT",
    body: () => ({ text, revision: before?.revision ?? 0 }),
    onDone: () => sessionStorage.removeItem(store),
  });
  const type = (next: string) => {
    setText(next);
    sessionStorage.setItem(store, next);
  };
  return (
    <>
      <ErrorSummary error={save.error} onRetry={() => save.mutate()} />
      <TextArea
        label={t("screen.opinion_mine")}
        hint={before ? t("screen.opinion_kept", { time: formatSeconds(before.at) }) : t("screen.opinion_hint")}
        name="text"
        value={text}
        onChange={type}
        rows={3}
        maxLength={4000}
      />
      <div>
        <Button
          isDisabled={!text.trim() || text === before?.text}
          pending={save.isPending && t("state.sending")}
          onPress={() => save.mutate()}
        >
          {t("screen.opinion_save")}
        </Button>
      </div>
    </>
  );
}
