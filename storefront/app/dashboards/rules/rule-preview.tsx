import type { RulePreview } from "@slipstream/contracts/debugger-api";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { useFetcher } from "react-router";
import type { FormProblem } from "../../ui/form/form-problem.ts";

/** How long nobody types before the draft is tried. */
const PAUSE_MS = 400;

export interface PreviewAnswer {
  preview?: RulePreview | undefined;
  problem?: FormProblem | undefined;
}

/**
 * Tries the form's draft whenever it changes, and once at the start. Without scripts the form's own
 * button does it.
 */
export function useLivePreview(form: RefObject<HTMLFormElement | null>) {
  const fetcher = useFetcher<PreviewAnswer>();
  const { submit } = fetcher;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tryIt = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (!form.current) return;
      const draft = new FormData(form.current);
      draft.set("intent", "preview");
      void submit(draft, { method: "post" });
    }, PAUSE_MS);
  }, [form, submit]);
  useEffect(() => {
    tryIt();
    return () => clearTimeout(timer.current);
  }, [tryIt]);
  return { answer: fetcher.data, busy: fetcher.state !== "idle", tryIt };
}
