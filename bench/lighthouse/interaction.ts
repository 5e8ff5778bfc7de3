import type { Browser } from "playwright-core";

/** As Lighthouse's mobile preset slows a processor down. */
const CPU_SLOWDOWN = 4;
const PHONE = { width: 412, height: 823 };

/**
 * How long after a tap on "Add to cart" the page shows that it was heard, milliseconds, on a phone
 * that is four times slower: the longest of the tap's events, as INP counts them. The button is in
 * view and the page at rest, as for somebody who has read what it says: what scrolling to it cost is
 * no part of the tap, nor is how Playwright would make sure of its aim.
 */
export async function addToCartMs(browser: Browser, url: string, runs: number): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const context = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true });
    try {
      const page = await context.newPage();
      const awake = page.waitForResponse(/\/api\/session$/);
      await page.goto(url);
      await awake;
      await page.waitForLoadState("networkidle");
      const session = await context.newCDPSession(page);
      await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
      await page.evaluate(WATCH);
      const button = page.locator("form[action$='/cart'] button[type=submit]").first();
      await button.scrollIntoViewIfNeeded();
      await page.waitForLoadState("networkidle");
      await page.evaluate(REST);
      const box = await button.boundingBox();
      if (!box) throw new Error(`${url} shows no button to add to the cart`);
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
      // Found by its selector: to look for a role, Playwright reads the whole page in each frame.
      await page.locator("dialog[open]").waitFor();
      times.push(Number(await page.evaluate(LONGEST)));
    } finally {
      await context.close();
    }
  }
  return times;
}

const WATCH = `window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) window.longest = Math.max(window.longest, duration);
  }).observe({ type: "event", durationThreshold: 16 });`;

/** Pictures that came into view are shown, and what waited for a quiet moment is done. */
const REST = "new Promise((resolve) => setTimeout(() => requestIdleCallback(resolve), 500))";

/** The browser tells of an event once its frame is shown. */
const LONGEST =
  "new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => resolve(window.longest)), 200))";
