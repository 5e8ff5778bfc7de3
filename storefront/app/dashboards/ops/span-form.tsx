import { RangeForm } from "../shell/range-form.tsx";
import type { Span } from "./span.ts";

/** Two moments in UTC, for who cannot draw over a chart. */
export function SpanForm({ span }: { span: Span }) {
  return (
    <RangeForm
      label="Choose a time"
      submit="Show this time"
      type="datetime-local"
      from={{ label: "From, UTC", value: momentText(span.from) }}
      to={{ label: "To, UTC", value: momentText(span.to) }}
      preventScrollReset
    />
  );
}

/** As fields for a moment have it: to the minute. */
function momentText(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, "2026-11-30T12:00".length);
}
