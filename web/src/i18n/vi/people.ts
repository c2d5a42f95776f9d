/** Texts of the screens in src/people. */
export const people = {
  "nav.people": "Người dùng",
  "nav.rules": "Quy tắc",
  "nav.calendar": "Lịch",
} as const;
