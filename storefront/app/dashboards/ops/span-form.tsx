import Calendar from "lucide-react/icons/calendar";
import { useId, useRef } from "react";
import { Form, useSearchParams } from "react-router";
import { Button, IconButton } from "../../ui/button.tsx";
import type { Span } from "./span.ts";

/** Two moments in UTC, for who cannot draw over a chart. */
export function SpanForm({ span }: { span: Span }) {
  const [params] = useSearchParams();
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const kept = [...params].filter(([name]) => name !== "from" && name !== "to");
  return (
    <>
      <IconButton label="Choose a time" popoverTarget={id} className="md:size-9">
        <Calendar size={18} aria-hidden="true" />
      </IconButton>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="m-auto w-[min(24rem,calc(100vw-2rem))] rounded-picture bg-float p-6 text-ink shadow-(--shadow)"
      >
        <Form
          className="space-y-4"
          preventScrollReset
          onSubmit={() => panel.current?.hidePopover()}
        >
          {kept.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <MomentField name="from" label="From, UTC" at={span.from} />
          <MomentField name="to" label="To, UTC" at={span.to} />
          <Button type="submit" look="strong" className="w-full">
            Show this time
          </Button>
        </Form>
      </div>
    </>
  );
}

function MomentField({ name, label, at }: { name: string; label: string; at: number }) {
  const value = new Date(at * 1000).toISOString().slice(0, "2026-11-30T12:00".length);
  return (
    <label className="flex items-center justify-between gap-4 text-14">
      {label}
      <input
        key={value}
        type="datetime-local"
        name={name}
        defaultValue={value}
        required
        className="h-11 rounded-full bg-control px-4 text-14"
      />
    </label>
  );
}
