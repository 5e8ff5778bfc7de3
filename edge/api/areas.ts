import { accountRoutes } from "../routes/account.ts";
import { addressRoutes } from "../routes/account-addresses.ts";
import { accountEmailRoutes } from "../routes/account-email.ts";
import { adminDiscountRoutes } from "../routes/admin-discounts.ts";
import { adminRuleRoutes } from "../routes/admin-rules.ts";
import { adminShopRoutes } from "../routes/admin-shop.ts";
import { adminTermRoutes } from "../routes/admin-terms.ts";
import { adminUserRoutes } from "../routes/admin-users.ts";
import { apiKeyRoutes } from "../routes/api-keys.ts";
import { authRoutes } from "../routes/auth.ts";
import { passwordRoutes } from "../routes/auth-password.ts";
import { secondStepRoutes } from "../routes/auth-second-step.ts";
import { cartRoutes } from "../routes/cart.ts";
import { catalogueRoutes } from "../routes/catalogue.ts";
import { checkoutRoutes } from "../routes/checkout.ts";
import { consentRoutes } from "../routes/consent.ts";
import { experimentRoutes } from "../routes/experiments.ts";
import { figuresRoutes } from "../routes/figures.ts";
import { livePageRoutes } from "../routes/live-page.ts";
import { mailRoutes } from "../routes/mails.ts";
import { modelRoutes } from "../routes/models.ts";
import { noticeRoutes } from "../routes/notices.ts";
import { operationsRoutes } from "../routes/operations.ts";
import { opsRoutes } from "../routes/ops.ts";
import { orderRoutes } from "../routes/orders.ts";
import { paymentWebhookRoutes } from "../routes/payment-webhooks.ts";
import { payoutRoutes } from "../routes/payouts.ts";
import { privacyRoutes } from "../routes/privacy.ts";
import { problemRoutes } from "../routes/problem-pages.ts";
import { recommendationRoutes } from "../routes/recommendations.ts";
import { replayRoutes } from "../routes/replays.ts";
import { reviewModerationRoutes } from "../routes/review-moderation.ts";
import { reviewRoutes } from "../routes/reviews.ts";
import { saleRoutes } from "../routes/sales.ts";
import { searchRoutes } from "../routes/search.ts";
import { sellingCategoryRoutes } from "../routes/selling-categories.ts";
import { sellingFileRoutes } from "../routes/selling-files.ts";
import { sellingProductRoutes } from "../routes/selling-products.ts";
import { sellingStockRoutes } from "../routes/selling-stock.ts";
import { synonymRoutes } from "../routes/synonyms.ts";
import { telemetryRoutes } from "../routes/telemetry.ts";
import { testPaymentRoutes } from "../routes/test-payments.ts";
import { vitalsRoutes } from "../routes/vitals.ts";
import { wishlistRoutes } from "../routes/wishlist.ts";
import { area } from "./area.ts";

/** Every area of the API, one line each; their joint type is what the typed client knows. */
export const areas = area()
  .route("/", operationsRoutes)
  .route("/", opsRoutes)
  .route("/", replayRoutes)
  .route("/", authRoutes)
  .route("/", passwordRoutes)
  .route("/", secondStepRoutes)
  .route("/", accountRoutes)
  .route("/", accountEmailRoutes)
  .route("/", addressRoutes)
  .route("/", apiKeyRoutes)
  .route("/", mailRoutes)
  .route("/", catalogueRoutes)
  .route("/", cartRoutes)
  .route("/", checkoutRoutes)
  .route("/", orderRoutes)
  .route("/", saleRoutes)
  .route("/", payoutRoutes)
  .route("/", testPaymentRoutes)
  .route("/", paymentWebhookRoutes)
  .route("/", recommendationRoutes)
  .route("/", livePageRoutes)
  .route("/", consentRoutes)
  .route("/", figuresRoutes)
  .route("/", experimentRoutes)
  .route("/", modelRoutes)
  .route("/", adminUserRoutes)
  .route("/", adminDiscountRoutes)
  .route("/", adminRuleRoutes)
  .route("/", adminShopRoutes)
  .route("/", adminTermRoutes)
  .route("/", noticeRoutes)
  .route("/", privacyRoutes)
  .route("/", reviewRoutes)
  .route("/", reviewModerationRoutes)
  .route("/", sellingProductRoutes)
  .route("/", sellingStockRoutes)
  .route("/", sellingFileRoutes)
  .route("/", sellingCategoryRoutes)
  .route("/", telemetryRoutes)
  .route("/", vitalsRoutes)
  .route("/", wishlistRoutes)
  .route("/", searchRoutes)
  .route("/", synonymRoutes)
  .route("/", problemRoutes);

export type AppType = typeof areas;
