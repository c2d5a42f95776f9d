/**
 * A window over the screen: one question, named in its title. In portrait it is a
 * sheet from the bottom edge when `sheet` is set (the answer to a ballot). The
 * content of the page below stays as it was.
 */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { t } from "../i18n/index.ts";
import { Button } from "./Button.tsx";
import { cx } from "./cx.ts";
import "./dialog.css";

export function Dialog({
  isOpen,
  onClose,
  title,
  children,
  actions,
  sheet = false,
  wide = false,
  full = false,
  alert = false,
}: {
  isOpen: boolean;
  /** Called when the person leaves without acting; without it the window cannot be left. */
  onClose?: (() => void) | undefined;
  title: ReactNode;
  children: ReactNode;
  /** Buttons, the primary one last. */
  actions?: ReactNode;
  sheet?: boolean;
  wide?: boolean;
  /** The whole screen: one question that nothing stands beside (the record of an answer). */
  full?: boolean;
  /** For an act that cannot be taken back. */
  alert?: boolean;
}) {
  return (
    <ModalOverlay
      className={cx("overlay", full && "overlay-full")}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose?.()}
      isDismissable={Boolean(onClose) && !alert}
      isKeyboardDismissDisabled={!onClose}
    >
      <Modal className={cx("modal", sheet && "modal-sheet", wide && "modal-wide", full && "modal-full")}>
        <AriaDialog className="dialog" role={alert ? "alertdialog" : "dialog"}>
          <div className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {onClose && (
              <Button
                variant="quiet"
                icon={<X aria-hidden />}
                aria-label={t("dialog.close")}
                onPress={onClose}
                className="no-print"
              />
            )}
          </div>
          <div className="dialog-body">{children}</div>
          {actions && <div className="dialog-actions">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
