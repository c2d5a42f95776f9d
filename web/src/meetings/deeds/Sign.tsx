/**
 * The last look before signing: the whole screen shows the record, drawn from its
 * bytes only, and one press signs exactly these.
 */
import { useQuery } from "@tanstack/react-query";
import { request } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import { sha256 } from "../../ballots/parts/record.ts";
import { t } from "../../i18n/index.ts";
import { useSigningWindow } from "../../signin/useSigningWindow.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Banner, ErrorSummary, Loading } from "../../ui/Status.tsx";
import { type Deed, type Section, type Signable, useDeedAct } from "./deed.ts";
import { Told, titleOf } from "./Told.tsx";

interface DeedRecord {
  format: string;
  deed: string;
  title: string;
  sections: (Pick<Section, "key" | "title" | "text"> & { told: RecordTold })[];
  recipients: string[];
}

interface RecordBlock {
  text?: string;
  bold?: boolean;
  list?: string[] | null;
  table?: string;
  head?: string[] | null;
  rows?: string[][] | null;
}
interface RecordTold {
  vi: RecordBlock[] | null;
  en: RecordBlock[] | null;
}

/** The record in its own words, or null where its bytes are not those of its hash. */
async function readRecord(signable: Signable, deed: string): Promise<DeedRecord | null> {
  if ((await sha256(signable.record)) !== signable.hash) return null;
  try {
    const record = JSON.parse(signable.record) as DeedRecord;
    return record.format === "ecabinet.deed.v1" && record.deed === deed ? record : null;
  } catch {
    return null;
  }
}

const whole = (blocks: RecordBlock[] | null) =>
  (blocks ?? []).map((block) => ({
    text: block.text ?? "",
    bold: block.bold ?? false,
    list: block.list ?? [],
    table: block.table ?? "",
    head: block.head ?? [],
    rows: block.rows ?? [],
  }));

export function Sign({ deed, onClose }: { deed: Deed; onClose: () => void }) {
  const signable = useQuery({
    queryKey: ["deed-record", deed.id],
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const got = await request<Signable>("GET", `/api/deeds/${deed.id}/record`, undefined, { signal });
      return { got, record: await readRecord(got, deed.id) };
    },
  });
  const signing = useSigningWindow();
  const sign = useDeedAct<{ hash: string }>(deed, `/api/deeds/${deed.id}/sign`, { signs: true, onDone: onClose });
  const changed = sign.error instanceof Problem && sign.error.stale;
  const { got, record } = signable.data ?? {};
  const press = async () => {
    if (got && (await signing.ensure())) sign.mutate({ hash: got.hash });
  };
  const again = () => {
    sign.reset();
    void signable.refetch();
  };
  return (
    <Dialog
      isOpen
      full
      alert
      title={t("deeds.sign_title", { kind: t(`deeds.${deed.kind}`) })}
      onClose={sign.isPending ? undefined : onClose}
      actions={
        <>
          <Button isDisabled={sign.isPending} onPress={onClose}>
            {t("deeds.sign_back")}
          </Button>
          {changed ? (
            <Button variant="primary" onPress={again}>
              {t("deeds.sign_again")}
            </Button>
          ) : (
            record &&
            got && (
              <Button
                variant="primary"
                className="confirm-press"
                pending={sign.isPending && t("state.sending")}
                onPress={() => void press()}
              >
                {t(got.part === "chair" ? "deeds.sign_as_chair" : "deeds.sign_as_secretary")}
              </Button>
            )
          )}
        </>
      }
    >
      {changed ? <Banner tone="warn" title={t("deeds.sign_changed")} /> : <ErrorSummary error={sign.error} />}
      <ErrorSummary error={signable.error} />
      {signable.isPending && <Loading />}
      {record === null && <Banner tone="bad" title={t("deeds.sign_broken")} />}
      {record && got && (
        <>
          <p>{t(got.part === "chair" ? "deeds.sign_lead_chair" : "deeds.sign_lead")}</p>
          <div className="deed-paper">
            {record.sections.map((section) => (
              <section key={section.key}>
                <h3>{titleOf(section)}</h3>
                <Told told={{ vi: whole(section.told.vi), en: whole(section.told.en) }} label={titleOf(section)} />
                {section.text && <p className="said-text deed-added">{section.text}</p>}
              </section>
            ))}
            <p>
              {t("deeds.recipients")}: {record.recipients.join("; ")}
            </p>
          </div>
          <p className="small">
            {t("deeds.hash")}: <span className="mono deed-hash">{got.hash}</span>
          </p>
        </>
      )}
    </Dialog>
  );
}
