import type { APIRequestContext, BrowserContext, Page } from "playwright-core";

/** What has to have happened before pages have something to show. */

export async function signIn(page: Page, account: string, password: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email").fill(`${account}@demo.test`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

/** An empty cart has no checkout. */
export async function fillCart({ request }: BrowserContext, products: readonly string[]) {
  for (const slug of products) {
    const answer = await request.get(`/api/products/${slug}`);
    const { variants } = (await answer.json()) as { variants: { sku: string }[] };
    const origin = new URL(answer.url()).origin;
    await post(request, origin, "/api/cart/lines", { sku: variants[0]?.sku, quantity: 1 });
  }
}

/** An experiment that waits to be begun. */
export async function draftExperiment(page: Page): Promise<void> {
  const arm = { share: 0.5 };
  await post(page.request, new URL(page.url()).origin, "/api/ops/experiments", {
    name: "wider-rails",
    hypothesis: "More of what is different is looked at more.",
    arms: [
      { ...arm, name: "as-it-is" },
      { ...arm, name: "wider", settings: { diversity: 0.6 } },
    ],
    targeting: { placements: ["home_for_you"] },
  });
}

async function post(
  request: APIRequestContext,
  origin: string,
  path: string,
  data: unknown,
): Promise<void> {
  const answer = await request.post(path, { data, headers: { origin } });
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
}
