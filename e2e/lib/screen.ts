/** What is asked of every screen: accessible by WCAG 2.2 AA, whole, in one language, easy to press. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { foreign, type Language } from "./language.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Everything that is wrong with the screen as it stands, in words; nothing where all is well. */
export async function faults(page: Page, language: Language): Promise<string[]> {
  await settled(page);
  const { wide, lang, small, texts } = await page.evaluate(survey);
  return [
    ...(wide > 0 ? [`wider than the screen by ${wide} pixels`] : []),
    ...(lang === language ? [] : [`the page says it is in ${lang}`]),
    ...small.map((what) => `too small to press: ${what}`),
    ...foreign(texts, language).map((text) => `not in this language: ${text}`),
    ...(await violations(page)),
  ];
}

/** Waits for what is drawn after a change of size: two frames, fonts, finished animations. An animation whose
 *  page is never drawn again, or that is held, never ends: only those that run are waited for. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.playState === "running")
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    );
  });
}

/** What axe finds. It is put into a page once; three sizes ask it three times. */
async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
    const found = await axe.run({ runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return found.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary ?? rule.help}`),
    );
  }, rules);
}

/** Runs in the page: what can be seen of it without axe. */
function survey(): { wide: number; lang: string; small: string[]; texts: string[] } {
  const root = document.documentElement;
  const texts = new Set([document.title]);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
    // A paper's own words, and the record's own bytes, are nobody's texts.
    const other = node.closest("[lang]")?.getAttribute("lang") !== root.lang; // marked as the other language
    if (other || node.matches("script, style, pre, .textLayer, .mono") || !node.checkVisibility())
      return NodeFilter.FILTER_REJECT;
    return NodeFilter.FILTER_ACCEPT;
  });
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node instanceof Element) {
      for (const name of ["aria-label", "aria-description", "aria-roledescription", "placeholder", "title", "alt"]) {
        texts.add(node.getAttribute(name)?.trim() ?? "");
      }
    } else texts.add(node.textContent?.trim() ?? "");
  }
  texts.delete("");
  const least = 44;
  const hidden = (one: Element): boolean => {
    const box = one.getBoundingClientRect();
    return (
      box.width <= 1 || (one.parentElement !== null && one.parentElement !== document.body && hidden(one.parentElement))
    );
  };
  const small = [...document.querySelectorAll("button, a.button, summary, [role=tab], [role=menuitem], [role=option]")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !hidden(one))
    .filter((one) => {
      const box = one.getBoundingClientRect();
      return box.height < least - 0.5 || box.width < least - 0.5;
    })
    .map((one) => {
      const box = one.getBoundingClientRect();
      const name = one.getAttribute("aria-label") ?? one.textContent?.trim() ?? "";
      return `${one.tagName.toLowerCase()} “${name.slice(0, 40)}” ${Math.round(box.width)}×${Math.round(box.height)}`;
    });
  return { wide: root.scrollWidth - root.clientWidth, lang: root.lang, small, texts: [...texts] };
}
