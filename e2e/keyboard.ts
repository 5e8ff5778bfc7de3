import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** More things than this stand on no page before the one that is wanted. */
const MAX_TABS = 150;

/** Goes on by the Tab key until the wanted thing has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < MAX_TABS; presses++) {
    await page.keyboard.press("Tab");
    if ((await wanted.and(page.locator(":focus")).count()) > 0) return;
  }
  throw new Error(`the Tab key does not reach ${wanted}`);
}

/** From the search to the thanks with the keys of a keyboard, and nothing else. */
export async function buyByKeyboard(page: Page, title: string): Promise<void> {
  const press = async (wanted: Locator) => {
    await tabTo(page, wanted);
    await page.keyboard.press("Enter");
  };
  const type = async (label: string | RegExp, text: string) => {
    await tabTo(page, page.getByLabel(label, { exact: typeof label === "string" }));
    await page.keyboard.type(text);
  };
  await page.waitForLoadState("networkidle");
  await press(page.getByRole("link", { name: "Skip to content" }));
  await tabTo(page, page.getByRole("searchbox").first());
  await page.keyboard.type(title);
  await page.keyboard.press("Enter");
  // The page before may have such a link, too.
  await page.waitForURL(/\/search\?/);
  // A new page takes the focus, so that the Tab key goes on in it.
  await expect.poll(() => page.locator("#main:focus").count()).toBe(1);
  await press(page.getByRole("main").getByRole("link", { name: title }).first());
  await page.waitForURL(/\/p\//);
  await expect.poll(() => page.locator("#main:focus").count()).toBe(1);
  await press(page.getByRole("button", { name: "Add to cart" }));
  const drawer = page.getByRole("dialog", { name: "Your cart" });
  await drawer.getByText(title).waitFor();
  await press(drawer.getByRole("link", { name: "Go to checkout" }));
  await page.getByRole("heading", { name: "Checkout" }).waitFor();
  await type(/^Email/, "kay@keys.test");
  await type("Name", "Kay Board");
  await type("Country", "Germany");
  await type("Street and number", "Lange Reihe 12");
  await type("Postcode", "20099");
  await type("Town", "Hamburg");
  await press(page.getByRole("button", { name: "On to delivery" }));
  await press(page.getByRole("button", { name: "Order and go to payment" }));
  await page.waitForURL(/\/checkout\/pay\//);
  await type("Card number", "4242424242424242");
  await type("Expires", "04/40");
  await type("Code", "123");
  await press(page.getByRole("button", { name: /^Pay/ }));
  await page.getByRole("heading", { name: "Thank you" }).waitFor();
}
