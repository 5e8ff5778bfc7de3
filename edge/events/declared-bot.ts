import { isbot, isbotMatches } from "isbot";

/** A browser without a window is a browser: what it says of itself is no more than its version. */
const WITHOUT_WINDOW = /headless/i;
/** Browsers say the same with each request, and reading it takes a tenth of a millisecond. */
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 500;
const known = new Map<string, Reader>();

type Reader = "person" | "windowless" | "bot";

/** True for a program that says by its `User-Agent` that it is no person's browser. */
export function isDeclaredBot(userAgent: string | undefined): boolean {
  return readerOf(userAgent) === "bot";
}

/** The same, or a browser without a window: nobody looks on. */
export function isRobot(userAgent: string | undefined): boolean {
  return readerOf(userAgent) !== "person";
}

function readerOf(userAgent = ""): Reader {
  const remembered = known.get(userAgent);
  if (remembered) return remembered;
  const reader = read(userAgent);
  if (known.size >= MAX_KNOWN) known.clear();
  if (userAgent.length <= MAX_KNOWN_LENGTH) known.set(userAgent, reader);
  return reader;
}

function read(userAgent: string): Reader {
  if (!isbot(userAgent)) return "person";
  const isBot = isbotMatches(userAgent).some((match) => !WITHOUT_WINDOW.test(match));
  return isBot ? "bot" : "windowless";
}
