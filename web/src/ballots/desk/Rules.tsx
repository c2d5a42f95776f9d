/** The rules that apply, in plain words, each with where it comes from. */
import { pick, t, tMaybe } from "../../i18n/index.ts";
import type { Profile } from "./ballot.ts";

export function RuleLines({ profile }: { profile: Profile }) {
  return (
    <div className="rules">
      <p>
        <strong>{pick(profile.title.vi, profile.title.en)}</strong>
      </p>
      <ul>
        <li>
          {profile.by_hand
            ? t("desk.rule_by_hand")
            : t("desk.rule_window", { min: profile.min_days, max: profile.max_days })}
        </li>
        <li>{tMaybe(`desk.rule_silence_${profile.silence}`, profile.silence)}</li>
        <li>
          {profile.more_than
            ? t("desk.rule_more_than", { share: shareText(profile.majority) })
            : t("desk.rule_at_least", { share: shareText(profile.majority) })}{" "}
          {tMaybe(`desk.rule_tie_${profile.tie}`, "")}
        </li>
      </ul>
      <p className="soft small">
        {t("desk.rule_source", { source: profile.source })}
        {profile.second_hand && ` ${t("desk.rule_second_hand")}`}
      </p>
    </div>
  );
}

/** "một nửa (1/2)". */
function shareText(fraction: string): string {
  return tMaybe(`desk.share_${fraction.replace("/", "_")}`, fraction);
}
