import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** What axe calls moderate, serious or critical on a page as it stands, one line each. */
export async function faultsOf(page: Page): Promise<string[]> {
  return worstOf(page);
}

/** The same for the light page, the dark one and that with high contrast, which differ in nothing but their colours. */
export async function faultsInBothThemes(page: Page): Promise<string[]> {
  await setTheme(page, "light");
  const light = await faultsOf(page);
  await setTheme(page, "dark");
  const dark = await worstOf(page, ["color-contrast"]);
  await page.emulateMedia({ contrast: "more" });
  await page.evaluate(WAIT_FOR_TRANSITIONS);
  const strong = await worstOf(page, ["color-contrast"]);
  await page.emulateMedia({ contrast: "no-preference" });
  return [
    ...light,
    ...dark.map((fault) => `dark, ${fault}`),
    ...strong.map((fault) => `dark and strong, ${fault}`),
  ];
}

const WAIT_FOR_TRANSITIONS = `Promise.allSettled(document.getAnimations()
  .filter((one) => one instanceof CSSTransition).map(({ finished }) => finished)).then(() => {})`;

/** Half-way through a change of colours no contrast is right. */
async function setTheme(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(WAIT_FOR_TRANSITIONS);
}

async function worstOf(page: Page, rules?: string[]): Promise<string[]> {
  // There are no frames to look into, and what is right need not be listed.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({
    resultTypes: ["violations"],
    preload: false,
    ...(rules ? { runOnly: { type: "rule", values: rules } } : {}),
  });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact !== "minor")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
