/** One session, as it stands: prepared, before, in the room, or over. */
import { lazy, Suspense } from "react";
import { t } from "../i18n/index.ts";
import { DefinitionList, Page } from "../ui/Page.tsx";
import { Banner, Loading, Read } from "../ui/Status.tsx";
import { Before } from "./Before.tsx";
import { useMeeting, useRights } from "./calls.ts";
import { Past } from "./Past.tsx";
import { Prepare } from "./prepare/Prepare.tsx";
import type { Agenda, Meeting } from "./types.ts";
import { MeetingState, whenText } from "./words.tsx";

const Room = lazy(() => import("./room/Room.tsx"));

/** `prepares`: its terms and agenda are to be changed, also while it runs. */
export function MeetingScreen({ id, prepares = false }: { id: string; prepares?: boolean }) {
  const { meeting, agenda } = useMeeting(id);
  return (
    <Read of={meeting}>
      {(held) => <Read of={agenda}>{(list) => <Stage meeting={held} agenda={list} prepares={prepares} />}</Read>}
    </Read>
  );
}

function Stage({ meeting, agenda, prepares }: { meeting: Meeting; agenda: Agenda; prepares: boolean }) {
  const { desk } = useRights(meeting, agenda);
  if (meeting.state === "running" || meeting.state === "paused") {
    if (prepares && desk) return <Prepare meeting={meeting} agenda={agenda} />;
  }
  if (meeting.state === "running" || meeting.state === "paused") {
    return (
      <Suspense fallback={<Loading />}>
        <Room meeting={meeting} agenda={agenda} />
      </Suspense>
    );
  }
  if (meeting.state === "adjourned") return <Past meeting={meeting} agenda={agenda} />;
  if (desk && meeting.state !== "cancelled") return <Prepare meeting={meeting} agenda={agenda} />;
  return <Before meeting={meeting} agenda={agenda} />;
}

/** The frame of every stage but the room: title, when and where, who chairs. */
export function MeetingPage({
  meeting,
  back,
  actions,
  tools,
  children,
}: {
  meeting: Meeting;
  back?: { href: string; label: string } | undefined;
  actions?: React.ReactNode;
  tools?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <Page
      title={meeting.title}
      lead={whenText(meeting)}
      back={back ?? { href: "/meetings", label: t("meetings.back") }}
      tag={<MeetingState state={meeting.state} />}
      tools={tools}
      actions={actions}
    >
      {meeting.state === "cancelled" && (
        <Banner tone="warn" title={t("meetings.cancelled")}>
          {meeting.cancelled_for}
        </Banner>
      )}
      <DefinitionList
        items={[
          [t("meetings.kind"), t(`meetings.kind_${meeting.kind}`)],
          [t("meetings.mode"), t(`meetings.mode_${meeting.mode}`)],
          [t("meetings.place"), meeting.place],
          [
            t("meetings.link"),
            meeting.link && (
              <a href={meeting.link} target="_blank" rel="noreferrer" key="link">
                {t("meetings.join_link")}
              </a>
            ),
          ],
          [t("meetings.chair"), meeting.chair.name],
          [t("meetings.note"), meeting.note],
        ]}
      />
      {children}
    </Page>
  );
}
