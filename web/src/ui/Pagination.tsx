/** The rest of a list, by its cursor. */
import { t } from "../i18n/index.ts";
import { Button } from "./Button.tsx";

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
