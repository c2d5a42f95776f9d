/**
 * The layout of a screen: one title (also the window's), one lead sentence, the
 * content, and the acts at the bottom right with the primary one last.
 */
import { type ReactNode, useEffect } from "react";
import { Link } from "wouter";
import { t } from "../i18n/index.ts";
import { cx } from "./cx.ts";
import "./page.css";

export function Page({
  title,
  lead,
  back,
  tag,
  tools,
  actions,
  children,
  width = "normal",
}: {
  title: string;
  lead?: ReactNode;
  /** Where this screen belongs, as a link above the title. */
  back?: { href: string; label: string };
  /** A StateTag beside the title. */
  tag?: ReactNode;
  /** Quiet tools at the top right (print, download). */
  tools?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** narrow: forms; wide: tables and the reader beside an answer. */
  width?: "narrow" | "normal" | "wide";
}) {
  useTitle(title);
  return (
    <div className={cx("page", `page-${width}`)}>
      <header className="page-head">
        <div className="page-title">
          {back && (
            <Link href={back.href} className="page-back no-print">
              ‹ {back.label}
            </Link>
          )}
          <div className="row">
            <h1>{title}</h1>
            {tag}
          </div>
          {lead && <p className="lead soft">{lead}</p>}
        </div>
        {tools && <div className="row no-print">{tools}</div>}
      </header>
      {children}
      {actions && <footer className="page-actions">{actions}</footer>}
    </div>
  );
}

/** Names the window after the screen; for the screens that are no Page. */
export function useTitle(title: string): void {
  const full = `${title} - ${t("app.name")}`;
  useEffect(() => {
    document.title = full;
  }, [full]);
}

/** A part of a screen with its heading. */
export function Section({
  title,
  lead,
  tools,
  children,
  className,
}: {
  title: ReactNode;
  lead?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={cx("section", className)}>
      <div className="row-between">
        <h2>{title}</h2>
        {tools}
      </div>
      {lead && <p className="soft">{lead}</p>}
      {children}
    </section>
  );
}

/** A sheet of paper on the page: one thing, or one form. */
export function Card({
  title,
  children,
  footer,
  href,
  className,
}: {
  title?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  /** The title becomes a link whose target is the whole card. */
  href?: string;
  className?: string;
}) {
  return (
    <article className={cx("card", href && "card-link", className)}>
      {title && <h3>{href ? <Link href={href}>{title}</Link> : title}</h3>}
      {children}
      {footer && <div className="card-footer">{footer}</div>}
    </article>
  );
}

/** Names and values of one thing. */
export function DefinitionList({ items }: { items: [label: ReactNode, value: ReactNode][] }) {
  return (
    <dl className="definitions">
      {items
        .filter(([, value]) => value !== null && value !== undefined && value !== "")
        .map(([label, value], index) => (
          <div key={index}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** An empty list says what will appear there and how. */
export function EmptyState({
  title,
  children,
  action,
  icon,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
}) {
  return (
    <div className="empty">
      {icon}
      <p className="empty-title">{title}</p>
      {children && <p className="soft">{children}</p>}
      {action}
    </div>
  );
}
