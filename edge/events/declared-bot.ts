import { isbot, isbotMatches } from "isbot";

/** A browser without a window is a browser: what it says of itself is no more than its version. */
const WITHOUT_WINDOW = /headless/i;

/** True for a program that says by its `User-Agent` that it is no person's browser. */
export function isDeclaredBot(userAgent: string | undefined): boolean {
  if (userAgent === undefined || !isbot(userAgent)) return false;
  return isbotMatches(userAgent).some((match) => !WITHOUT_WINDOW.test(match));
}
