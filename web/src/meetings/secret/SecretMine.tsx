/** In the rail: where this device's paper is. It goes on bringing it while the room is shown. */
import { useEffect } from "react";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { Banner } from "../../ui/Status.tsx";
import type { Vote } from "../types.ts";
import { stage } from "./stage.ts";
import { bring, useUrn } from "./urn.ts";

export default function SecretMine({ vote, person, onVote }: { vote: Vote; person: string; onVote: () => void }) {
  const urn = useUrn({ vote: vote.id, person });
  useEffect(() => void bring({ vote: vote.id, person }), [vote.id, person]);
  switch (stage(vote, true, urn.held)) {
    case "in":
      return <Banner tone="good" title={t("secret.in")} />;
    case "sending":
      return (
        <Button className="button-wide" onPress={onVote}>
          {t("secret.sending")}
        </Button>
      );
    case "choose":
      return (
        <Button variant="primary" className="button-wide" onPress={onVote}>
          {t("secret.choose")}
        </Button>
      );
    case "elsewhere":
      return (
        <Banner tone="warn" title={t("secret.elsewhere")}>
          {t("secret.elsewhere_lead")}
        </Banner>
      );
    case "take": // its answer was lost on the way: it is asked for again
      return (
        <Button variant="primary" className="button-wide" onPress={onVote}>
          {t("secret.take")}
        </Button>
      );
    default:
      return <Banner tone="info" title={t("secret.taken")} />;
  }
}
