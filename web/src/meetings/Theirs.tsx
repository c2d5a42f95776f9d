/** What somebody else has changed while it was typed into. What was typed stays; saving again puts it in place of theirs. */
import { t } from "../i18n/index.ts";
import { DefinitionList } from "../ui/Page.tsx";
import { Banner } from "../ui/Status.tsx";

export function Theirs({ changed }: { changed: [field: string, theirs: string][] }) {
  if (changed.length === 0) return null;
  return (
    <div role="alert">
      <Banner tone="warn" title={t("meetings.theirs")}>
        <DefinitionList items={changed.map(([field, theirs]) => [field, theirs || t("meetings.theirs_empty")])} />
        <p>{t("meetings.theirs_lead")}</p>
      </Banner>
    </div>
  );
}

/** The keys of what differs. */
export function differing<T extends object>(one: T, other: T): (keyof T)[] {
  return (Object.keys(one) as (keyof T)[]).filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]));
}
