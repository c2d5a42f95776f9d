/** Acts that do not deserve a button of their own, behind one. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { t } from "../i18n/index.ts";
import { Button, type Variant } from "./Button.tsx";
import { announce } from "./Live.tsx";
import type MenuList from "./MenuList.tsx";
import "./field.css";

export interface MenuAct {
  key: string;
  label: string;
  note?: ReactNode;
  icon?: ReactNode;
  onAction: () => void;
}

// The list and what places it weigh a fifth of the first page, on which nobody has opened a menu yet.
const list = () => import("./MenuList.tsx");

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
  const button = useRef<HTMLButtonElement>(null);
  const [List, setList] = useState<{ open: typeof MenuList }>();
  const [open, setOpen] = useState<"pointer" | "keyboard">();
  const [chosen, setChosen] = useState<() => void>();

  // Once the page stands, so that it opens without a line as well.
  useEffect(() => {
    list().then(
      (loaded) => setList({ open: loaded.default }),
      () => undefined,
    );
  }, []);

  // Only when the list has gone and the button has the keyboard again: a window that the act opens gives it back there.
  useEffect(() => {
    if (open || !chosen) return;
    setChosen(undefined);
    button.current?.focus();
    chosen();
  }, [open, chosen]);

  const press = (by: string) => {
    setOpen(by === "keyboard" || by === "virtual" ? "keyboard" : "pointer");
    if (List) return;
    list().then(
      (loaded) => setList({ open: loaded.default }),
      () => {
        setOpen(undefined);
        announce(t("problem.network"));
      },
    );
  };
  return (
    <>
      <Button
        ref={button}
        variant={variant}
        icon={icon}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open !== undefined}
        onPress={(event) => press(event.pointerType)}
        onBlur={() => !List && setOpen(undefined)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") press("keyboard");
          else if (event.key === "Escape" && open)
            setOpen(undefined); // it is not there yet
          else event.continuePropagation();
        }}
      >
        {children}
      </Button>
      {open && List && (
        <List.open
          label={label}
          acts={acts}
          onChoose={(act) => setChosen(() => act)}
          button={button}
          first={open === "keyboard"}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
