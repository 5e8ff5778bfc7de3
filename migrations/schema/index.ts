export {
  addresses,
  deletions,
  mails,
  mailTokens,
  notices,
  refreshTokens,
  role,
  sellers,
  sessions,
  signingKeys,
  userRoles,
  users,
  visitorLinks,
  wishlist,
} from "./accounts.ts";
export {
  cartLines,
  cartShares,
  carts,
  currencyRates,
  discounts,
  discountUses,
  reservations,
  shippingMethods,
  taxRates,
} from "./carts.ts";
export { archiveWatermarks, consents, events, outbox } from "./events.ts";
export { dailyFigures, saleLines } from "./figures.ts";
export {
  checkpoints,
  embeddings,
  experimentLooks,
  experiments,
  exposures,
  modelFigures,
  modelReports,
  modelStage,
  models,
  switches,
  userFeatures,
} from "./learning.ts";
export { merchandisingRules, searchQueries, settings, synonyms, uploads } from "./merchandising.ts";
export { opsSamples, replayJobs } from "./ops.ts";
export {
  ledgerEntries,
  orderEvents,
  orderLines,
  orderReturns,
  orderState,
  orders,
  shipments,
} from "./orders.ts";
export {
  idempotencyKeys,
  paymentState,
  payments,
  paymentWebhooks,
  refunds,
  testDeliveries,
  testIntents,
} from "./payments.ts";
export {
  categories,
  categoryRedirects,
  inventory,
  productImages,
  productRedirects,
  productStatus,
  products,
  reviews,
  reviewVotes,
  variants,
} from "./products.ts";
export { searchDocuments, searchValues, searchWords } from "./search.ts";
export { apiKeys, audit, shops } from "./shops.ts";
