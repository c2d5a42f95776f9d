/** A secret vote, for who votes: take the paper, choose once, know that it is in the box. */
import { useEffect, useState } from "react";
import { useCommand } from "../../api/query.ts";
import { useMe } from "../../api/session.ts";
import type { Schema } from "../../api/types.ts";
import { t } from "../../i18n/index.ts";
import { useSigningWindow } from "../../signin/useSigningWindow.ts";
import { AnswerChoice, AnswerMark } from "../../ui/Answer.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { announce } from "../../ui/Live.tsx";
import { Banner, errorText, Loading } from "../../ui/Status.tsx";
import type { Meeting, Mine, Vote } from "../types.ts";
import { choiceText, choiceTone } from "../words.tsx";
import { stage } from "./stage.ts";
import { blank, bring, keepSigned, spend, useUrn } from "./urn.ts";

type Slip = Schema<"SlipView">;

export default function SecretSheet({
  meeting,
  vote,
  mine,
  onClose,
}: {
  meeting: Meeting;
  vote: Vote;
  mine: Mine | undefined;
  onClose: () => void;
}) {
  const me = useMe();
  const place = { vote: vote.id, person: me.person.id };
  const urn = useUrn(place);
  const box = vote.box;
  const at = stage(vote, mine?.papers.includes(vote.id) ?? false, urn.held);
  const [choice, choose] = useState<string | null>(null);
  const [sure, ask] = useState(false);
  const signing = useSigningWindow();
  const take = useCommand<{ blinded: string }, Slip>(
    { path: `/api/votes/${vote.id}/paper`, touches: [`my-meeting/${meeting.id}`] },
    {
      onDone: async (slip) => {
        if (box) await keepSigned(box, place, slip.signed);
        announce(t("secret.taken"));
      },
    },
  );
  useEffect(() => void bring({ vote: vote.id, person: me.person.id }), [vote.id, me.person.id]);
  useEffect(() => {
    if (at === "in") announce(t("secret.in"));
  }, [at]);
  const press = async () => {
    if (box && (await signing.ensure())) take.mutate({ blinded: (await blank(box, place)).blinded });
  };
  const send = () => {
    if (!box || !choice) return;
    void spend(box, place, choice);
    choose(null); // it is sealed now, and shown no more
    ask(false);
  };
  return (
    <Dialog
      isOpen
      full
      alert
      title={t("secret.title", { no: vote.no })}
      onClose={onClose}
      actions={
        <>
          {at === "choose" && sure ? (
            <Button onPress={() => ask(false)}>{t("meetings.vote_change")}</Button>
          ) : (
            <Button onPress={onClose}>{t(at === "in" ? "act.close" : "meetings.vote_later")}</Button>
          )}
          {at === "take" && (
            <Button
              variant="primary"
              pending={take.isPending && t("state.sending")}
              isDisabled={!box}
              onPress={() => void press()}
            >
              {t("secret.take")}
            </Button>
          )}
          {at === "choose" &&
            (sure ? (
              <Button variant="primary" className="confirm-press" onPress={send}>
                {t("secret.send")}
              </Button>
            ) : (
              <Button variant="primary" isDisabled={!choice} onPress={() => ask(true)}>
                {t("secret.next")}
              </Button>
            ))}
        </>
      }
    >
      {take.error && <Banner tone="bad" title={errorText(take.error)} />}
      {urn.error && <Banner tone="bad" title={errorText(urn.error)} />}
      <p className="vote-question" lang="">
        {vote.text}
      </p>
      {at === "take" && <p>{t("secret.take_lead")}</p>}
      {at === "wait" && (
        <Banner tone="info" title={t("secret.taken")}>
          {t("secret.wait_lead")}
        </Banner>
      )}
      {at === "choose" && !sure && (
        <>
          <p>{t("secret.choose_lead")}</p>
          <AnswerChoice
            label={t("meetings.vote_mine")}
            hideLabel
            name="choice"
            options={vote.choices.map((one) => ({
              value: one,
              tone: choiceTone(one),
              label: choiceText(one, vote),
            }))}
            value={choice}
            onChange={choose}
          />
        </>
      )}
      {at === "choose" && sure && choice && (
        <>
          <p>{t("secret.sure_lead")}</p>
          <p className="vote-chosen">
            <AnswerMark tone={choiceTone(choice)}>{choiceText(choice, vote)}</AnswerMark>
          </p>
        </>
      )}
      {at === "sending" && !urn.error && (
        <>
          <Loading />
          <p>{t("secret.sending")}</p>
          <p className="soft">{t("secret.sending_lead")}</p>
        </>
      )}
      {at === "in" && (
        <>
          <Banner tone="good" title={t("secret.in")}>
            {t("secret.in_lead")}
          </Banner>
          <p className="small soft">
            {t("meetings.vote_receipt")} <span className="mono">{urn.held.receipt?.signature.slice(0, 16)}</span>
          </p>
        </>
      )}
      {at === "elsewhere" && (
        <Banner tone="warn" title={t("secret.elsewhere")}>
          {t("secret.elsewhere_lead")}
        </Banner>
      )}
      {at === "late" && <Banner tone="info" title={t("secret.late")} />}
    </Dialog>
  );
}
