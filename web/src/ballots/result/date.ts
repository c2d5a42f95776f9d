/** The date of an official paper in words: "ngày 05 tháng 02 năm 2026"; days and the first two months with two digits. */
import { formatDate } from "../../i18n/format.ts";

const months = "January February March April May June July August September October November December".split(" ");

export function longDate(moment: string, language: "vi" | "en"): string {
  const [day, month, year] = formatDate(moment).split("/");
  if (!day || !month || !year) return language === "vi" ? "ngày …… tháng …… năm ……" : "……";
  if (language === "en") return `${Number(day)} ${months[Number(month) - 1]} ${year}`;
  return `ngày ${day} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`;
}
