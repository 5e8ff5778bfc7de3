import { ProblemError } from "@slipstream/contracts/problems";
import type { Settings } from "../env.ts";
import { type PaymentProvider, type ProviderName, providerNames } from "./provider.ts";
import { stripeProvider } from "./stripe/provider.ts";
import type { PaymentSurroundings } from "./surroundings.ts";
import { testProvider } from "./test-provider/provider.ts";

/**
 * Who takes new payments: Stripe where its keys are set, else the built-in test provider where it is
 * switched on, else nobody.
 */
export function providerInUse(settings: Settings): ProviderName | undefined {
  if (stripeKeys(settings) !== undefined) return "stripe";
  return settings.TEST_PAYMENTS === "on" ? "test" : undefined;
}

/** Who takes new payments. Throws `payment_unavailable` where nobody does. */
export function requireProvider(settings: Settings): ProviderName {
  const provider = providerInUse(settings);
  if (provider !== undefined) return provider;
  throw new ProblemError("payment_unavailable", { detail: "this shop has no payment provider" });
}

/**
 * The provider of that name. Throws `unknown_payment_provider` for none of ours, or one whose keys
 * are not set or which is switched off.
 */
export function openProvider(
  name: string,
  surroundings: Pick<PaymentSurroundings, "database" | "settings" | "shop">,
): PaymentProvider {
  const { database, settings, shop } = surroundings;
  const known = providerNames.find((provider) => provider === name);
  if (known === "test" && settings.TEST_PAYMENTS === "on") {
    return testProvider({ database, shop: shop.id, secret: settings.INTERNAL_SECRET });
  }
  const keys = stripeKeys(settings);
  if (known === "stripe" && keys) return stripeProvider(keys);
  throw new ProblemError("unknown_payment_provider");
}

function stripeKeys(settings: Settings) {
  const {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_PUBLISHABLE_KEY: publishableKey,
    STRIPE_API_URL: apiUrl,
  } = settings;
  if (!secretKey || !webhookSecret || !publishableKey) return undefined;
  return { secretKey, webhookSecret, publishableKey, apiUrl };
}
