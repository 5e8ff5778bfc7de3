import { z } from "zod";
import { roles } from "./access.ts";

/** What the accounts' endpoints of the edge take and answer. Times are ISO 8601. */

export const MAX_ADDRESSES = 20;

const emailSchema = z.string().trim().pipe(z.email("This is no email address").max(254));
/** Its length is looked at by the rules for passwords, which have codes of their own. */
const passwordSchema = z.string().min(1, "Please enter a password").max(1_000);
const nameSchema = z.string().trim().max(120);
const oneTimeCodeSchema = z
  .string()
  .trim()
  .min(6, "A code has six digits")
  .max(30, "A code has six digits");
const tokenSchema = z.string().min(20).max(2_000);
const instantSchema = z.iso.datetime();

/** `POST /api/auth/signup`. */
export const signUpSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  name: nameSchema.default(""),
});

/** `POST /api/auth/login`. */
export const signInSchema = z.strictObject({ email: emailSchema, password: passwordSchema });

/** Somebody who is signed in, as pages greet them. */
export const memberSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
});

/** Signed in; or the password was right, and a one-time code must follow. */
export const signInAnswerSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("signed_in"), member: memberSchema }),
  z.object({ state: z.literal("second_step"), challenge: z.string() }),
]);

/** `POST /api/auth/login/second-step`: a code of the device, or one of the recovery codes. */
export const secondStepSchema = z.strictObject({
  challenge: tokenSchema,
  code: oneTimeCodeSchema,
});

/** `POST /api/auth/refresh`: seconds that the new access token lasts. */
export const refreshedSchema = z.object({ expiresInSeconds: z.number().int() });

/** `POST /api/auth/password/change`. */
export const passwordChangeSchema = z.strictObject({
  current: passwordSchema,
  password: passwordSchema,
});

/** `POST /api/auth/password/forgot` and `/reset`. */
export const passwordForgotSchema = z.strictObject({ email: emailSchema });
export const passwordResetSchema = z.strictObject({ token: tokenSchema, password: passwordSchema });

/** `POST /api/account/email`: another address, which holds once its owner has followed the letter's link. */
export const emailChangeSchema = z.strictObject({ email: emailSchema, password: passwordSchema });
/** `POST /api/account/email/confirm`. */
export const emailProofSchema = z.strictObject({ token: tokenSchema });

/** `POST /api/auth/totp/enrol`: what the device is told; `qr` is an SVG of `uri`. */
export const totpEnrolmentSchema = z.object({
  uri: z.string(),
  secret: z.string(),
  qr: z.string(),
});
export const totpConfirmSchema = z.strictObject({ code: oneTimeCodeSchema });
export const passwordOnlySchema = z.strictObject({ password: passwordSchema });

/** Shown once: each stands in for the device one time. */
export const recoveryCodesSchema = z.object({ codes: z.array(z.string()) });

/** `GET /api/auth/jwks.json` (RFC 7517). */
export const jwksSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

/** `GET /api/session`: what pages that were made for nobody ask after they have loaded. */
export const sessionSummarySchema = z.object({
  member: memberSchema.optional(),
  /** Pieces in the cart. */
  cartCount: z.number().int(),
});

/** `GET /api/account`. */
export const accountSchema = memberSchema.extend({
  email: z.string(),
  /** They have followed a link in a letter to it. */
  emailVerified: z.boolean(),
  createdAt: instantSchema,
  passwordChangedAt: instantSchema.optional(),
  totpEnabled: z.boolean(),
  recoveryCodesLeft: z.number().int(),
});
export type Account = z.infer<typeof accountSchema>;

/** `PATCH /api/account`. */
export const accountChangeSchema = z.strictObject({
  name: nameSchema.min(1, "Please enter a name").optional(),
});

/** `GET /api/account/sessions`. */
export const sessionListSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.uuid(),
      /** It is the one that asks. */
      current: z.boolean(),
      userAgent: z.string().optional(),
      createdAt: instantSchema,
      lastSeenAt: instantSchema,
    }),
  ),
});

/** `GET /api/account/addresses`: kept ones, as they were when they were written. */
export const savedAddressSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  postcode: z.string(),
  region: z.string().optional(),
  country: z.string(),
  phone: z.string().optional(),
});
export type SavedAddress = z.infer<typeof savedAddressSchema>;
export const addressListSchema = z.object({ addresses: z.array(savedAddressSchema) });
