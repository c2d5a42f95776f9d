import type { answers as vi } from "../vi/answers.ts";

export const answers: Record<keyof typeof vi, string> = {
  "answers.filter": "Filter the points of the table",
  "answers.search": "Find a point",
  "answers.search_hint": "By agency, by what was said or by the answer; letters without marks will do.",
  "answers.state": "State",
  "answers.state_all": "Any state ({count})",
  "answers.state_waits": "Waits for an answer ({count})",
  "answers.state_none": "No answer was passed yet ({count})",
  "answers.state_sent_back": "Sent back ({count})",
  "answers.state_answered": "Waits to be checked ({count})",
  "answers.state_checked": "Passed ({count})",
  "answers.rows": "Rows of the table",
  "answers.row": "Row of the table",
  "answers.all_rows": "All rows",
  "answers.far": "{number} of {total} points answered",
  "answers.tag_waits": "{count} to answer",
  "answers.tag_none": "{count} without an answer",
  "answers.tag_sent_back": "{count} sent back",
  "answers.tag_answered": "{count} to check",
  "answers.tag_checked": "Passed",
  "answers.shown": "{count} of {total} points shown",
  "answers.none": "No point is like that",
  "answers.none_lead": "Filter less to see the others.",
  "answers.clear": "Show all",
  "answers.next_answer": "Next point to answer ({count})",
  "answers.next_check": "Next answer to check ({count})",
  "answers.keys": "Key N goes to the next point (single-letter shortcuts in this browser)",
  "answers.write": "Answer this point",
  "answers.rewrite": "Change the answer",
  "answers.stored": "Stored: {name}, {at}",
  "answers.typing": "What you are typing, not stored",
  "answers.sent_back_meanwhile":
    "The secretariat has just sent the stored answer back; the reason stands above. What you typed is still there.",
  "answers.point_changed":
    "This point says something else in the version that was just approved, so its old answer no longer holds. What you typed is still there.",
  "answers.drop": "Drop what was typed",
  "answers.leave_title": "Drop what you are typing?",
  "answers.leave_stored": "The stored answer stays; what you are typing is not stored and will be lost.",
  "answers.leave_none": "No answer to this point is stored; what you are typing will be lost.",
  "answers.leave_not": "Go on typing",
  "answers.passed_meanwhile":
    "The secretariat has just passed the stored answer, so it can no longer be changed. What you typed was not stored and stands below, to be copied.",
  "answers.checked_meanwhile":
    "Somebody else has just checked this answer, or it is no longer there. The remark that you typed was not stored and stands below, to be copied.",
  "answers.point_gone":
    "This point is not as it was in the version that was just approved. What you typed was not stored and stands below, to be copied.",
};
