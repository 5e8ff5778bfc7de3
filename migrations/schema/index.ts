export {
  addresses,
  mailTokens,
  refreshTokens,
  role,
  sessions,
  userRoles,
  users,
  visitorLinks,
} from "./accounts.ts";
export { archiveWatermarks, consents, events, outbox } from "./events.ts";
export {
  checkpoints,
  embeddings,
  experiments,
  exposures,
  modelStage,
  models,
  switches,
  userFeatures,
} from "./learning.ts";
export {
  cartLines,
  carts,
  idempotencyKeys,
  orderLines,
  orderState,
  orders,
  paymentState,
  payments,
  paymentWebhooks,
  refunds,
} from "./orders.ts";
export {
  categories,
  inventory,
  productImages,
  productRedirects,
  productStatus,
  products,
  reviews,
  variants,
} from "./products.ts";
export { apiKeys, audit, shops } from "./shops.ts";
