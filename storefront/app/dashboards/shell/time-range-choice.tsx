import Calendar from "lucide-react/icons/calendar";
import { useId, useRef } from "react";
import { Form, useSearchParams } from "react-router";
import { Button, IconButton } from "../../ui/button.tsx";
import { FilterTabs } from "./filter-tabs.tsx";
import { presets, type TimeRange } from "./time-range.ts";

const tabs = Object.entries(presets).map(([value, { name }]) => ({ value, label: name }));
const elsewhere = ["from", "to", "preset", "page"];

/** Chooses the time that all of the page shows; it lives in the address. */
export function TimeRangeChoice({ range }: { range: TimeRange }) {
  const [params] = useSearchParams();
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const kept = [...params].filter(([name]) => !elsewhere.includes(name));
  return (
    <div className="flex flex-wrap items-center md:gap-1">
      {range.preset === undefined && (
        <span className="figures px-2 text-14">{`${range.from} to ${range.to}`}</span>
      )}
      <FilterTabs
        label="Time shown"
        param="preset"
        value={range.preset ?? "none"}
        tabs={tabs}
        without={["from", "to"]}
      />
      <IconButton label="Choose days" popoverTarget={id} className="md:size-9">
        <Calendar size={18} aria-hidden="true" />
      </IconButton>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="m-auto w-[min(24rem,calc(100vw-2rem))] rounded-picture bg-float p-6 text-ink shadow-(--shadow)"
      >
        <Form className="space-y-4" onSubmit={() => panel.current?.hidePopover()}>
          {kept.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <DayField name="from" label="First day" value={range.from} />
          <DayField name="to" label="Last day" value={range.to} />
          <Button type="submit" look="strong" className="w-full">
            Show these days
          </Button>
        </Form>
      </div>
    </div>
  );
}

function DayField({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="flex items-center justify-between gap-4 text-14">
      {label}
      <input
        key={value}
        type="date"
        name={name}
        defaultValue={value}
        required
        className="h-11 rounded-full bg-control px-4 text-16"
      />
    </label>
  );
}
