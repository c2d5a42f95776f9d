/** The frame of every screen behind sign-in: whose body, who, where to go, how the connection is. */
import { CircleUserRound, KeyRound, Landmark, Languages, LogOut, MonitorSmartphone } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { Me } from "../api/session.ts";
import { type Language, language, pick, setLanguage, t } from "../i18n/index.ts";
import { ConnectionStatus } from "../ui/Connection.tsx";
import { cx } from "../ui/cx.ts";
import { LiveRegion } from "../ui/Live.tsx";
import { Menu } from "../ui/Menu.tsx";
import { linkOf, navigation } from "./rooms.ts";
import { chooseBody, keepLanguage, signOut } from "./session.ts";
import "./shell.css";

export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const [, go] = useLocation();
  const post = me.posts[0];
  const others = me.bodies.filter((body) => body.id !== me.body.id);
  return (
    <div className="shell">
      <a href="#main" className="skip-link">
        {t("app.skip")}
      </a>
      <header className="shell-header">
        <Link href="/" className="shell-body">
          {pick(me.body.name_vi, me.body.name_en)}
        </Link>
        <ConnectionStatus />
        <div className="shell-person">
          <div className="shell-name">
            <strong>{me.person.full_name}</strong>
            {post && <span className="small soft">{pick(post.title_vi, post.title_en)}</span>}
          </div>
          <LanguageMenu onChoose={keepLanguage} />
          <Menu
            label={t("app.account")}
            icon={<CircleUserRound aria-hidden />}
            acts={[
              {
                key: "account",
                label: t("account.title"),
                icon: <KeyRound aria-hidden size={20} />,
                onAction: () => go("/account"),
              },
              {
                key: "sessions",
                label: t("sessions.title"),
                icon: <MonitorSmartphone aria-hidden size={20} />,
                onAction: () => go("/sessions"),
              },
              ...others.map((body) => ({
                key: body.id,
                label: t("signin.body_switch", { body: pick(body.name_vi, body.name_en) }),
                icon: <Landmark aria-hidden size={20} />,
                onAction: () => void chooseBody(body.id),
              })),
              {
                key: "out",
                label: t("signin.out"),
                icon: <LogOut aria-hidden size={20} />,
                onAction: () => void signOut(),
              },
            ]}
          />
        </div>
      </header>
      <Navigation me={me} />
      <main id="main" className="shell-main" tabIndex={-1}>
        {children}
      </main>
      <LiveRegion />
    </div>
  );
}

function Navigation({ me }: { me: Me }) {
  const [path] = useLocation();
  const items = navigation(me);
  if (items.length < 2) return null;
  const here = linkOf(items, path);
  return (
    <nav className="shell-nav" aria-label={t("app.navigation")}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          className={cx("shell-link", item === here && "shell-link-here")}
          aria-current={item === here ? "page" : undefined}
        >
          {t(item.label)}
        </Link>
      ))}
    </nav>
  );
}

/** Both languages by their own names. */
export function LanguageMenu({ onChoose }: { onChoose?: (language: Language) => void }) {
  const choose = (next: Language) => {
    void setLanguage(next);
    onChoose?.(next);
  };
  return (
    <Menu
      label={t("app.language")}
      icon={<Languages aria-hidden />}
      acts={[
        { key: "vi", label: "Tiếng Việt", onAction: () => choose("vi") },
        { key: "en", label: "English", onAction: () => choose("en") },
      ]}
    >
      {language().toUpperCase()}
    </Menu>
  );
}
