import type { ComponentProps } from "react";
import { useNavigation } from "react-router";
import { t } from "../../language/text.ts";
import { Button } from "../button.tsx";

interface SubmitButtonProps extends Omit<ComponentProps<typeof Button>, "type"> {
  /** The form's `intent`, where the page has several forms. */
  intent?: string;
  /** For forms of a fetcher: whether it is on its way. */
  pending?: boolean;
  /** What it says while it is on its way. */
  pendingText?: string;
}

/** Sends the form; while that is on its way it says so, and cannot be pressed again. */
export function SubmitButton(props: SubmitButtonProps) {
  const {
    intent,
    pending,
    pendingText = t("One moment"),
    children,
    look = "strong",
    ...rest
  } = props;
  const { formData } = useNavigation();
  const sent = formData !== undefined && (formData.get("intent") ?? undefined) === intent;
  const busy = pending ?? sent;
  return (
    <Button type="submit" look={look} disabled={busy} {...rest}>
      {busy ? pendingText : children}
    </Button>
  );
}
