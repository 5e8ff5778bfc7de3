import { type Role, roles } from "@slipstream/contracts/access";
import { visitorIdSchema } from "@slipstream/contracts/identifiers";
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { type KeyPlace, SIGNING_ALGORITHM, signingKeyOf, verifyingKeyOf } from "./signing-keys.ts";

/** Seconds that an access token lasts. */
export const ACCESS_SECONDS = 600;
/** Seconds in which a second factor must follow on the first. */
const SECOND_STEP_SECONDS = 300;

/** Who an access token says that somebody is. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  visitorId: string;
  roles: readonly Role[];
}

/** Where tokens are made and hold: one shop, at one origin. */
export interface TokenPlace extends KeyPlace {
  /** `iss`: the shop's own address. */
  origin: string;
}

const accessSchema = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  vid: visitorIdSchema,
  roles: z.array(z.enum(roles)),
});

/** A signed access token (JWT) for the shop. */
export function makeAccessToken(place: TokenPlace, claims: AccessClaims): Promise<string> {
  const { userId, sessionId, visitorId } = claims;
  return sign(place, {
    audience: place.shop,
    seconds: ACCESS_SECONDS,
    subject: userId,
    claims: { sid: sessionId, vid: visitorId, roles: claims.roles },
  });
}

/** What the token says; undefined where it is not ours, not for this shop, or over. */
export async function readAccessToken(
  place: TokenPlace,
  token: string,
): Promise<AccessClaims | undefined> {
  const payload = accessSchema.safeParse(await verify(place, token, place.shop));
  if (!payload.success) return undefined;
  const { sub, sid, vid, roles } = payload.data;
  return { userId: sub, sessionId: sid, visitorId: vid, roles };
}

/** Says that somebody has shown the password and still owes the second factor. */
export function makeSecondStepToken(place: TokenPlace, userId: string): Promise<string> {
  return sign(place, {
    audience: secondStepAudience(place.shop),
    seconds: SECOND_STEP_SECONDS,
    subject: userId,
    claims: {},
  });
}

/** Whose password was shown; undefined where that was long ago, or never. */
export async function readSecondStepToken(
  place: TokenPlace,
  token: string,
): Promise<string | undefined> {
  const payload = await verify(place, token, secondStepAudience(place.shop));
  return z.uuid().safeParse(payload?.sub).data;
}

function secondStepAudience(shop: string): string {
  return `${shop}/second-step`;
}

async function sign(
  place: TokenPlace,
  token: {
    audience: string;
    seconds: number;
    subject: string;
    claims: Record<string, unknown>;
  },
): Promise<string> {
  const { kid, key } = await signingKeyOf(place);
  return new SignJWT(token.claims)
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid })
    .setIssuer(place.origin)
    .setAudience(token.audience)
    .setSubject(token.subject)
    .setIssuedAt()
    .setExpirationTime(`${token.seconds} s`)
    .sign(key);
}

async function verify(place: TokenPlace, token: string, audience: string) {
  try {
    const { kid } = decodeProtectedHeader(token);
    const key = kid === undefined ? undefined : await verifyingKeyOf(place, kid);
    if (!key) return undefined;
    const { payload } = await jwtVerify(token, key, {
      algorithms: [SIGNING_ALGORITHM],
      issuer: place.origin,
      audience,
      requiredClaims: ["exp", "iat", "sub"],
    });
    return payload;
  } catch (error) {
    // Whatever is wrong with it: it is no token of ours. `decodeProtectedHeader` throws TypeError.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}
