/** One line of the list: who is asked, and how it comes in. */
import { useState } from "react";
import { type Brief, PersonPicker } from "../../directory/PersonPicker.tsx";
import { t } from "../../i18n/index.ts";
import { RadioGroup } from "../../ui/Choice.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { ActDialog } from "../desk/control/ActDialog.tsx";
import { type Line, type Sector, sectorOf, sectors } from "./lines.ts";

export function LineDialog({
  line,
  isNew,
  onClose,
  onDone,
}: {
  line: Line;
  isNew: boolean;
  onClose: () => void;
  onDone: (line: Line) => void;
}) {
  const [typed, setTyped] = useState(line);
  const [byAccount, setByAccount] = useState(line.person !== null);
  const [chosen, setChosen] = useState(!isNew);
  const change = (next: Partial<Line>) => setTyped((old) => ({ ...old, ...next }));
  const person: Brief | null = typed.person
    ? {
        id: typed.person.id,
        full_name: typed.person.name,
        honorific: "",
        title_vi: "",
        title_en: "",
        agency_vi: "",
        agency_en: "",
      }
    : null;
  return (
    <ActDialog
      title={t(isNew ? "consult.add" : "consult.edit_title")}
      isOpen
      onClose={onClose}
      act={t(isNew ? "consult.add_act" : "consult.edit_act")}
      error={null}
      pending={false}
      isDisabled={typed.name.trim() === "" || (byAccount && !typed.person)}
      onSubmit={() => onDone({ ...typed, person: byAccount ? typed.person : null })}
    >
      <TextField
        name="respondent_name"
        label={t("consult.name")}
        hint={t("consult.name_hint")}
        maxLength={200}
        value={typed.name}
        onChange={(name) => change(chosen ? { name } : { name, sector: sectorOf(name) })}
      />
      <Select
        name="respondent_sector"
        label={t("consult.sector")}
        value={typed.sector}
        onChange={(sector) => {
          setChosen(true);
          change({ sector: sector as Sector });
        }}
        options={sectors.map((one) => ({ value: one, label: t(`consult.sector_${one}`) }))}
      />
      <RadioGroup
        label={t("consult.way")}
        name="respondent_way"
        value={byAccount ? "account" : "link"}
        onChange={(way) => setByAccount(way === "account")}
        options={[
          { value: "link", label: t("consult.way_link"), note: t("consult.way_link_note") },
          { value: "account", label: t("consult.way_by_account"), note: t("consult.way_account_note") },
        ]}
      />
      {byAccount && (
        <PersonPicker
          name="respondent_person"
          label={t("consult.person")}
          chosen={person}
          onChoose={(one) => change({ person: one && { id: one.id, name: one.full_name } })}
        />
      )}
      <TextField
        name="respondent_email"
        label={t("consult.email")}
        hint={t("consult.email_hint")}
        optional
        inputMode="email"
        value={typed.email}
        onChange={(email) => change({ email })}
      />
    </ActDialog>
  );
}
