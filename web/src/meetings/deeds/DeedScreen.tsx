/** One paper of a session: written, reviewed, signed by two, then read and corrected on the record. */
import "../../i18n/late/deeds.ts";
import { Download } from "lucide-react";
import { useState } from "react";
import { fetchFile, save } from "../../api/download.ts";
import { useThing } from "../../api/query.ts";
import { useMe } from "../../api/session.ts";
import { NotFound } from "../../app/App.tsx";
import { formatDateTime } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { useLive } from "../../live/hooks.ts";
import { Button } from "../../ui/Button.tsx";
import { announce } from "../../ui/Live.tsx";
import { DefinitionList, Page, Section } from "../../ui/Page.tsx";
import { Banner, ErrorSummary, Read, StateTag } from "../../ui/Status.tsx";
import { Address, Correct, Return, Send } from "./Acts.tsx";
import { Comments } from "./Comments.tsx";
import { type Deed, type Deeds, type Kind, stateTones } from "./deed.ts";
import { SectionText } from "./SectionEditor.tsx";
import { Sign } from "./Sign.tsx";
import { Told, titleOf } from "./Told.tsx";
import "./deeds.css";

export default function DeedScreen({ meeting, kind }: { meeting: string; kind: Kind }) {
  useLive(`deeds:${meeting}`);
  const deeds = useThing<Deeds>(`deeds/${meeting}`, `/api/meetings/${meeting}/deeds`);
  return (
    <Read of={deeds}>
      {(held) => {
        const line = held.deeds.find((one) => one.kind === kind);
        return line ? <Held key={line.id} meeting={meeting} kind={kind} id={line.id} /> : <NotFound />;
      }}
    </Read>
  );
}

function Held({ meeting, kind, id }: { meeting: string; kind: Kind; id: string }) {
  const deed = useThing<Deed>(`${kind}/${meeting}`, `/api/deeds/${id}`);
  return <Read of={deed}>{(held) => <Paper deed={held} />}</Read>;
}

type Open = "" | "address" | "send" | "return" | "sign" | "correct";

function leadOf(deed: Deed): string {
  if (deed.extract) return t("deeds.extract");
  if (deed.state === "certified") return t("deeds.lead_certified");
  if (deed.level === "desk") return t(`deeds.lead_desk_${deed.state}`);
  return t(deed.state === "signing" ? "deeds.lead_review_signing" : "deeds.lead_review_review");
}

function Paper({ deed }: { deed: Deed }) {
  const me = useMe();
  const [open, setOpen] = useState<Open>("");
  const close = () => setOpen("");
  const desk = deed.level === "desk";
  const chair = deed.chair.id === me.person.id;
  const signs = (desk && !chair && deed.state === "review") || (chair && deed.state === "signing");
  const returns = (desk || chair) && (deed.state === "review" || deed.state === "signing");
  return (
    <Page
      title={`${t(`deeds.${deed.kind}`)}: ${deed.title}`}
      lead={leadOf(deed)}
      back={{ href: `/meetings/${deed.meeting}`, label: t("deeds.back") }}
      tag={<StateTag tone={stateTones[deed.state]}>{t(`deeds.state_${deed.state}`)}</StateTag>}
      tools={<Files deed={deed} />}
      actions={
        <>
          {desk && (deed.state === "draft" || deed.state === "review") && (
            <Button onPress={() => setOpen("address")}>{t("deeds.address")}</Button>
          )}
          {returns && <Button onPress={() => setOpen("return")}>{t("deeds.return")}</Button>}
          {desk && deed.state === "draft" && (
            <Button variant="primary" onPress={() => setOpen("send")}>
              {t("deeds.send")}
            </Button>
          )}
          {signs && (
            <Button variant="primary" onPress={() => setOpen("sign")}>
              {t("deeds.sign")}
            </Button>
          )}
          {(desk || chair) && deed.state === "certified" && (
            <Button onPress={() => setOpen("correct")}>{t("deeds.correct")}</Button>
          )}
        </>
      }
    >
      {deed.returned_for && (
        <Banner tone="warn" title={t("deeds.returned")}>
          {deed.returned_for}
        </Banner>
      )}
      <div className="deed-paper">
        {deed.sections.map((section) => (
          <section key={section.key} aria-label={titleOf(section)}>
            <h2>{titleOf(section)}</h2>
            <Told told={section.told} label={titleOf(section)} />
            <SectionText deed={deed} section={section} />
            <Comments deed={deed} section={section} />
            {deed.corrections
              .filter((one) => one.section === section.key)
              .map((one) => (
                <div key={one.no} className="deed-correction">
                  <strong>{t("deeds.correction", { no: one.no })}</strong>
                  <p>{t("deeds.reason", { reason: one.reason })}</p>
                  <p className="said-text">{one.text}</p>
                  <p className="soft small">
                    {t("deeds.correction_by", { name: one.person.name, time: formatDateTime(one.at) })}
                  </p>
                </div>
              ))}
          </section>
        ))}
      </div>
      <Section title={t("deeds.signatures")}>
        <DefinitionList
          items={[
            ...(["secretary", "chair"] as const).map((part): [string, string] => {
              const signature = deed.signatures.find((one) => one.part === part);
              const name = part === "chair" ? deed.chair.name : t("deeds.somebody");
              return [
                t(`deeds.part_${part}`),
                signature
                  ? t("deeds.signed_at", { name: signature.person.name, time: formatDateTime(signature.at) })
                  : t("deeds.not_signed", { name }),
              ];
            }),
            [t("deeds.recipients"), deed.recipients.join("; ")],
            [
              t("deeds.reviewers"),
              deed.level !== "read" && deed.state !== "certified"
                ? deed.reviewers.map((one) => one.name).join(", ")
                : "",
            ],
            [
              t("deeds.hash"),
              deed.state === "certified" && (
                <span key="hash" className="mono deed-hash">
                  {deed.record_hash}
                </span>
              ),
            ],
          ]}
        />
      </Section>
      {open === "address" && <Address deed={deed} onClose={close} />}
      {open === "send" && <Send deed={deed} onClose={close} />}
      {open === "return" && <Return deed={deed} onClose={close} />}
      {open === "sign" && <Sign deed={deed} onClose={close} />}
      {open === "correct" && <Correct deed={deed} onClose={close} />}
    </Page>
  );
}

function Files({ deed }: { deed: Deed }) {
  const [making, setMaking] = useState("");
  const [error, setError] = useState<unknown>(null);
  const get = async (ext: string) => {
    setError(null);
    setMaking(ext);
    try {
      const file = await fetchFile(`/api/deeds/${deed.id}/paper.${ext}`, new AbortController().signal);
      save(file);
      announce(t("deeds.downloaded", { name: file.name }));
    } catch (problem) {
      setError(problem);
    } finally {
      setMaking("");
    }
  };
  return (
    <>
      <ErrorSummary error={error} />
      {(["pdf", "docx"] as const).map((ext) => (
        <Button
          key={ext}
          icon={<Download aria-hidden />}
          isDisabled={making !== "" && making !== ext}
          pending={making === ext && t("deeds.making")}
          onPress={() => void get(ext)}
        >
          {t(`deeds.${ext}`)}
        </Button>
      ))}
    </>
  );
}
