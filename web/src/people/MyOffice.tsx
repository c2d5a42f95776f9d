/** A member's own office: who prepares answers, and until when. */
import { useMe } from "../api/session.ts";
import { t } from "../i18n/index.ts";
import { Page } from "../ui/Page.tsx";
import { OfficeSection } from "./OfficeSection.tsx";

export function MyOffice() {
  const { person } = useMe();
  return (
    <Page title={t("nav.my_office")} lead={t("people.my_office_lead")}>
      <OfficeSection member={person.id} name={person.full_name} own />
    </Page>
  );
}
