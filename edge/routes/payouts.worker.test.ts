import type { SellerBalance, Statement } from "@slipstream/contracts/sales-api";
import { beforeAll, expect, test } from "vitest";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { problemOf } from "../testing/client.ts";
import { buy } from "../testing/orders.ts";
import { Browser, openTill, till } from "../testing/till.ts";

beforeAll(openTill);

const at = { shop: till.id, host: till.host };
const as = (who: SignedIn) => new Browser(who.headers.cookie);
const balanceOf = async (who: SignedIn) => {
  const { balances } = (await (await as(who).call("/api/payouts")).json()) as {
    balances: SellerBalance[];
  };
  return balances;
};

test("payouts are written down by admins, never more than is owed, and the account adds up", async () => {
  const admin = await signedIn({ roles: ["admin"], ...at });
  const rival = await signedIn({ roles: ["seller"], ...at });
  await signedIn({ roles: ["seller"], ...at });
  const fresh = await signedIn({ roles: ["seller"], ...at });
  await buy([{ seller: fresh, priceMinor: 5000 }]);
  const [before] = await balanceOf(fresh);
  expect(before).toMatchObject({ salesMinor: 5000, commissionMinor: 500, balanceMinor: 4500 });
  const payOut = (who: SignedIn, amountMinor: number) =>
    as(who).call("/api/payouts", {
      body: { sellerId: fresh.userId, amountMinor, currency: "EUR", note: "November" },
      headers: { "idempotency-key": crypto.randomUUID() },
    });
  expect(await problemOf(await payOut(fresh, 1))).toEqual({ status: 403, code: "forbidden" });
  const answers = await Promise.all([1, 2, 3].map(() => payOut(admin, 2000)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 422]);
  const [after] = await balanceOf(fresh);
  expect(after).toMatchObject({ paidOutMinor: 4000, balanceMinor: 500 });
  const statement = (await (
    await as(fresh).call(`/api/payouts/${fresh.userId}`)
  ).json()) as Statement;
  const sum = statement.entries.reduce((all, { amountMinor }) => all + amountMinor, 0);
  expect(sum).toBe(500);
  expect(statement.entries.map(({ kind }) => kind).sort()).toEqual([
    "commission",
    "payout",
    "payout",
    "sale",
  ]);
  const foreign = await as(rival).call(`/api/payouts/${fresh.userId}`);
  expect(await problemOf(foreign)).toEqual({ status: 404, code: "unknown_seller" });
  expect(await balanceOf(rival)).toHaveLength(1);
  expect((await balanceOf(admin)).length).toBeGreaterThan(2);
});

test("an admin sets a seller's commission, which holds for the sales that follow", async () => {
  const admin = await signedIn({ roles: ["admin"], ...at });
  const seller = await signedIn({ roles: ["seller"], ...at });
  await buy([{ seller, priceMinor: 5000 }]);
  const set = (who: SignedIn, sellerId = seller.userId) =>
    as(who).call(`/api/payouts/${sellerId}/commission`, {
      method: "PUT",
      body: { basisPoints: 2_000 },
    });
  expect(await problemOf(await set(seller))).toEqual({ status: 403, code: "forbidden" });
  expect(await problemOf(await set(admin, admin.userId))).toMatchObject({ code: "unknown_seller" });
  expect((await set(admin)).status).toBe(204);
  await buy([{ seller, priceMinor: 1000 }]);
  const statement = await (await as(seller).call(`/api/payouts/${seller.userId}`)).json();
  expect(statement).toMatchObject({
    commissionBasisPoints: 2_000,
    balances: [{ salesMinor: 6000, commissionMinor: 700 }],
  });
});
