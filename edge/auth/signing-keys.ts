import { signingKeys } from "@slipstream/migrations/schema";
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { Database, ShopTransaction } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { seal, unseal } from "./seal.ts";

export const SIGNING_ALGORITHM = "ES256";
/** A key signs for so long; then a new one is made. */
const SIGNS_DAYS = 30;
/**
 * A retired key verifies for so long: the life of its last token, with room for isolates that have
 * not heard of its successor.
 */
const RETIRED_VERIFIES_SECONDS = 30 * 60;
/** Isolates look for new keys this often, and for an unknown one no more often than the second. */
const KNOWN_MS = 60_000;
const RECHECK_MS = 2_000;
const MAX_SHOPS = 100;

interface VerifyingKey {
  kid: string;
  jwk: JWK;
  key: CryptoKey;
}

interface KeyRing {
  readAt: number;
  signing: { kid: string; key: CryptoKey };
  /** The newest first; retired ones too, while tokens of theirs are about. */
  verifying: readonly VerifyingKey[];
}

/** Where keys lie, and what seals them. */
export interface KeyPlace {
  database: Database;
  settings: Settings;
  shop: string;
}

const rings = new Map<string, KeyRing>();

/** The key that signs now; a first one is made, and a new one where it has grown old. */
export async function signingKeyOf(place: KeyPlace): Promise<KeyRing["signing"]> {
  return (await ringOf(place)).signing;
}

/** The public key of that id; undefined for one that is not ours or verifies no longer. */
export async function verifyingKeyOf(place: KeyPlace, kid: string): Promise<CryptoKey | undefined> {
  const ring = await ringOf(place);
  const found = ring.verifying.find((key) => key.kid === kid);
  if (found || Date.now() - ring.readAt < RECHECK_MS) return found?.key;
  const fresh = await readRing(place);
  return fresh.verifying.find((key) => key.kid === kid)?.key;
}

/** The public halves, for whoever checks tokens: `GET /api/auth/jwks.json`. */
export async function publicKeysOf(place: KeyPlace): Promise<JWK[]> {
  return (await ringOf(place)).verifying.map(({ jwk }) => jwk);
}

async function ringOf(place: KeyPlace): Promise<KeyRing> {
  const known = rings.get(place.shop);
  if (known && Date.now() - known.readAt < KNOWN_MS) return known;
  return readRing(place);
}

async function readRing(place: KeyPlace): Promise<KeyRing> {
  const ring = await place.database.withShop(place.shop, async (transaction) => {
    const rows = await usableRows(transaction);
    return (
      (await toRing(place, rows)) ?? (await toRing(place, await makeNextKey(transaction, place)))
    );
  });
  if (!ring) throw new Error("a signing key that was just made does not open");
  if (rings.size >= MAX_SHOPS) rings.clear();
  rings.set(place.shop, ring);
  return ring;
}

type KeyRow = typeof signingKeys.$inferSelect;

function usableRows(transaction: ShopTransaction): Promise<KeyRow[]> {
  const stillVerifies = sql`now() - make_interval(secs => ${RETIRED_VERIFIES_SECONDS})`;
  return transaction
    .select()
    .from(signingKeys)
    .where(or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, stillVerifies)))
    .orderBy(desc(signingKeys.createdAt));
}

/** Undefined where no key may sign: none is there, it is too old, or its secret was changed. */
async function toRing({ settings, shop }: KeyPlace, rows: KeyRow[]): Promise<KeyRing | undefined> {
  const current = rows.find(({ retiredAt }) => retiredAt === null);
  if (!current || ageDays(current) > SIGNS_DAYS) return undefined;
  const sealing = sealingOf(settings, shop, current.kid);
  const text = await unseal(sealing, current.sealedPrivate);
  if (text === undefined) {
    log("warn", "a signing key was sealed with another AUTH_SECRET; a new one is made", { shop });
    return undefined;
  }
  const verifying = rows.map(async ({ kid, publicJwk }): Promise<VerifyingKey> => {
    const jwk = publicJwk as JWK;
    return { kid, jwk, key: (await importJWK(jwk, SIGNING_ALGORITHM)) as CryptoKey };
  });
  const key = (await importJWK(JSON.parse(text) as JWK, SIGNING_ALGORITHM)) as CryptoKey;
  return {
    readAt: Date.now(),
    signing: { kid: current.kid, key },
    verifying: await Promise.all(verifying),
  };
}

function ageDays({ createdAt }: KeyRow): number {
  return (Date.now() - createdAt.getTime()) / (24 * 3600 * 1000);
}

/** One of many isolates makes the new key; the others find it. */
async function makeNextKey(transaction: ShopTransaction, place: KeyPlace): Promise<KeyRow[]> {
  const { settings, shop } = place;
  await transaction.execute(
    sql`select pg_advisory_xact_lock(hashtext(${`signing keys of ${shop}`}))`,
  );
  const rows = await usableRows(transaction);
  if (await toRing(place, rows)) return rows;
  const pair = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const kid = crypto.randomUUID();
  const publicJwk = {
    ...(await exportJWK(pair.publicKey)),
    kid,
    alg: SIGNING_ALGORITHM,
    use: "sig",
  };
  const privateText = JSON.stringify(await exportJWK(pair.privateKey));
  await transaction
    .update(signingKeys)
    .set({ retiredAt: sql`now()` })
    .where(and(eq(signingKeys.shopId, shop), isNull(signingKeys.retiredAt)));
  await transaction.insert(signingKeys).values({
    shopId: shop,
    kid,
    algorithm: SIGNING_ALGORITHM,
    publicJwk,
    sealedPrivate: await seal(sealingOf(settings, shop, kid), privateText),
  });
  return usableRows(transaction);
}

function sealingOf(settings: Settings, shop: string, kid: string) {
  return {
    secret: settings.AUTH_SECRET,
    purpose: "signing-key",
    place: `${shop} ${kid}`,
  } as const;
}
