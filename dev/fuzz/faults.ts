import { type ProblemCode, problems } from "@slipstream/contracts/problems";

/** What an answer must never be. */
export interface Fault {
  kind: "server_error" | "hang" | "leak" | "no_problem" | "redirect" | "injected" | "failed";
  what: string;
}

/** What a part that is away may be answered with. */
const declared: ReadonlySet<unknown> = new Set<ProblemCode>([
  "database_unavailable",
  "payment_unavailable",
  "stream_unavailable",
  "model_unavailable",
  "traces_unavailable",
  "hub_unavailable",
]);

/** Traces of our inside in an answer. */
const inside = [
  /\n\s+at [\w.<>]+ \(/,
  /node_modules/,
  /\.ts:\d+:\d+/,
  /\b(PostgresError|ZodError|DrizzleQueryError|TypeError|RangeError)\b/,
  /Failed query/,
  /\bselect .{1,200} from "?\w+"? where\b/is,
];

const MAX_QUOTED = 300;

/** What is wrong with an answer; undefined for nothing. `text`: its body. */
export function faultOf(response: Response, text: string, requestUrl: string): Fault | undefined {
  const { status, headers } = response;
  const quoted = text.slice(0, MAX_QUOTED);
  if (headers.has("x-injected") || headers.getSetCookie().some((line) => /injected/.test(line))) {
    return { kind: "injected", what: JSON.stringify([...headers]).slice(0, MAX_QUOTED) };
  }
  const location = headers.get("location");
  if (location !== null && new URL(location, requestUrl).host !== new URL(requestUrl).host) {
    return { kind: "redirect", what: location.slice(0, MAX_QUOTED) };
  }
  if (status < 400) return undefined;
  const leak = inside.find((pattern) => pattern.test(text));
  if (leak !== undefined) return { kind: "leak", what: `${leak}: ${quoted}` };
  const code = codeOf(text);
  if (status >= 500 && !(status === 503 && declared.has(code))) {
    return { kind: "server_error", what: `${status} ${quoted}` };
  }
  if (isJsonRpcError(text, requestUrl)) return undefined;
  const type = headers.get("content-type") ?? "";
  const known = code === undefined ? undefined : problems[code];
  if (!type.includes("application/problem+json") || known?.status !== status) {
    return { kind: "no_problem", what: `${status} ${type} ${quoted}` };
  }
  return undefined;
}

/** What speaks JSON-RPC refuses in its own way. */
function isJsonRpcError(text: string, url: string): boolean {
  return (
    new URL(url).pathname === "/api/mcp" && /^\{"jsonrpc":"2\.0","error":\{"code":-\d+/.test(text)
  );
}

function codeOf(text: string): ProblemCode | undefined {
  try {
    const { code } = JSON.parse(text) as { code?: unknown };
    return typeof code === "string" && Object.hasOwn(problems, code)
      ? (code as ProblemCode)
      : undefined;
  } catch {
    return undefined;
  }
}
