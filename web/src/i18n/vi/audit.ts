/** Texts of the screens in src/audit. */
export const audit = {
  "nav.audit": "Kiểm toán",
} as const;
