import type { Role } from "@slipstream/contracts/access";
import { CONSENT_COOKIE } from "@slipstream/contracts/cookies";
import { sellers, userRoles } from "@slipstream/migrations/schema";
import { uuidv7 } from "uuidv7";
import { insertUser } from "../accounts/users.ts";
import { makeAccessToken } from "../auth/access-token.ts";
import { authCookies } from "../auth/auth-cookies.ts";
import { openSession } from "../auth/sessions.ts";
import { Database } from "../database/database.ts";
import { settingsOf } from "../env.ts";
import { signVisitor, visitorCookieName } from "../middleware/visitor-cookie.ts";
import { bindings } from "./client.ts";

/** Somebody who is signed in, as tests know them. */
export interface SignedIn {
  shop: string;
  userId: string;
  sessionId: string;
  /** Under whom their events go. */
  visitorId: string;
  email: string;
  /** For calls as this person, who agreed to be followed. */
  headers: { cookie: string };
}

const hosts: Readonly<Record<string, string>> = {
  demo: "http://shop.test",
  other: "http://other.test",
};

/**
 * Makes a user of the shop with these roles (`buyer` where none is named) and signs them in, as
 * sign-up does. Pass `host` for shops that are not of the tests' seed. A seller gets a seller's row.
 */
export async function signedIn(
  options: { roles?: readonly Role[]; shop?: string; host?: string; name?: string } = {},
): Promise<SignedIn> {
  const { roles = ["buyer"], shop = "demo", name = "Test Person" } = options;
  const origin = options.host ?? hosts[shop];
  if (origin === undefined) throw new Error(`say at which host the shop ${shop} answers`);
  const settings = settingsOf(bindings);
  const database = new Database(bindings);
  const visitorId = `t-${uuidv7()}`;
  const email = `${visitorId}@people.test`;
  const opened = await database.withShop(shop, async (transaction) => {
    const user = { email, name, visitorId, passwordHash: undefined };
    const { id } = await insertUser(transaction, shop, user);
    const more = roles.filter((role) => role !== "buyer");
    for (const role of more) {
      await transaction.insert(userRoles).values({ shopId: shop, userId: id, role });
    }
    if (more.includes("seller")) {
      await transaction.insert(sellers).values({ id, shopId: shop, slug: `seller-${id}`, name });
    }
    return openSession(transaction, shop, { id, visitorId, userAgent: "tests" });
  });
  const access = await makeAccessToken({ database, settings, shop, origin }, opened.claims);
  const tokens = authCookies(new Request(origin), { access, refresh: opened.refreshToken });
  const visitor = await signVisitor({ secret: settings.COOKIE_SECRET, shop, visitorId });
  const cookie = [
    ...tokens.map((line) => line.slice(0, line.indexOf(";"))),
    `${visitorCookieName(origin.startsWith("https:"))}=${visitor}`,
    `${CONSENT_COOKIE}=granted`,
  ].join("; ");
  const { userId, sessionId } = opened.claims;
  return { shop, userId, sessionId, visitorId, email, headers: { cookie } };
}
