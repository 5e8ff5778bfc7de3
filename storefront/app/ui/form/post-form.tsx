import { type ComponentProps, useId, useMemo } from "react";
import { Form } from "react-router";
import { FormErrors } from "./form-errors.tsx";
import { FormContext, type FormProblem } from "./form-problem.ts";

interface PostFormProps extends Omit<ComponentProps<typeof Form>, "method"> {
  /** What went wrong when it was sent: shown above the fields, and at each. */
  problem?: FormProblem | undefined;
  /** Tells the page's forms apart: sent as `intent`. */
  intent?: string;
}

/** A form that is sent to the page's action, with or without scripts. */
export function PostForm({ problem, intent, children, className = "", ...rest }: PostFormProps) {
  const id = useId();
  const state = useMemo(() => ({ id, problem }), [id, problem]);
  return (
    <FormContext value={state}>
      <Form method="post" className={`space-y-6 ${className}`} {...rest}>
        {intent !== undefined && <input type="hidden" name="intent" value={intent} />}
        <FormErrors />
        {children}
      </Form>
    </FormContext>
  );
}
