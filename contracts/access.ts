/**
 * Who may do what. The middleware of the edge asks this table, the pages ask it before they show a
 * button, and a test tries every cell. Free of dependencies.
 */
export const roles = ["buyer", "seller", "admin", "ops"] as const;
export type Role = (typeof roles)[number];

/** `guest` is everybody who is not signed in. */
export type Actor = Role | "guest";

/**
 * How far a permission reaches: `own` is what belongs to the actor (their orders, a seller's own
 * products); `all` is the whole shop. Whatever is not named is forbidden.
 */
export type Reach = "own" | "all";

type Permissions = Readonly<Partial<Record<Actor, Reach>>>;

/** Resource → action → actor → reach. */
export const access = {
  account: {
    read: { buyer: "own", seller: "own", admin: "all", ops: "own" },
    write: { buyer: "own", seller: "own", admin: "own", ops: "own" },
  },
  user: {
    read: { admin: "all" },
    write: { admin: "all" },
  },
  product: {
    read: { seller: "own", admin: "all" },
    write: { seller: "own", admin: "all" },
  },
  category: {
    write: { admin: "all" },
  },
  inventory: {
    write: { seller: "own", admin: "all" },
  },
  upload: {
    write: { seller: "own", admin: "all" },
  },
  review: {
    write: { buyer: "own", seller: "own", admin: "own", ops: "own" },
    vote: { buyer: "own", seller: "own", admin: "own", ops: "own" },
    moderate: { admin: "all" },
  },
  wishlist: {
    read: { buyer: "own", seller: "own", admin: "own", ops: "own" },
    write: { buyer: "own", seller: "own", admin: "own", ops: "own" },
  },
  notice: {
    read: { buyer: "own", seller: "own", admin: "own", ops: "own" },
    write: { guest: "own", buyer: "own", seller: "own", admin: "own", ops: "own" },
  },
  privacy: {
    read: { guest: "own", buyer: "own", seller: "own", admin: "own", ops: "own" },
    erase: { guest: "own", buyer: "own", seller: "own", admin: "own", ops: "own" },
  },
  cart: {
    read: { guest: "own", buyer: "own", seller: "own", admin: "own", ops: "own" },
    write: { guest: "own", buyer: "own", seller: "own", admin: "own", ops: "own" },
  },
  order: {
    create: { guest: "own", buyer: "own", seller: "own", admin: "own", ops: "own" },
    read: { guest: "own", buyer: "own", seller: "own", admin: "all", ops: "own" },
    cancel: { guest: "own", buyer: "own", seller: "own", admin: "all", ops: "own" },
    requestReturn: { guest: "own", buyer: "own", seller: "own", admin: "all", ops: "own" },
  },
  sale: {
    read: { seller: "own", admin: "all" },
    fulfil: { seller: "own", admin: "all" },
    refund: { seller: "own", admin: "all" },
  },
  payout: {
    read: { seller: "own", admin: "all" },
    write: { admin: "all" },
  },
  figures: {
    read: { seller: "own", admin: "all" },
  },
  discount: { read: { admin: "all" }, write: { admin: "all" } },
  rule: { read: { admin: "all" }, write: { admin: "all" } },
  synonym: { read: { admin: "all" }, write: { admin: "all" } },
  debugger: { read: { admin: "all", ops: "all" } },
  switch: { read: { admin: "all", ops: "all" }, write: { admin: "all", ops: "all" } },
  setting: { read: { admin: "all" }, write: { admin: "all" } },
  apiKey: { read: { admin: "all" }, write: { admin: "all" } },
  audit: { read: { admin: "all" } },
  mail: { read: { admin: "all" } },
  experiment: { read: { admin: "all", ops: "all" }, write: { admin: "all" } },
  model: {
    read: { admin: "all", ops: "all" },
    write: { admin: "all" },
    rollBack: { admin: "all", ops: "all" },
  },
  operations: {
    read: { admin: "all", ops: "all" },
    write: { admin: "all", ops: "all" },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Permissions>>>>;

export type Resource = keyof typeof access;
export type ActionOn<R extends Resource> = keyof (typeof access)[R] & string;

/**
 * How far the actor with these roles may do this; undefined: not at all. Several roles add up: the
 * wider reach holds. Nobody's roles are `[]`: a guest.
 */
export function reachOf<R extends Resource>(
  userRoles: readonly Role[],
  resource: R,
  action: ActionOn<R>,
): Reach | undefined {
  const permissions = access[resource][action] as Permissions;
  const actors: readonly Actor[] = userRoles.length === 0 ? ["guest"] : userRoles;
  const reaches = actors.map((actor) => permissions[actor]);
  if (reaches.includes("all")) return "all";
  return reaches.includes("own") ? "own" : undefined;
}
