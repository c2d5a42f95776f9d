/** The page around sign-in: one question in the middle, the language at hand. */
import { type ReactNode, useEffect } from "react";
import { LanguageMenu } from "../app/Shell.tsx";
import { t } from "../i18n/index.ts";
import { LiveRegion } from "../ui/Live.tsx";
import "./signin.css";

export function Frame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} - ${t("app.name")}`;
  }, [title]);
  return (
    <div className="door">
      <header className="door-head no-print">
        <span className="door-name">{t("app.name")}</span>
        <LanguageMenu />
      </header>
      <main className="door-main">
        <div className="door-card">
          <div className="stack-tight">
            <h1>{title}</h1>
            {lead && <p className="soft">{lead}</p>}
          </div>
          {children}
        </div>
      </main>
      <LiveRegion />
    </div>
  );
}
