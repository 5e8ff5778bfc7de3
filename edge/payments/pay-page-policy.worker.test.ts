import { expect, test } from "vitest";
import type { Settings } from "../env.ts";
import { pagePolicy } from "../middleware/security-headers.ts";
import { payPagePolicy } from "./pay-page-policy.ts";

const keys = {
  STRIPE_SECRET_KEY: "sk",
  STRIPE_PUBLISHABLE_KEY: "pk",
  STRIPE_WEBHOOK_SECRET: "whsec",
} as Settings;
const policyOf = (path: string, settings: Settings) =>
  pagePolicy("n", payPagePolicy(new Request(`https://shop.test${path}`), settings));

test("Stripe's script may be loaded where its form stands, and nowhere else", () => {
  const withForm = policyOf("/checkout/pay/7K2M-9QXT?token=a", keys);
  expect(withForm).toContain("script-src 'self' 'nonce-n' https://js.stripe.com;");
  expect(withForm).toContain("frame-src https://js.stripe.com https://hooks.stripe.com;");
  expect(withForm).toContain("connect-src 'self' https://api.stripe.com;");
  for (const path of ["/", "/cart", "/checkout", "/orders/7K2M-9QXT", "/checkout/pay/a/confirm"]) {
    expect(policyOf(path, keys)).not.toContain("stripe");
  }
  const withoutKeys = { ...keys, STRIPE_SECRET_KEY: undefined };
  expect(policyOf("/checkout/pay/7K2M-9QXT", withoutKeys)).not.toContain("stripe");
});
