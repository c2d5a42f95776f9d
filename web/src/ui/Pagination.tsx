/** The rest of a list, by its cursor. */
import { t } from "../i18n/index.ts";
import { Button } from "./Button.tsx";
import { Banner, errorText } from "./Status.tsx";

export function Pagination({
  onPrevious,
  onNext,
  children,
}: {
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  /** "1-20", where it is known. */
  children?: React.ReactNode;
}) {
  if (!onPrevious && !onNext) return null;
  return (
    <nav aria-label={t("pager.label")} className="row no-print">
      <Button isDisabled={!onPrevious} onPress={() => onPrevious?.()}>
        {t("pager.previous")}
      </Button>
      {children && <span className="number soft">{children}</span>}
      <Button isDisabled={!onNext} onPress={() => onNext?.()}>
        {t("pager.next")}
      </Button>
    </nav>
  );
}

/** Under a list: its next page, where there is one. */
export function More({ of }: { of: { more: (() => void) | undefined; isMore: boolean; error: unknown } }) {
  if (!of.more) return null;
  return (
    <div className="stack-tight no-print">
      {of.error ? <Banner tone="bad" title={errorText(of.error)} /> : null}
      <div>
        <Button pending={of.isMore && t("app.loading")} onPress={of.more}>
          {t("pager.more")}
        </Button>
      </div>
    </div>
  );
}
