/**
 * The one button. primary: the screen's main act (one a screen, bottom right);
 * secondary: the rest; danger: an act that cannot be taken back; quiet: tools in a row.
 * While pending it says what is going on and cannot be pressed again.
 */
import { type ReactNode, type Ref, useEffect, useState } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { Link } from "wouter";
import { cx } from "./cx.ts";
import { announce } from "./Live.tsx";
import "./button.css";

export type Variant = "primary" | "secondary" | "danger" | "quiet";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "style" | "children" | "isPending"> {
  variant?: Variant;
  icon?: ReactNode;
  children?: ReactNode;
  /** The text shown while the act is under way ("Đang gửi…"); undefined when it is not. */
  pending?: string | false;
  className?: string;
  wide?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  variant = "secondary",
  icon,
  children,
  pending,
  className,
  wide,
  type = "button",
  onPress,
  ...props
}: ButtonProps) {
  // React Aria's own pending state leaves nameless pictures behind for screen readers; ours says the words once.
  useEffect(() => {
    if (pending) announce(pending);
  }, [pending]);
  return (
    <AriaButton
      {...props}
      type={pending ? "button" : type}
      {...(onPress && !pending ? { onPress } : {})}
      className={cx(
        "button",
        `button-${variant}`,
        wide && "button-wide",
        !children && "button-icon",
        Boolean(pending) && "button-pending",
        className,
      )}
    >
      {icon}
      {pending ? <span>{pending}</span> : children && <span>{children}</span>}
    </AriaButton>
  );
}

/** A button that takes the place of another at once: it takes no press that was meant for that one. */
export function LateButton(props: ButtonProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 700);
    return () => clearTimeout(timer);
  }, []);
  return <Button {...props} isDisabled={!late} />;
}

/** A link that looks like a button: it goes to a screen and changes nothing. */
export function LinkButton({
  href,
  variant = "secondary",
  icon,
  children,
  className,
}: {
  href: string;
  variant?: Variant;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Link href={href} className={cx("button", `button-${variant}`, className)}>
      {icon}
      <span>{children}</span>
    </Link>
  );
}

/** A download from the server, drawn as a button. */
export function DownloadButton({
  href,
  icon,
  children,
  variant = "secondary",
}: {
  href: string;
  icon?: ReactNode;
  children: ReactNode;
  variant?: Variant;
}) {
  return (
    <a href={href} download className={cx("button", `button-${variant}`)}>
      {icon}
      <span>{children}</span>
    </a>
  );
}
