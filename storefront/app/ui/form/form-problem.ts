import type { ProblemCode, ProblemIssue } from "@slipstream/contracts/problems";
import { createContext, useContext } from "react";

/** What went wrong with a form that was sent, as its page shows it. */
export interface FormProblem {
  status: number;
  code: ProblemCode;
  title: string;
  /** What was wrong with this very request; the title where there is nothing more to say. */
  detail: string;
  /** By field; `path` is the field's name: `address.city`. */
  issues: ProblemIssue[];
  /** When to try again. */
  retryAfterSeconds?: number;
}

interface FormState {
  id: string;
  problem: FormProblem | undefined;
}

/** The form that a field stands in. */
export const FormContext = createContext<FormState>({ id: "form", problem: undefined });

/** The id of a form's field; the summary of errors leads there. */
export function fieldId(formId: string, name: string): string {
  return `${formId}-${name}`;
}

/** A field's id, and what was wrong with it; `error` of its own goes before that of the form. */
export function useFormField(name: string, error?: string) {
  const { id, problem } = useContext(FormContext);
  const issue = problem?.issues.find(({ path }) => path === name);
  return { id: fieldId(id, name), error: error ?? issue?.message };
}
