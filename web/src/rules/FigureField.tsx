/** One figure of a profile in a form: its value, and where it comes from. */
import { useState } from "react";
import { type PlainKey, pick, t } from "../i18n/index.ts";
import { Checkbox } from "../ui/Choice.tsx";
import { fieldId, TextField } from "../ui/Field.tsx";
import { Select } from "../ui/Select.tsx";
import type { Figures, Share } from "./calls.ts";
import { type Figure, figureText } from "./words.ts";

interface Props {
  figure: Figure;
  of: Figures;
  set: (part: Partial<Figures>) => void;
  /** The server's text at a field. */
  at: (path: string) => string | undefined;
}

export function FigureField(props: Props) {
  const { figure, at } = props;
  const path = `figures.${figure}`;
  return (
    <fieldset className="figure" id={fieldId(path)}>
      <legend>{figureText(figure)}</legend>
      <div className="figure-parts">
        <div className="stack-tight">
          <Value {...props} />
          {at(path) && !single.has(figure) && <p className="field-error">{at(path)}</p>}
        </div>
        <div className="stack-tight">
          <Origin {...props} />
        </div>
      </div>
    </fieldset>
  );
}

/** Figures of one choice, whose error stands at that choice. */
const single = new Set<Figure>([
  "silence",
  "base",
  "tie",
  "recusal",
  "summary_over_pages",
  "papers_days",
  "connection_minutes",
  "session_opinions",
]);

function Value({ figure, of, set, at }: Props) {
  switch (figure) {
    case "window":
      return <WindowField of={of} set={set} at={at} />;
    case "majority":
      return <ShareField share={of.majority} set={(majority) => set({ majority })} path="figures.majority" at={at} />;
    case "quorum":
      return <ShareField share={of.quorum} set={(quorum) => set({ quorum })} path="figures.quorum" at={at} />;
    case "papers_days":
      return (
        <>
          <CountField
            label={t("rules.days_before")}
            path="figures.papers_days"
            value={of.papers_days}
            set={(papers_days) => set({ papers_days })}
            at={at}
          />
          <Checkbox
            isSelected={of.papers_working_days}
            onChange={(papers_working_days) => set({ papers_working_days })}
          >
            {t("rules.days_working")}
          </Checkbox>
        </>
      );
    case "summary_over_pages":
      return (
        <div className="columns figure-columns">
          <CountField
            label={t("rules.over_pages")}
            hint={t("rules.over_pages_hint")}
            path="figures.summary_over_pages"
            value={of.summary_over_pages}
            set={(summary_over_pages) => set({ summary_over_pages })}
            at={at}
          />
          <CountField
            label={t("rules.max_pages")}
            hint={t("rules.max_pages_hint")}
            path="figures.summary_max_pages"
            value={of.summary_max_pages}
            set={(summary_max_pages) => set({ summary_max_pages })}
            at={at}
          />
        </div>
      );
    case "connection_minutes":
      return (
        <CountField
          label={t("rules.connection_minutes_field")}
          hint={t("rules.connection_minutes_hint")}
          path="figures.connection_minutes"
          value={of.connection_minutes}
          set={(connection_minutes) => set({ connection_minutes })}
          at={at}
        />
      );
    case "silence":
    case "base":
    case "tie":
    case "recusal":
    case "session_opinions":
      return <ChoiceField figure={figure} of={of} set={set} at={at} />;
    default:
      return (
        <Select
          label={t("rules.value")}
          options={[
            { value: "yes", label: t("rules.yes") },
            { value: "no", label: t("rules.no") },
          ]}
          value={of[figure] ? "yes" : "no"}
          onChange={(next) => set({ [figure]: next === "yes" })}
        />
      );
  }
}

const choices: Record<"silence" | "base" | "tie" | "recusal" | "session_opinions", Record<string, PlainKey | null>> = {
  silence: {
    not_answered: "rules.silence_not_answered",
    agreement: "rules.silence_agreement",
    abstention: "rules.silence_abstention",
  },
  base: {
    all_members: "rules.base_all_members",
    sent: "rules.base_sent",
    answered: "rules.base_answered",
    present: "rules.base_present",
  },
  tie: { chair_side: null, lost: "rules.tie_lost", repeat: "rules.tie_repeat" },
  recusal: { keep: "rules.recusal_keep", reduce: "rules.recusal_reduce" },
  session_opinions: { desk: "rules.session_opinions_desk", members: "rules.session_opinions_members" },
};

function ChoiceField({ figure, of, set, at }: Props & { figure: keyof typeof choices }) {
  return (
    <Select
      label={t("rules.value")}
      options={Object.entries(choices[figure]).map(([value, label]) => ({
        value,
        label: label ? t(label) : t("rules.tie_chair_side", { chair: pick(of.chair_title.vi, of.chair_title.en) }),
      }))}
      value={of[figure]}
      onChange={(next) => set({ [figure]: next })}
      error={at(`figures.${figure}`)}
    />
  );
}

