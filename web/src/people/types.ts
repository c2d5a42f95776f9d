/** The things of this room, as the server sends them. */
import type { Schema } from "../api/types.ts";

export type Brief = Schema<"PersonBrief">;
export type RecordView = Schema<"PersonRecordView">;
export type Post = Schema<"PostView">;
export type GivenRole = Schema<"RoleView">;
export type Staff = Schema<"StaffView">;
export type Request = Schema<"ChangeRequestView">;
export type Account = Schema<"AccountView">;
export type Agency = Schema<"AgencyView">;
export type Body = Schema<"BodyView">;
export type Given = Schema<"GivenView">;
export type BodyMember = Schema<"BodyMemberView">;
export type Explanation = Schema<"ExplanationView">;
export type PolicyKind = Schema<"PolicyKindView">;
export type PolicyTable = Schema<"PolicyTableView">;
export type PolicyRow = Schema<"PolicyRowView">;
export type PolicySet = Schema<"PolicySetView">;
export type PolicyEffect = Schema<"PolicyEffectView">;
export type Step = Staff["step"];
