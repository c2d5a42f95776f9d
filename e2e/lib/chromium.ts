/** Where Chromium is: CHROMIUM names it, else the usual places. */
import { existsSync } from "node:fs";

export function chromium(): string {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = places.find((place) => place && existsSync(place));
  if (!found)
    throw new Error("Chromium is missing: install it (Debian: apt-get install chromium) or name it in CHROMIUM.");
  return found;
}
