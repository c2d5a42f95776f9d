/** A new matter: its terms first, its papers on the next screen. */
import { useState } from "react";
import { useLocation } from "wouter";
import { Problem } from "../api/problem.ts";
import { useMe } from "../api/session.ts";
import { useTyped } from "../api/typed.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../ui/Button.tsx";
import { Page } from "../ui/Page.tsx";
import { ErrorSummary } from "../ui/Status.tsx";
import { useChange } from "./calls.ts";
import { MatterFields, type Terms, wanting } from "./MatterForm.tsx";

export function NewMatter() {
  const me = useMe();
  const [, go] = useLocation();
  const [terms, setTerms] = useTyped<Terms>("matter", {
    title: "",
    agency: me.agencies.length === 1 ? (me.agencies[0]?.id ?? "") : "",
    class: "internal",
    field: "",
  });
  const [wrong, setWrong] = useState<{ path: string; text: string }[]>([]);
  const send = useChange<Terms>("/api/matters", (matter) => {
    setTerms(undefined);
    go(`/dossiers/${matter.id}`, { replace: true });
  });
  const at = (path: string) =>
    wrong.find((one) => one.path === path)?.text ??
    (send.error instanceof Problem ? send.error.field(path) : undefined);
  const submit = () => {
    const found = wanting(terms);
    setWrong(found);
    send.reset();
    if (found.length === 0) send.mutate(terms);
  };
  return (
    <Page
      title={t("dossiers.new")}
      lead={t("dossiers.new_lead")}
      back={{ href: "/dossiers", label: t("nav.my_dossiers") }}
      width="narrow"
      actions={
        <>
          <Button
            onPress={() => {
              setTerms(undefined);
              go("/dossiers");
            }}
          >
            {t("act.cancel")}
          </Button>
          <Button type="submit" form="new-matter" variant="primary" pending={send.isPending && t("state.sending")}>
            {t("dossiers.make")}
          </Button>
        </>
      }
    >
      <form
        id="new-matter"
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ErrorSummary error={send.error} more={wrong} onRetry={submit} />
        <MatterFields terms={terms} onChange={setTerms} errorAt={at} />
      </form>
    </Page>
  );
}
