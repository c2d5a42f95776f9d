/**
 * Links that were given out, this once: to be copied, or printed on a sheet for each respondent.
 * Whoever closes the window with some that he has neither copied nor printed is asked.
 */
import { Copy, Printer } from "lucide-react";
import { useState } from "react";
import { createPortal, flushSync } from "react-dom";
import { useMe } from "../../api/session.ts";
import { formatDeadline } from "../../i18n/format.ts";
import { pick, t } from "../../i18n/index.ts";
import { Qr } from "../../signin/Qr.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { announce } from "../../ui/Live.tsx";
import { Banner } from "../../ui/Status.tsx";
import type { Ballot } from "../parts/types.ts";
import type { Handed } from "./respondents.ts";

function whole(path: string): string {
  return location.origin + path;
}

export function Links({ ballot, links, onClose }: { ballot: Ballot; links: Handed; onClose: () => void }) {
  const [copied, setCopied] = useState("");
  const [failed, setFailed] = useState(false);
  const [printing, setPrinting] = useState(false);
  const [taken, setTaken] = useState<ReadonlySet<number>>(new Set());
  const [leaving, setLeaving] = useState(false);
  const take = (items: Handed["items"]) => setTaken((before) => new Set([...before, ...items.map((one) => one.seat)]));
  const left = links.items.filter((one) => !taken.has(one.seat)).length;
  const printAll = () => {
    take(links.items);
    flushSync(() => setPrinting(true)); // of many links the pictures take a while, so nobody waits who only copies
    printLinks();
  };
  const copy = async (text: string, what: string, items: Handed["items"]) => {
    try {
      await navigator.clipboard.writeText(text);
      take(items);
      setCopied(what);
      setFailed(false);
      announce(t("consult.copied", { name: what }));
    } catch {
      setFailed(true);
    }
  };
  const all = links.items.map((one) => `${one.name}\t${whole(one.path)}`).join("\n");
  return (
    <Dialog
      isOpen
      alert
      wide
      title={t("consult.links_title", { count: links.items.length })}
      actions={
        <>
          <Button icon={<Printer aria-hidden />} onPress={printAll}>
            {t("consult.links_print")}
          </Button>
          <Button icon={<Copy aria-hidden />} onPress={() => void copy(all, t("consult.links_all"), links.items)}>
            {t("consult.links_copy_all")}
          </Button>
          <Button variant="primary" onPress={() => (left > 0 ? setLeaving(true) : onClose())}>
            {t("consult.links_done")}
          </Button>
        </>
      }
    >
      <Banner tone="warn" title={t("consult.links_once")}>
        {t("consult.links_once_lead")}
      </Banner>
      {failed && <Banner tone="bad" title={t("consult.copy_failed")} />}
      <p role="status" className="soft">
        {copied && t("consult.copied", { name: copied })}
      </p>
      <ul className="plain-list links">
        {links.items.map((one) => (
          <li key={one.seat} className="links-line">
            <div className="links-text">
              <strong>{one.name}</strong>
              <span className="mono small links-address">{whole(one.path)}</span>
            </div>
            <Button
              variant="quiet"
              icon={<Copy aria-hidden />}
              aria-label={t("consult.copy_of", { name: one.name })}
              onPress={() => void copy(whole(one.path), one.name, [one])}
            />
          </li>
        ))}
      </ul>
      {leaving && (
        <Dialog
          isOpen
          alert
          onClose={() => setLeaving(false)}
          title={t("consult.links_leave_title")}
          actions={
            <>
              <Button onPress={() => setLeaving(false)}>{t("act.back")}</Button>
              <Button variant="danger" onPress={onClose}>
                {t("consult.links_leave")}
              </Button>
            </>
          }
        >
          <p>{t("consult.links_leave_lead", { count: left, total: links.items.length })}</p>
        </Dialog>
      )}
      {printing && createPortal(<Sheets ballot={ballot} links={links} />, document.body)}
    </Dialog>
  );
}

/** Prints the sheets alone. */
function printLinks() {
  const root = document.documentElement;
  root.dataset.print = "links";
  addEventListener("afterprint", () => delete root.dataset.print, { once: true });
  print();
}

/** The picture is drawn here too: the secret behind "#" is in no request. */
function Sheets({ ballot, links }: { ballot: Ballot; links: Handed }) {
  const { body } = useMe();
  return (
    <div className="link-sheets">
      {links.items.map((one) => (
        <article key={one.seat} className="link-sheet">
          <p>{t("consult.sheet_from", { body: pick(body.name_vi, body.name_en) })}</p>
          <p className="link-sheet-to">{t("consult.sheet_to", { name: one.name })}</p>
          <p>{t("consult.sheet_ask", { title: ballot.title, lead: ballot.lead })}</p>
          <p>{t("consult.sheet_until", { time: formatDeadline(ballot.deadline?.at) })}</p>
          <div className="link-sheet-way">
            <p className="mono">{whole(one.path)}</p>
            <figure>
              <Qr text={whole(one.path)} label={t("consult.sheet_qr_label", { name: one.name })} />
              <figcaption>{t("consult.sheet_qr")}</figcaption>
            </figure>
          </div>
          <p>{t("consult.sheet_once")}</p>
        </article>
      ))}
    </div>
  );
}
