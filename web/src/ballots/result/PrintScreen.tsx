/** The printed form of a result, shown as it will be printed. */
import "../../i18n/late/desk.ts";
import { Printer } from "lucide-react";
import { useEffect } from "react";
import { hasRole, useMe } from "../../api/session.ts";
import { t } from "../../i18n/index.ts";
import { Button, LinkButton } from "../../ui/Button.tsx";
import { Banner, Read } from "../../ui/Status.tsx";
import { useBallot } from "../desk/ballot.ts";
import { PrintForm } from "./PrintForm.tsx";
import { useResult } from "./ResultScreen.tsx";
import "./print.css";

export default function PrintScreen({ id }: { id: string }) {
  const ballot = useBallot(id);
  const result = useResult(id);
  const me = useMe();
  useEffect(() => {
    document.title = t("result.print_title");
  }, []);
  const back = hasRole(me, "secretariat", "approver", "chair", "analyst", "auditor")
    ? `/ballots/desk/${id}/result`
    : `/ballots/${id}`;
  return (
    <div className="print-screen">
      <header className="print-tools no-print">
        <h1>{t("result.print_title")}</h1>
        <LinkButton href={back}>{t("act.back")}</LinkButton>
        <Button variant="primary" icon={<Printer aria-hidden />} onPress={() => print()}>
          {t("act.print")}
        </Button>
      </header>
      <Read of={ballot}>
        {(ballot) => (
          <Read of={result}>
            {(result) => (
              <>
                {result.state !== "certified" && (
                  <div className="print-remark no-print">
                    <Banner tone="warn" title={t("result.print_provisional")} />
                  </div>
                )}
                <PrintForm ballot={ballot} result={result} body={me.body} />
              </>
            )}
          </Read>
        )}
      </Read>
    </div>
  );
}
