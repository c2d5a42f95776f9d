/** The things of this room, as the server sends them. */
import type { Schema } from "../api/types.ts";

export type Meeting = Schema<"MeetingView">;
export type Line = Schema<"LineView">;
export type Terms = Schema<"TermsData">;
export type Agenda = Schema<"AgendaView">;
export type Item = Schema<"ItemView">;
export type ItemData = Schema<"ItemData">;
export type Attendance = Schema<"AttendanceView">;
export type Seat = Schema<"SeatView">;
export type Floor = Schema<"FloorView">;
export type Speech = Schema<"SpeechView">;
export type Votes = Schema<"VotesView">;
export type Vote = Schema<"VoteView">;
export type Tally = Schema<"TallyView">;
export type Mine = Schema<"MyMeetingView">;
export type Comparison = Schema<"ComparisonView">;
export type Member = Schema<"BodyMemberView">;
/** Signals: what follows the meeting in memory. */
export type Presented = Schema<"PresentedView">;
export interface Turnout {
  cast: number;
  seats: number[];
}
