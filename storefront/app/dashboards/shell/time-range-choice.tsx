import { FilterTabs } from "./filter-tabs.tsx";
import { RangeForm } from "./range-form.tsx";
import { presets, type TimeRange } from "./time-range.ts";

const tabs = Object.entries(presets).map(([value, { name }]) => ({ value, label: name }));

/** Chooses the time that all of the page shows; it lives in the address. */
export function TimeRangeChoice({ range }: { range: TimeRange }) {
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
      <RangeForm
        label="Choose days"
        submit="Show these days"
        type="date"
        from={{ label: "First day", value: range.from }}
        to={{ label: "Last day", value: range.to }}
        replaces={["preset", "page"]}
      />
    </div>
  );
}
