import { launchBrowser } from "@slipstream/dev/testing/browser";
import { sharedSystem } from "@slipstream/dev/testing/shared-system";
import { temporaryFolder } from "@slipstream/dev/testing/temporary-folder";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { faultsOf } from "./accessibility.ts";

/** Finding things: while typing, by filters, by keyboard, and without scripts. */
const system = await sharedSystem();
const browser = await launchBrowser(temporaryFolder());

afterAll(() => browser.close());

async function visit(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(`${system.urls.edge}${path}`);
  return page;
}

const shown = async (page: Page) => {
  const text = await page
    .getByText(/^\d+ products?$/)
    .first()
    .textContent();
  return Number.parseInt(text ?? "", 10);
};

it("suggests while typing, by keyboard alone", async () => {
  const page = await visit("/");
  await page.getByLabel("Search the shop").focus();
  const box = page.getByRole("combobox", { name: "Search the shop" });
  await box.pressSequentially("pendant");
  const options = page.getByRole("option");
  await expect.poll(() => options.count()).toBeGreaterThan(2);
  expect(await box.getAttribute("aria-expanded")).toBe("true");
  expect(await faultsOf(page)).toEqual([]);
  await box.press("Escape");
  await expect.poll(() => options.filter({ visible: true }).count()).toBe(0);
  expect(await box.inputValue()).toBe("pendant");
  await box.press("ArrowDown");
  await box.press("ArrowDown");
  const id = await box.getAttribute("aria-activedescendant");
  expect(await page.locator(`[id="${id}"]`).getAttribute("aria-selected")).toBe("true");
  await box.press("Enter");
  await page.waitForURL(/\/(p|c)\//);
});

it("narrows at once, says what is chosen, and takes it back", async () => {
  const page = await visit("/search?q=lamp");
  const all = await shown(page);
  const choice = page.locator("label", { hasText: "Oak" }).first();
  const count = Number(await choice.locator("span").last().textContent());
  await choice.click();
  await expect.poll(() => shown(page)).toBe(count);
  expect(count).toBeLessThan(all);
  expect(new URL(page.url()).searchParams.get("attribute")).toBe("Material:oak");
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Remove Material: Oak" }).click();
  await expect.poll(() => shown(page)).toBe(all);
  expect(await choice.getByRole("checkbox").isChecked()).toBe(false);
});

it("puts a slip right, and finds something where there is nothing", async () => {
  const page = await visit("/search?q=ketle");
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("“kettle”");
  await page.getByRole("link", { name: "Search for just that" }).click();
  await page.getByRole("heading", { name: "Nothing found for “ketle”" }).waitFor();
  await page.getByRole("link", { name: "kettle", exact: true }).click();
  await expect.poll(() => shown(page)).toBeGreaterThan(0);
});

it("narrows without scripts, in the sheet of a phone and in a category", async () => {
  const page = await visit("/c/lamps", {
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const all = await shown(page);
  await page.getByRole("button", { name: "Filters" }).click();
  await page.locator("label", { hasText: "Brass" }).first().click();
  await page.getByRole("button", { name: "Apply filters" }).click();
  await page.waitForURL(/attribute=/);
  expect(await shown(page)).toBeLessThan(all);
  await page.getByRole("link", { name: "Clear all" }).click();
  expect(await shown(page)).toBe(all);
});
