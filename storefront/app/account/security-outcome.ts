import type { FormProblem } from "../ui/form/form-problem.ts";

/** What the security page's last form did: its name, and what it brought or what was wrong. */
export interface SecurityOutcome {
  intent: string;
  problem?: FormProblem | undefined;
  /** For the app of one-time codes; `qr` is an SVG. */
  enrolment?: { secret: string; qr: string };
  /** New recovery codes, shown this once. */
  codes?: string[];
}

/** The problem of the form of that name. */
export function problemAt(
  outcome: SecurityOutcome | undefined,
  intent: string,
): FormProblem | undefined {
  return outcome?.intent === intent ? outcome.problem : undefined;
}
