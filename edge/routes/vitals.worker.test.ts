import { systemStatusSchema } from "@slipstream/contracts/system-status";
import { expect, test } from "vitest";
import { edgeMetrics } from "../metrics/definitions.ts";
import { tellTally } from "../metrics/tally.ts";
import { signedIn } from "../testing/accounts.ts";
import {
  bindings,
  call,
  cookiesOf,
  eventually,
  newVisitorId,
  problemOf,
} from "../testing/client.ts";

/** A shop of its own for each test: counts stay for a day. */
async function visit(shop: "felt" | "unfelt") {
  const host = `http://${shop}.test`;
  const { headers } = await signedIn({ roles: ["ops"], shop, host });
  return {
    cookie: await cookiesOf(newVisitorId(), shop),
    tell: (body: unknown, more: Record<string, string> = {}) =>
      call("/api/vitals", { host, body, headers: more }),
    vitals: async () => {
      const response = await call("/api/ops/system", { host, headers });
      return systemStatusSchema.parse(await response.json()).vitals;
    },
    metrics: async () => (await call("/api/ops/metrics", { host, headers })).text(),
  };
}

test("what visitors felt is summed up by kind of page, for ops and for Prometheus", async () => {
  const { cookie, tell, vitals: shown, metrics } = await visit("felt");
  for (const LCP of [300, 700, 900, 1_400]) {
    const vitals = { LCP, INP: 40, CLS: 0.015, TTFB: 30 };
    expect((await tell({ page: "product", vitals }, { cookie })).status).toBe(204);
  }
  const product = await eventually(async () =>
    (await shown()).find(({ page, count }) => page === "product" && count === 4),
  );
  expect(product.p75).toEqual({ LCP: 1_000, INP: 44, CLS: 0.0175, TTFB: 43.75 });
  await tellTally(bindings);
  const told = await metrics();
  const shifts = `${edgeMetrics.layoutShift.name}_count{shop="felt",page="product"}`;
  expect(told).toContain(`${shifts} 4`);
  const series = `${edgeMetrics.webVital.name}_count{shop="felt",vital="LCP",page="product"}`;
  expect(told).toContain(`${series} 4`);
});

test("of who did not agree, and of programs, nothing is counted; nonsense is refused", async () => {
  const report = { page: "checkout", vitals: { LCP: 1_000 } };
  const { cookie, tell, vitals: seen } = await visit("unfelt");
  expect((await tell(report)).status).toBe(204);
  expect((await tell(report, { cookie: `${cookie.split(";")[0]}x; ${cookie}` })).status).toBe(204);
  expect((await tell(report, { cookie, "user-agent": "Googlebot/2.1" })).status).toBe(204);
  for (const vitals of [{ LCP: -1 }, { LCP: "1" }, { FID: 3 }, { CLS: 1e9 }]) {
    const answer = await problemOf(await tell({ page: "checkout", vitals }, { cookie }));
    expect(answer).toEqual({ status: 400, code: "invalid_request" });
  }
  const last = { page: "search", vitals: { TTFB: 10 } };
  await tell(last, { cookie });
  const shown = await eventually(async () => {
    const found = await seen();
    return found.some(({ page }) => page === "search") ? found : undefined;
  });
  expect(shown.some(({ page }) => page === "checkout")).toBe(false);
});
