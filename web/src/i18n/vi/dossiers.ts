/** Texts of the screens in src/dossiers. */
export const dossiers = {
  "nav.dossiers": "Hồ sơ",
  "nav.my_dossiers": "Hồ sơ của tôi",
} as const;
