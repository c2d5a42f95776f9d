/** Acts that do not deserve a button of their own, behind one. */
import type { ReactNode } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Button, type Variant } from "./Button.tsx";
import "./field.css";

export interface MenuAct {
  key: string;
  label: string;
  note?: ReactNode;
  icon?: ReactNode;
  onAction: () => void;
}

export function Menu({
  label,
  icon,
  variant = "quiet",
  acts,
  children,
}: {
  /** The accessible name of the button. */
  label: string;
  icon?: ReactNode;
  variant?: Variant;
  acts: MenuAct[];
  /** What the button shows; the label where there is nothing. */
  children?: ReactNode;
}) {
  return (
    <MenuTrigger>
      <Button variant={variant} icon={icon} aria-label={label}>
        {children}
      </Button>
      <Popover className="popover" placement="bottom end">
        <AriaMenu className="options" aria-label={label}>
          {acts.map((act) => (
            <MenuItem key={act.key} id={act.key} textValue={act.label} onAction={act.onAction} className="option">
              {act.icon}
              <span className="option-text">
                {act.label}
                {act.note && <span className="option-note">{act.note}</span>}
              </span>
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
