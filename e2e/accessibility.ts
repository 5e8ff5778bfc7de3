import { openPage } from "@slipstream/dev/testing/pages";
import axe, { type AxeResults, type RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** What axe calls moderate, serious or critical on a page as it stands, one line each. */
export async function faultsOf(page: Page): Promise<string[]> {
  return worstOf(page);
}

/** The same for the light page, the dark one and that with high contrast, which differ in nothing but their colours. */
export async function faultsInAllThemes(page: Page): Promise<string[]> {
  await setTheme(page, { colorScheme: "light" });
  const light = await faultsOf(page);
  await setTheme(page, { colorScheme: "dark" });
  const dark = await worstOf(page, ["color-contrast"]);
  await setTheme(page, { contrast: "more" });
  const strong = await worstOf(page, ["color-contrast"]);
  await page.emulateMedia({ colorScheme: "light", contrast: "no-preference" });
  return [
    ...light,
    ...dark.map((fault) => `dark, ${fault}`),
    ...strong.map((fault) => `dark and strong, ${fault}`),
  ];
}

/** Goes to all of these, and tells by path what is wrong in any theme; nothing of a path where all is well. */
export async function faultsOfPages(
  page: Page,
  paths: readonly string[],
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const path of paths) {
    await openPage(page, path);
    const faults = await faultsInAllThemes(page);
    if (faults.length > 0) found[path] = faults;
  }
  return found;
}

const WAIT_FOR_TRANSITIONS = `Promise.allSettled(document.getAnimations()
  .filter((one) => one instanceof CSSTransition).map(({ finished }) => finished)).then(() => {})`;

/** Half-way through a change of colours no contrast is right. */
async function setTheme(page: Page, media: Parameters<Page["emulateMedia"]>[0]): Promise<void> {
  await page.emulateMedia(media);
  await page.evaluate(WAIT_FOR_TRANSITIONS);
}

async function worstOf(page: Page, rules?: string[]): Promise<string[]> {
  // There are no frames to look into, and what is right need not be listed.
  const options: RunOptions = {
    resultTypes: ["violations"],
    iframes: false,
    preload: false,
    ...(rules ? { runOnly: { type: "rule", values: rules } } : {}),
  };
  // It is large: once a page, not once a run.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify(options)})`,
  );
  return violations
    .filter(({ impact }) => impact !== "minor")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
