/** Letters without marks and capitals and with single blanks, for searching as people type: "Bộ Tài chính" is "bo tai chinh". */
export function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replace(/\s+/g, " ").trim();
}
