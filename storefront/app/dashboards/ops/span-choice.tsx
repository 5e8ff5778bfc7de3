import { Link, useSearchParams } from "react-router";
import { FilterTabs } from "../shell/filter-tabs.tsx";
import { withParams } from "../shell/params.ts";
import { clockText } from "./clock-text.ts";
import { type Span, spans } from "./span.ts";
import { SpanForm } from "./span-form.tsx";

const tabs = Object.entries(spans).map(([value, { name }]) => ({ value, label: name }));

/** Chooses the time of all charts of the page; it lives in the address. */
export function SpanChoice({ span }: { span: Span }) {
  const [params] = useSearchParams();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {span.preset === undefined && (
        <p className="figures text-14 text-ink-soft">
          {`${clockText(span.from)} to ${clockText(span.to)} `}
          <Link
            to={withParams(params, { from: null, to: null })}
            preventScrollReset
            className="text-ink underline underline-offset-4"
          >
            Back to now
          </Link>
        </p>
      )}
      <FilterTabs
        label="Time shown"
        param="span"
        value={span.preset ?? "none"}
        tabs={tabs}
        without={["from", "to"]}
      />
      <SpanForm span={span} />
    </div>
  );
}
