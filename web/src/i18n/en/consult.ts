import type { consult as vi } from "../vi/consult.ts";

export const consult: Record<keyof typeof vi, string> = {
  "respond.title": "Give your opinion by personal link",
  "respond.lead": "{body} asks {name} for an opinion.",
  "respond.about": "About",
  "respond.asks": "Lead agency",
  "respond.until": "Answers until",
  "respond.who": "Respondent",
  "respond.over": "The deadline has passed. An answer sent now is kept and marked late.",
  "respond.once":
    "The link opens once, in this browser. Afterwards come back in this very browser to look at your opinion and to change it; no account is needed.",
  "respond.own_device": "Open it only on a device of your organisation, never on a shared computer.",
  "respond.open": "Open the consultation",
  "respond.opening": "Opening…",
  "respond.other_link": "Another consultation is open in this browser",
  "respond.other_link_lead":
    "If you open this link, the other consultation can no longer be reached from this browser. To keep both, open this link in another browser or on another device.",
  "respond.account": "An account is signed in in this browser",
  "respond.account_lead":
    "If you open this link, the account is signed out here. If the link was not sent to your organisation, please do not open it.",
  "respond.used": "This link was opened already",
  "respond.used_lead":
    "Please come back on the device and in the browser that opened it, at {address}. If you no longer have them, or it was not you who opened it, tell the sender and ask for a new link; an opinion already sent is kept.",
  "respond.no_link": "This page is opened by a personal link",
  "respond.no_link_lead":
    "Please open the link in your invitation, and copy all of it, with what stands after the # sign. If you opened it before, come back on the same device and in the same browser.",
  "respond.to_sign_in": "Sign in with an account",
  "respond.ended": "This browser can no longer reach the consultation",
  "respond.ended_lead":
    "The time to come back has passed, or a new link has taken the place of the one opened here. Please open the newest link; if you have none, ask the sender for it.",
  "respond.stays": "Come back in this browser until {time}",
  "respond.leave": "Leave this device",
  "respond.leave_title": "Leave this device?",
  "respond.leave_lead":
    "Afterwards this browser cannot come back, and the link that was used opens nothing again: to look at your opinion or change it you will need a new link. An opinion already sent is kept.",

  "consult.kind": "Consultation",
  "consult.mine": "Our opinion",
  "consult.recalled_at": "Recalled at {time}. Reason:",
  "consult.closed": "The consultation has ended",
  "consult.closed_lead": "The opinions received will be put together for the lead agency to study and answer.",
  "ballot_state.consultation_open": "Consulting",
  "ballot_state.consultation_closed": "Consultation ended",
};
