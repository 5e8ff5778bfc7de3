import type { FormProblem } from "../../ui/form/form-problem.ts";

/** What the schemas say where nothing, or no number, was typed. */
const noNumber = /^Invalid input: expected number/;

/**
 * A problem whose issues stand at the fields that the form has: what is wrong with one part of a
 * list is shown at the list's field.
 */
export function issuesAt(
  problem: FormProblem | undefined,
  fieldOf: (path: string) => string = (path) => path,
): FormProblem | undefined {
  if (!problem) return undefined;
  const issues = problem.issues.map(({ path, message }) => ({
    path: fieldOf(path.replace(/\.\d+$/, "")),
    message: noNumber.test(message) ? "This must be a number, such as 12.50" : message,
  }));
  return { ...problem, issues };
}
