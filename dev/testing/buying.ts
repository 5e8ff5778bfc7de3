import type { Page } from "playwright-core";

/** The test provider's card that is approved. */
const APPROVED_CARD = "4242424242424242";

interface Buyer {
  name: string;
  /** Absent for a member, whose address is known. */
  email?: string;
}

/** Writes where it goes, at checkout. */
async function fillAddress(page: Page, { name, email }: Buyer): Promise<void> {
  if (email !== undefined) await page.getByLabel("Email").fill(email);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Country").selectOption("DE");
  await page.getByLabel("Street and number").fill("Lange Reihe 12");
  await page.getByLabel("Postcode").fill("20099");
  await page.getByLabel("Town").fill("Hamburg");
  if (email === undefined) await page.getByLabel("Keep this address in my account").check();
}

/** Pays by card on the payment's page, and waits for the thanks. Answers the order's number. */
async function payByCard(page: Page): Promise<string> {
  await page.waitForURL(/\/checkout\/pay\//);
  await page.getByLabel("Card number").fill(APPROVED_CARD);
  await page.getByLabel("Expires").fill("04/40");
  await page.getByLabel("Code", { exact: true }).fill("123");
  await page.getByRole("button", { name: /^Pay/ }).click();
  await page.getByRole("heading", { name: "Thank you" }).waitFor();
  return new URL(page.url()).pathname.split("/").at(-1)!;
}

/** From the cart, its page or its drawer, to the page that says thank you. */
export async function buy(page: Page, buyer: Buyer): Promise<string> {
  await page.getByRole("link", { name: "Go to checkout" }).click();
  await page.getByRole("heading", { name: "Checkout" }).waitFor();
  await fillAddress(page, buyer);
  await page.getByRole("button", { name: "On to delivery" }).click();
  await page.getByRole("button", { name: "Order and go to payment" }).click();
  return payByCard(page);
}
