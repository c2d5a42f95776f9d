/**
 * The receipt of an answer: that and when it was recorded, checked in one press,
 * printed or taken away. It never shows the choice of its own accord: the screen does.
 */
import "../../i18n/late/member.ts";
import { BadgeCheck, Download, Printer, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { createPortal } from "react-dom";
import { request } from "../../api/client.ts";
import { useThing } from "../../api/query.ts";
import { formatDate, formatDateTime, formatSeconds } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../ui/Button.tsx";
import { announce } from "../../ui/Live.tsx";
import { DefinitionList } from "../../ui/Page.tsx";
import { Banner, errorText, Read } from "../../ui/Status.tsx";
import { shortHash } from "../parts/record.ts";
import type { Check, Receipt } from "../parts/types.ts";

export function ReceiptCard({ answer, quiet = false }: { answer: string; quiet?: boolean }) {
  const receipt = useThing<Receipt>(`receipt/${answer}`, `/api/answers/${answer}/receipt`);
  return (
    <Read of={receipt}>
      {(held) => (
        <div className="receipt">
          {!quiet && (
            <p className="receipt-head">
              <BadgeCheck aria-hidden size={28} />
              <span>
                <strong className="number">{t("state.recorded", { time: formatSeconds(held.at) })}</strong>{" "}
                <span className="soft number">{t("member.on_date", { date: formatDate(held.at) })}</span>
              </span>
            </p>
          )}
          <p className="small">
            {t("member.receipt_number")} <span className="mono">{shortHash(held.record_hash)}</span>
            {" · "}
            {t("member.version", { number: held.revision })}
          </p>
          <ReceiptActs receipt={held} />
          <details>
            <summary>{t("member.receipt_details")}</summary>
            <DefinitionList
              items={[
                [t("member.record_hash"), <Mono key="h">{held.record_hash}</Mono>],
                [t("member.receipt_checkpoint"), <Mono key="c">{held.checkpoint}</Mono>],
                [t("member.receipt_count"), held.count],
                [t("member.receipt_key"), <Mono key="k">{held.key_id}</Mono>],
                [t("member.receipt_signature"), <Mono key="s">{held.signature}</Mono>],
              ]}
            />
          </details>
          {createPortal(<ReceiptSheet receipt={held} />, document.body)}
        </div>
      )}
    </Read>
  );
}

function Mono({ children }: { children: string }) {
  return <span className="mono small">{children}</span>;
}

function ReceiptActs({ receipt }: { receipt: Receipt }) {
  const [state, setState] = useState<"idle" | "pending" | "same" | "differs" | "failed">("idle");
  const [words, setWords] = useState("");
  const check = async () => {
    setState("pending");
    try {
      const found = await request<Check>("GET", `/api/answers/${receipt.answer}/check`);
      const same = found.same && found.record_hash === receipt.record_hash;
      setState(same ? "same" : "differs");
      announce(t(same ? "member.check_same" : "member.check_differs"));
    } catch (error) {
      setWords(errorText(error));
      setState("failed");
    }
  };
  return (
    <div className="stack-tight no-print">
      <div className="row">
        <Button
          icon={<ShieldCheck aria-hidden />}
          pending={state === "pending" && t("member.checking")}
          onPress={() => void check()}
        >
          {t("member.check")}
        </Button>
        <Button variant="quiet" icon={<Printer aria-hidden />} onPress={() => printReceipt(receipt.answer)}>
          {t("act.print")}
        </Button>
        <Button variant="quiet" icon={<Download aria-hidden />} onPress={() => take(receipt)}>
          {t("act.download")}
        </Button>
      </div>
      {state === "same" && <Banner tone="good" title={t("member.check_same")} />}
      {state === "differs" && (
        <Banner tone="bad" title={t("member.check_differs")}>
          {t("member.check_differs_lead")}
        </Banner>
      )}
      {state === "failed" && <Banner tone="warn" title={words} />}
    </div>
  );
}

/** Prints this receipt alone. */
function printReceipt(answer: string) {
  const root = document.documentElement;
  root.dataset.print = `receipt-${answer}`;
  document.getElementById(`receipt-${answer}`)?.classList.add("print-this");
  addEventListener(
    "afterprint",
    () => {
      delete root.dataset.print;
      document.getElementById(`receipt-${answer}`)?.classList.remove("print-this");
    },
    { once: true },
  );
  print();
}

/** The receipt as a file: the signed bytes with their signature, to be checked anywhere. */
function take(receipt: Receipt) {
  const file = new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: "application/json" });
  const href = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = href;
  link.download = `bien-nhan-${receipt.ballot}-${receipt.revision}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

/** The receipt on paper: beside the application, so that it prints alone. */
function ReceiptSheet({ receipt }: { receipt: Receipt }) {
  return (
    <article className="receipt-sheet" id={`receipt-${receipt.answer}`}>
      <p className="receipt-sheet-head">{t("member.sheet_title")}</p>
      <DefinitionList
        items={[
          [t("member.sheet_ballot"), receipt.title],
          [t("member.sheet_at"), `${formatSeconds(receipt.at)}, ${formatDateTime(receipt.at).slice(0, 10)}`],
          [t("member.sheet_round"), `${receipt.round} / ${receipt.revision}`],
          [t("member.record_hash"), <Mono key="h">{receipt.record_hash}</Mono>],
          [t("member.receipt_checkpoint"), <Mono key="c">{receipt.checkpoint}</Mono>],
          [t("member.receipt_count"), receipt.count],
          [t("member.receipt_key"), <Mono key="k">{receipt.key_id}</Mono>],
          [t("member.receipt_signature"), <Mono key="s">{receipt.signature}</Mono>],
        ]}
      />
      <p>{t("member.sheet_note")}</p>
    </article>
  );
}
