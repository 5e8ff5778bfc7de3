import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { ProblemDocument } from "@slipstream/contracts/problems";

/** An answer for the agent: for programs as it is, and the same as text for models. */
export function toolResult(answer: Record<string, unknown>): CallToolResult {
  return {
    structuredContent: answer,
    content: [{ type: "text", text: JSON.stringify(answer) }],
  };
}

/** What the typed client gives: a response whose JSON has a type. */
interface Answer {
  readonly ok: boolean;
  json(): Promise<unknown>;
}

/** The JSON of those answers that are no problem. */
type AnswerJson<R extends Answer> = R extends unknown
  ? Exclude<Awaited<ReturnType<R["json"]>>, Pick<ProblemDocument, "type" | "code" | "status">>
  : never;

/**
 * What `present` makes of the API's answer; a problem as words that say what to do, with the API's
 * stable code.
 */
export async function toolAnswer<R extends Answer>(
  response: R,
  present: (answer: AnswerJson<R>) => CallToolResult | Promise<CallToolResult>,
): Promise<CallToolResult> {
  if (response.ok) return present((await response.json()) as AnswerJson<R>);
  const { code, title, detail, issues } = (await response.json()) as ProblemDocument;
  const lines = (issues ?? []).map(({ path, message }) => `${path}: ${message}`);
  const text = [`${detail ?? title} (${code})`, ...lines].join("\n");
  return { isError: true, content: [{ type: "text", text }] };
}
