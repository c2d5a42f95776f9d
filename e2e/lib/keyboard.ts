/** A person without a mouse: where the keyboard is must be seen at every step. */
import { expect, type Locator, type Page } from "@playwright/test";

/** Presses Tab until the keyboard is there. */
export async function tabTo(target: Locator, most = 80): Promise<void> {
  const page = target.page();
  for (let presses = 0; presses < most; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
    expect(await unseen(page), "where the keyboard is cannot be seen").toBe("");
  }
  throw new Error(`${most} presses of Tab do not lead to ${target}`);
}

/** Goes there by Tab and presses Enter. */
export async function enter(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press("Enter");
}

/** What has the keyboard without a visible ring, or lies outside the window; empty where all is well. */
function unseen(page: Page): Promise<string> {
  return page.evaluate(() => {
    const here = document.activeElement;
    if (!here || here === document.body) return "";
    // The ring is drawn by the thing itself, or by what stands for a hidden input.
    const bearers: Element[] = [];
    for (let one: Element | null = here; one && bearers.length < 4; one = one.parentElement) bearers.push(one);
    bearers.push(...(here.closest("[data-focus-visible]")?.querySelectorAll("*") ?? []));
    const ringed = bearers.some((one) =>
      ["", "::after", "::before"].some((part) => {
        const style = getComputedStyle(one, part || null);
        return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
      }),
    );
    const box = here.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    if (ringed && inside) return "";
    return `${here.outerHTML.slice(0, 120)} (${ringed ? "outside the window" : "no ring"})`;
  });
}
