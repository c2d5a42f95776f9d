/** The keys of the review in a window, and whether they act. */
import { Fragment } from "react";
import { t } from "../i18n/index.ts";
import { Checkbox } from "../ui/Choice.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { signsOf, turnKeys, useKeysOn } from "../ui/keys.tsx";
import { help } from "./keys.ts";

export function KeysHelp({ isOpen, onClose, edits }: { isOpen: boolean; onClose: () => void; edits: boolean }) {
  const on = useKeysOn();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} wide title={t("keys.title")}>
      <p>{t("keys.lead")}</p>
      <Checkbox isSelected={on} onChange={turnKeys}>
        {t("keys.on")}
      </Checkbox>
      <div className="synth-keys">
        {help
          .filter((part) => edits || !part.edits)
          .map((part) => (
            <section key={part.title} className="stack-tight">
              <h3>{t(part.title)}</h3>
              <dl>
                {part.lines.map((line) => (
                  <div key={line.text}>
                    <dt>
                      {line.keys.map((key, index) => (
                        <Fragment key={key}>
                          {index > 0 && <span className="visually-hidden"> {t("keys.or")} </span>}
                          <Key name={key} />
                        </Fragment>
                      ))}
                    </dt>
                    <dd>{t(line.text)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Dialog>
  );
}

function Key({ name }: { name: string }) {
  return (
    <span className="synth-stroke">
      {signsOf(name).map((sign) => (
        <kbd key={sign} className="synth-key">
          {sign}
        </kbd>
      ))}
    </span>
  );
}
