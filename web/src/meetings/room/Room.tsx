/**
 * The room: agenda, the papers of the item that runs, and a rail with what is to be
 * done. Everybody follows the page that is presented until they turn one themselves.
 */
import "../../i18n/late/member.ts";
import { Eye, EyeOff, Pause, Play, Presentation, UsersRound } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { MyNotesButton } from "../../annotations/MyNotesButton.tsx";
import { useCommand } from "../../api/query.ts";
import { type Me, useMe } from "../../api/session.ts";
import { pick, t } from "../../i18n/index.ts";
import { useSignal } from "../../live/hooks.ts";
import { Button, LinkButton } from "../../ui/Button.tsx";
import { cx } from "../../ui/cx.ts";
import { EmptyState, Page } from "../../ui/Page.tsx";
import { Banner, ErrorSummary, Loading } from "../../ui/Status.tsx";
import { CheckIn } from "../CheckIn.tsx";
import { useAct, useRights, useRoom } from "../calls.ts";
import { PaperFacts } from "../PaperFacts.tsx";
import type { Agenda, Item, Meeting, Presented } from "../types.ts";
import { VoteResult } from "../VoteResult.tsx";
import { MeetingState, papersOf, paperText, whenText } from "../words.tsx";
import { Clock } from "./Clock.tsx";
import { FloorPanel } from "./FloorPanel.tsx";
import { NextPanel } from "./NextPanel.tsx";
import { Opinions } from "./Opinions.tsx";
import { PresenterDialog } from "./PresenterDialog.tsx";
import { ScreensDialog } from "./ScreensDialog.tsx";
import { SeatsDialog, useLost } from "./Seats.tsx";
import { VotePanel } from "./VotePanel.tsx";
import { VoteSheet } from "./VoteSheet.tsx";
import "./room.css";

const SecretSheet = lazy(() => import("../secret/SecretSheet.tsx"));
const Reader = lazy(() => import("../../pdf/Reader.tsx"));

