/*
 * One recommendation may be shown many times: a cached page shows what was served once. Each view has
 * an id of its own, `<served id>.<view>`, so that exposures and clicks are told apart, and leads back
 * to the recommendation that was logged.
 */

const MAX_ID_LENGTH = 64;
const SUFFIX_LENGTH = 12;
const viewSuffix = /\.[0-9a-f]{12}$/;

/** A suffix for one view: 12 hexadecimal letters, 48 random bits. */
export function newViewSuffix(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SUFFIX_LENGTH / 2));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The id of one view of a recommendation; an id that leaves no room for the suffix stays as it is. */
export function requestIdOfView(requestId: string, suffix: string): string {
  const id = `${requestId}.${suffix}`;
  return id.length > MAX_ID_LENGTH ? requestId : id;
}

/** The recommendation behind an event's `requestId`, as the SERVED log names it. */
export function servedRequestId(requestId: string): string {
  return requestId.replace(viewSuffix, "");
}
