import type { Role } from "@slipstream/contracts/access";

/** Who makes a request: a member, a guest, or a server with an API key. */
export interface Principal {
  /** Undefined for a guest. */
  userId: string | undefined;
  /** The signed-in session; undefined for a guest. */
  sessionId: string | undefined;
  /** Empty for a guest. */
  roles: readonly Role[];
  /**
   * Under whom this request's events go: the member's own visitor id, else that of the cookie.
   * Undefined where nobody agreed to be followed.
   */
  visitorId: string | undefined;
  /** What a server's API key is for: `product:write`. Undefined for people. */
  scopes?: readonly string[];
}

/** As what somebody acts, for trails: the most that they are, `guest`, or `api_key` for a server. */
export function actorKindOf({ roles, scopes }: Principal): Role | "guest" | "api_key" {
  return scopes === undefined ? (roles.at(-1) ?? "guest") : "api_key";
}