export default function Room({ meeting, agenda }: { meeting: Meeting; agenda: Agenda }) {
  const me = useMe();
  const { presides, conducts, desk } = useRights(meeting, agenda);
  const { attendance, floor, votes, mine } = useRoom(meeting.id);
  const current = agenda.items.find((item) => item.stage === "current");
  const [looked, look] = useState("");
  const item = agenda.items.find((one) => one.id === looked) ?? current;
  const [place, goTo] = useState<Place | null>(null);
  const [seats, showSeats] = useState(false);
  const [screens, showScreens] = useState(false);
  const [presenter, showPresenter] = useState(false);
  const [voting, vote] = useState(false);
  const open = votes.data?.votes.find((one) => one.state === "open");
  const results = votes.data?.votes.filter((one) => one.state !== "open" && item && one.items.includes(item.id)) ?? [];
  const quorum = attendance.data?.quorum;
  const lost = useLost(meeting.id);
  const gone = (attendance.data?.seats ?? [])
    .filter((seat) => lost.some((one) => one.person === seat.person.id))
    .map((seat) => seat.person.name);

  // Another item runs: everybody is brought to it.
  const running = current?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the item that runs is what changed
  useEffect(() => look(""), [running]);
  useEffect(() => {
    if (!open) vote(false);
  }, [open]);

  return (
    <Page
      title={meeting.title}
      lead={whenText(meeting)}
      width="wide"
      back={{ href: "/meetings", label: t("meetings.back") }}
      tag={<MeetingState state={meeting.state} />}
      tools={
        meeting.whole && (
          <Button
            variant="quiet"
            className={cx("quorum", quorum && (quorum.met ? "quorum-met" : "quorum-not"))}
            icon={<UsersRound aria-hidden />}
            onPress={() => showSeats(true)}
          >
            {quorum ? pick(quorum.sentence.vi, quorum.sentence.en) : t("meetings.attendance")}
          </Button>
        )
      }
    >
      {meeting.state === "paused" && <Banner tone="info" title={t("meetings.paused")} />}
      <div className="room">
        <nav className="room-agenda" aria-label={t("meetings.agenda")}>
          {!audits(me) && (
            <MyNotesButton
              papers={papersOf(agenda)}
              onOpen={(version, page) => {
                const of = agenda.items.find((one) => one.papers.some((paper) => paper.version === version));
                if (!of) return;
                look(of.id === current?.id ? "" : of.id);
                goTo({ item: of.id, version, page });
              }}
            />
          )}
          {desk && (
            <LinkButton variant="quiet" href={`/meetings/${meeting.id}/agenda`}>
              {t("meetings.agenda_change")}
            </LinkButton>
          )}
          <RoomAgenda items={agenda.items} shown={item?.id ?? ""} onShow={(id) => look(id === current?.id ? "" : id)} />
        </nav>
        <section className="room-papers" aria-label={t("meetings.papers_here")}>
          {item ? (
            <>
              <div className="room-item">
                <h2>
                  {item.number && <span className="number">{item.number}. </span>}
                  {item.title}
                </h2>
                {item.stage === "current" && item.clock && (
                  <ItemClock meeting={meeting} item={item} conducts={conducts} />
                )}
              </div>
              {results.map((one) => (
                <VoteResult key={one.id} vote={one} items={agenda.items} />
              ))}
              <PaperFacts meeting={meeting} item={item} mine={mine.data} />
              {item.conclusion && <p className="agenda-conclusion">{item.conclusion}</p>}
              {item.closed ? (
                <Banner tone="info" title={t("meetings.closed_item")} />
              ) : (
                <Papers
                  key={item.id}
                  meeting={meeting}
                  item={item}
                  conducts={conducts}
                  place={place?.item === item.id ? place : null}
                  onPresenter={() => showPresenter(true)}
                />
              )}
            </>
          ) : (
            <EmptyState title={t("meetings.no_current")}>{t("meetings.no_current_lead")}</EmptyState>
          )}
        </section>
        <aside className="room-rail" aria-label={t("meetings.rail")}>
          {conducts && gone.length > 0 && (
            <p className="quorum quorum-not" role="status">
              {t("screen.lost_people", { names: gone.join(", ") })}
            </p>
          )}
          {conducts && (
            <NextPanel
              meeting={meeting}
              presides={presides}
              agenda={agenda}
              floor={floor.data}
              votes={votes.data}
              attendance={attendance.data}
              onSeats={() => showSeats(true)}
              onScreens={() => showScreens(true)}
            />
          )}
          {mine.data && <CheckIn meeting={meeting} mine={mine.data} />}
          {open && (
            <VotePanel
              meeting={meeting}
              vote={open}
              mine={mine.data}
              attendance={attendance.data}
              conducts={conducts}
              onVote={() => vote(true)}
            />
          )}
          {current && !current.closed && floor.data && (
            <FloorPanel
              meeting={meeting}
              item={current}
              floor={floor.data}
              mine={mine.data}
              attendance={attendance.data}
              conducts={conducts}
            />
          )}
          {current && !current.closed && <Opinions meeting={meeting} item={current} mine={mine.data} />}
        </aside>
      </div>
      {seats && attendance.data && (
        <SeatsDialog
          meeting={meeting}
          attendance={attendance.data}
          keeps={presides}
          recused={current?.recused.map((one) => one.id) ?? []}
          onClose={() => showSeats(false)}
        />
      )}
      {presenter && current && (
        <PresenterDialog
          meeting={meeting}
          item={current}
          attendance={attendance.data}
          onClose={() => showPresenter(false)}
        />
      )}
      {screens && <ScreensDialog meeting={meeting} pairs={desk} onClose={() => showScreens(false)} />}
      {voting && open && !open.secret && (
        <VoteSheet meeting={meeting} vote={open} mine={mine.data} onClose={() => vote(false)} />
      )}
      {voting && open?.secret && (
        <Suspense fallback={<Loading />}>
          <SecretSheet meeting={meeting} vote={open} mine={mine.data} onClose={() => vote(false)} />
        </Suspense>
      )}
    </Page>
  );
}

function ItemClock({ meeting, item, conducts }: { meeting: Meeting; item: Item; conducts: boolean }) {
  const runs = item.clock.since !== null;
  const turn = useAct<void, Agenda>(meeting.id, "agenda", `/api/items/${item.id}/${runs ? "hold" : "run"}`);
  return (
    <span className="row">
      <Clock since={item.clock.since} usedMs={item.clock.used_ms} limitMs={item.minutes * 60_000} />
      {conducts && meeting.state === "running" && (
        <Button
          variant="quiet"
          icon={runs ? <Pause aria-hidden /> : <Play aria-hidden />}
          aria-label={t(runs ? "screen.hold_item" : "screen.run_item")}
          isDisabled={turn.isPending}
          onPress={() => turn.mutate()}
        />
      )}
    </span>
  );
}

