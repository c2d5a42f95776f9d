/** Texts of the screens in src/home. */
export const home = {
  "nav.today": "Hôm nay",
  "nav.office": "Việc của đơn vị",
} as const;