function WindowField({ of, set, at }: Omit<Props, "figure">) {
  const { min_days, max_days, by_hand } = of.window;
  const change = (part: Partial<Figures["window"]>) => set({ window: { ...of.window, ...part } });
  return (
    <>
      <Checkbox
        isSelected={by_hand}
        onChange={(hand) =>
          change(hand ? { by_hand: true, min_days: 0, max_days: 0 } : { by_hand: false, min_days: 2, max_days: 5 })
        }
      >
        {t("rules.by_hand")}
      </Checkbox>
      {!by_hand && (
        <div className="columns figure-columns">
          <CountField
            label={t("rules.min_days")}
            path="figures.window.min_days"
            value={min_days}
            set={(next) => change({ min_days: next })}
            at={at}
          />
          <CountField
            label={t("rules.max_days")}
            path="figures.window.max_days"
            value={max_days}
            set={(next) => change({ max_days: next })}
            at={at}
          />
        </div>
      )}
    </>
  );
}

const shares: Record<string, Share> = {
  "more 1/2": { num: 1, den: 2, more_than: true },
  "least 2/3": { num: 2, den: 3, more_than: false },
  "least 3/4": { num: 3, den: 4, more_than: false },
  all: { num: 1, den: 1, more_than: false },
};

const same = (a: Share, b: Share) => a.num === b.num && a.den === b.den && a.more_than === b.more_than;

function ShareField({
  share,
  set,
  path,
  at,
}: {
  share: Share;
  set: (share: Share) => void;
  path: string;
  at: Props["at"];
}) {
  const usual = Object.keys(shares).find((key) => same(shares[key] as Share, share));
  const [other, setOther] = useState(usual === undefined);
  const choose = (key: string) => {
    setOther(key === "other");
    const next = shares[key];
    if (next) set(next);
  };
  return (
    <>
      <Select
        label={t("rules.value")}
        options={[
          { value: "more 1/2", label: t("rules.share_more", { share: t("rules.share_half") }) },
          { value: "least 2/3", label: t("rules.share_least", { share: t("rules.share_two_thirds") }) },
          { value: "least 3/4", label: t("rules.share_least", { share: t("rules.share_three_quarters") }) },
          { value: "all", label: t("rules.share_all") },
          { value: "other", label: t("rules.share_other") },
        ]}
        value={other ? "other" : (usual ?? "other")}
        onChange={choose}
      />
      {other && (
        <div className="columns figure-columns">
          <CountField
            label={t("rules.share_num")}
            path={`${path}.num`}
            value={share.num}
            set={(num) => set({ ...share, num })}
            at={at}
          />
          <CountField
            label={t("rules.share_den")}
            path={`${path}.den`}
            value={share.den}
            set={(den) => set({ ...share, den })}
            at={at}
          />
          <Select
            label={t("rules.share_reach")}
            options={[
              { value: "more", label: t("rules.share_reach_more") },
              { value: "least", label: t("rules.share_reach_least") },
            ]}
            value={share.more_than ? "more" : "least"}
            onChange={(next) => set({ ...share, more_than: next === "more" })}
          />
        </div>
      )}
    </>
  );
}

/** A whole number. What is typed stays as typed; what is no number is sent as -1 and refused at the field. */
function CountField({
  label,
  hint,
  path,
  value,
  set,
  at,
}: {
  label: string;
  hint?: string;
  path: string;
  value: number;
  set: (value: number) => void;
  at: Props["at"];
}) {
  const [text, setText] = useState(String(value));
  const change = (next: string) => {
    setText(next);
    set(/^\d{1,7}$/.test(next.trim()) ? Number(next) : -1);
  };
  return (
    <TextField
      label={label}
      hint={hint}
      name={path}
      inputMode="numeric"
      maxLength={7}
      value={text}
      onChange={change}
      error={at(path)}
    />
  );
}

function Origin({ figure, of, set, at }: Props) {
  const origin = of.origins[figure] ?? "";
  const fixed = ["assumed", "not_established", ...(of.source ? [of.source] : [])];
  const [other, setOther] = useState(!fixed.includes(origin));
  const change = (next: string) => set({ origins: { ...of.origins, [figure]: next } });
  const path = `figures.origins.${figure}`;
  return (
    <>
      <Select
        label={t("rules.origin")}
        name={other ? `${path}.kind` : path}
        options={[
          ...(of.source ? [{ value: "source", label: of.source }] : []),
          { value: "assumed", label: t("rules.origin_assumed") },
          { value: "not_established", label: t("rules.origin_not_established") },
          { value: "other", label: t("rules.origin_other") },
        ]}
        value={other ? "other" : origin === of.source ? "source" : origin}
        onChange={(next) => {
          setOther(next === "other");
          change(next === "source" ? of.source : next === "other" ? "" : next);
        }}
        error={other ? undefined : at(path)}
      />
      {other && (
        <TextField
          label={t("rules.origin_text")}
          name={path}
          maxLength={300}
          value={origin}
          onChange={change}
          error={at(path)}
        />
      )}
    </>
  );
}
