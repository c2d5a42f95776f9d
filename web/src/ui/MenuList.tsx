/** The open list of a menu, loaded after the button that opens it. */
import type { RefObject } from "react";
import { Menu as AriaMenu, MenuItem } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import type { MenuAct } from "./Menu.tsx";

export default function MenuList({
  label,
  acts,
  button,
  first,
  onChoose,
  onClose,
}: {
  label: string;
  acts: MenuAct[];
  button: RefObject<HTMLButtonElement | null>;
  /** Whether the keyboard opened it: then the first act has the focus. */
  first: boolean;
  onChoose: (act: () => void) => void;
  onClose: () => void;
}) {
  return (
    <Popover className="popover" placement="bottom end" triggerRef={button} isOpen onOpenChange={onClose}>
      <AriaMenu className="options" aria-label={label} autoFocus={first ? "first" : true} onClose={onClose}>
        {acts.map((act) => (
          <MenuItem
            key={act.key}
            id={act.key}
            textValue={act.label}
            onAction={() => onChoose(act.onAction)}
            className="option"
          >
            {act.icon}
            <span className="option-text">
              {act.label}
              {act.note && <span className="option-note">{act.note}</span>}
            </span>
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  );
}
