import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** What axe calls serious or critical on a page as it stands, one line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  return seriousOf(page);
}

/** The same for the light page and the dark one, which differ in nothing but their colours. */
export async function seriousInBothThemes(page: Page): Promise<string[]> {
  await setTheme(page, "light");
  const light = await seriousFaults(page);
  await setTheme(page, "dark");
  const dark = await seriousOf(page, ["color-contrast"]);
  return [...light, ...dark.map((fault) => `dark, ${fault}`)];
}

const WAIT_FOR_TRANSITIONS = `Promise.allSettled(document.getAnimations()
  .filter((one) => one instanceof CSSTransition).map(({ finished }) => finished)).then(() => {})`;

/** Half-way through a change of colours no contrast is right. */
async function setTheme(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(WAIT_FOR_TRANSITIONS);
}

async function seriousOf(page: Page, rules?: string[]): Promise<string[]> {
  // There are no frames to look into, and what is right need not be listed.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({
    resultTypes: ["violations"],
    preload: false,
    ...(rules ? { runOnly: { type: "rule", values: rules } } : {}),
  });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
