/** The frame of an act on the ballot: what it does and to how many, the form, the refusal on top. */
import type { FormEvent, ReactNode } from "react";
import { Problem } from "../../../api/problem.ts";
import { t } from "../../../i18n/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Banner, ErrorSummary } from "../../../ui/Status.tsx";

export function ActDialog({
  title,
  isOpen,
  onClose,
  act,
  error,
  pending,
  onSubmit,
  danger = false,
  wide = false,
  isDisabled = false,
  children,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** The button: the act in words, with its count. */
  act: string;
  error: unknown;
  pending: boolean;
  onSubmit: () => void;
  danger?: boolean;
  wide?: boolean;
  isDisabled?: boolean;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pending && !isDisabled) onSubmit();
  };
  const stale = error instanceof Problem && error.status === 409;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} wide={wide} alert={danger}>
      <form className="stack" onSubmit={submit} noValidate>
        {stale ? <Banner tone="bad" title={t("desk.act_stale")} /> : <ErrorSummary error={error} />}
        {children}
        <div className="form-actions act-actions">
          <Button onPress={onClose}>{t("act.cancel")}</Button>
          <Button
            type="submit"
            variant={danger ? "danger" : "primary"}
            isDisabled={isDisabled}
            pending={pending && t("state.sending")}
          >
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The text at a field of a refused act. */
export function fieldError(error: unknown, path: string): string | undefined {
  return error instanceof Problem ? error.field(path) : undefined;
}