function RoomAgenda({ items, shown, onShow }: { items: Item[]; shown: string; onShow: (id: string) => void }) {
  return (
    <ol className="plain-list room-items">
      {items.map((item) => (
        <li key={item.id} style={{ paddingInlineStart: `calc(${item.depth} * var(--s4))` }}>
          {item.kind === "heading" ? (
            <p className="room-heading">
              {item.number} {item.title}
            </p>
          ) : (
            <button
              type="button"
              className={cx("room-line", `room-${item.stage}`)}
              aria-current={item.id === shown ? "true" : undefined}
              onClick={() => onShow(item.id)}
            >
              <span className="number">{item.number}</span>
              <span>
                {item.title}
                {item.stage === "current" && <span className="room-now">{t("meetings.current")}</span>}
                {item.stage === "done" && (
                  <span className="soft small"> {t(`meetings.outcome_${item.outcome as "adopted"}`)}</span>
                )}
              </span>
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

/** A page that somebody went to from the list of their notes. */
interface Place {
  item: string;
  version: string;
  page: number;
}

/** Who is there to prove what happened reads the record, and no paper. */
function audits(me: Me): boolean {
  return me.roles.every((role) => role === "auditor");
}

/** The papers of an item, following what is presented. */
function Papers({
  meeting,
  item,
  conducts,
  place,
  onPresenter,
}: {
  meeting: Meeting;
  item: Item;
  conducts: boolean;
  place: Place | null;
  onPresenter: () => void;
}) {
  const me = useMe();
  const presented = useSignal<Presented>(`presented/${meeting.id}:${item.id}`);
  const shown = presented?.version ? presented : undefined;
  const [following, follow] = useState(true);
  const [version, choose] = useState(item.papers[0]?.version ?? "");
  const [page, turn] = useState(1);
  const live = following && shown;
  const presents = item.stage === "current" && (conducts || item.presenter?.id === me.person.id);
  const paper = item.papers.find((one) => one.version === (live ? shown.version : version)) ?? item.papers[0];
  const present = useCommand<{ version: string; page: number }>({ path: `/api/items/${item.id}/present` });
  const leaveTo = (next: string) => {
    follow(false);
    choose(next);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere is what changed
  useEffect(() => {
    if (place) leaveTo(place.version);
  }, [place]);
  if (!paper) return <EmptyState title={t("meetings.no_papers")} />;
  if (audits(me)) {
    return (
      <EmptyState title={t("meetings.papers_unread")}>
        {item.papers.map((one) => paperText(one, item.papers)).join("; ")}
      </EmptyState>
    );
  }
  const at = `/api/versions/${paper.version}`;
  return (
    <>
      <ErrorSummary error={present.error} />
      <div className="row-between no-print">
        <ul className="plain-list room-tabs" aria-label={t("parts.papers")}>
          {item.papers.map((one) => (
            <li key={one.version}>
              <button
                type="button"
                className="room-tab"
                aria-current={one === paper ? "true" : undefined}
                onClick={() => leaveTo(one.version)}
              >
                {paperText(one, item.papers)}
              </button>
            </li>
          ))}
        </ul>
        <div className="row">
          {shown &&
            (live ? (
              <span className="follow">
                <Eye aria-hidden size={18} /> {t("meetings.follow")}
              </span>
            ) : (
              <Button icon={<EyeOff aria-hidden />} onPress={() => follow(true)}>
                {t("meetings.follow_back", { page: shown.page })}
              </Button>
            ))}
          {conducts && item.stage === "current" && (
            <Button variant="quiet" onPress={onPresenter}>
              {item.presenter ? t("screen.presenter_is", { name: item.presenter.name }) : t("screen.presenter")}
            </Button>
          )}
          {presents && shown && (
            <Button
              variant="quiet"
              isDisabled={present.isPending}
              onPress={() => present.mutate({ version: "", page: 1 })}
            >
              {t("meetings.present_stop")}
            </Button>
          )}
          {presents && (
            <Button
              icon={<Presentation aria-hidden />}
              isDisabled={present.isPending || (shown?.version === paper.version && shown.page === page)}
              onPress={() => {
                follow(true);
                present.mutate({ version: paper.version, page });
              }}
            >
              {t("meetings.present")}
            </Button>
          )}
        </div>
      </div>
      <div className="room-reader">
        <Suspense fallback={<Loading />}>
          <Reader
            key={paper.version}
            src={`${at}/reading`}
            version={paper.version}
            title={paper.title}
            pages={paper.pages || undefined}
            firstPageImage={`${at}/pages/1?size=large`}
            page={live ? shown.page : place?.version === paper.version ? place.page || undefined : undefined}
            onPage={(next) => {
              turn(next);
              if (live && next !== shown.page) leaveTo(paper.version);
            }}
          />
        </Suspense>
      </div>
    </>
  );
}
