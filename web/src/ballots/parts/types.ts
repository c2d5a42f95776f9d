/** The things of this room, as the server sends them. */
import type { components } from "../../api/schema.d.ts";

type Schemas = components["schemas"];

export type Ballot = Schemas["BallotView"];
export type BallotLine = Schemas["BallotLine"];
export type Question = Schemas["QuestionView"];
export type Paper = Schemas["PaperView"];
export type Deadline = Schemas["DeadlineView"];
export type Content = Schemas["ContentData"];
export type Opinion = Schemas["OpinionData"];
export type Point = Schemas["PointData"];
export type AnswerFile = Schemas["FileData"];
export type Answer = Schemas["AnswerView"];
export type MyAnswer = Schemas["MyAnswerView"];
export type Draft = Schemas["DraftView"];
export type OfficeDraft = Schemas["OfficeDraftView"];
export type Move = Schemas["MoveView"];
export type Classing = Schemas["ClassingView"];
export type Prepared = Schemas["PreparedView"];
export type Confirmed = Schemas["ConfirmedView"];
export type Receipt = Schemas["ReceiptView"];
export type Check = Schemas["CheckView"];
export type Result = Schemas["ResultView"];
export type Outcome = Schemas["OutcomeView"];
export type Filings = Schemas["FilingList"];
export type Filing = Schemas["FilingView"];
export type Notice = Schemas["NoticeView"];
