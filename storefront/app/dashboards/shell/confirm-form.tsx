import { type ReactNode, useId, useRef } from "react";
import { Form } from "react-router";
import { Button } from "../../ui/button.tsx";
import { FormContext } from "../../ui/form/form-problem.ts";

interface ConfirmFormProps {
  /** What the first button says. */
  label: string;
  /** The question: "Disable Ida Berg?" */
  question: string;
  /** What then happens, and whether it can be undone. */
  consequence?: ReactNode;
  /** What the second button says; the first one's words where absent. */
  confirm?: string;
  /** Sent with the form. */
  values: Readonly<Record<string, string>>;
  action?: string;
  disabled?: boolean;
  /** More fields, such as a reason. */
  children?: ReactNode;
}

/**
 * A button whose form asks once more before it is sent. The question is a popover: it opens without
 * JavaScript, and Escape or a press outside closes it.
 */
export function ConfirmForm(props: ConfirmFormProps) {
  const { label, question, consequence, confirm, values, action, disabled, children } = props;
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  return (
    <>
      <Button popoverTarget={id} disabled={disabled} className="relative z-1 md:min-h-9 md:px-4">
        {label}
      </Button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-labelledby={`${id}-question`}
        className="m-auto w-[min(28rem,calc(100vw-2rem))] rounded-picture bg-float p-6 text-ink shadow-(--shadow) backdrop:bg-ink/20"
      >
        <Form
          method="post"
          {...(action === undefined ? {} : { action })}
          onSubmit={() => panel.current?.hidePopover()}
          className="text-left whitespace-normal"
        >
          <p id={`${id}-question`} className="text-20 font-medium">
            {question}
          </p>
          {consequence && <div className="mt-2 text-14 text-ink-soft">{consequence}</div>}
          {children && (
            <FormContext value={{ id, problem: undefined }}>
              <div className="mt-4 space-y-4">{children}</div>
            </FormContext>
          )}
          {Object.entries(values).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <Button popoverTarget={id} popoverTargetAction="hide">
              Keep it as it is
            </Button>
            <Button type="submit" look="strong">
              {confirm ?? label}
            </Button>
          </div>
        </Form>
      </div>
    </>
  );
}
