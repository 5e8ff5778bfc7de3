import type { TraceView } from "@slipstream/contracts/tracing/kept-traces";
import { beginClass, depthClass, shareClass } from "../../ui/measure.ts";
import { type Bar, waterfall } from "./waterfall.ts";

type Service = Bar["span"]["service"];

/** Colours that colour-blind people tell apart; the service is named in words besides. */
const colours: Record<Service, string> = {
  browser: "bg-(--ink-faint)",
  edge: "bg-(--series-3)",
  stream: "bg-(--current)",
  "model-server": "bg-(--series-2)",
};
/** A bar of no width is still seen. */
const place =
  "absolute inset-y-0 left-[min(var(--begin),calc(100%-3px))] w-[max(var(--share),3px)]";

/** What happened from the event to the rail, in time from left to right. */
export function TraceWaterfall({ spans }: Pick<TraceView, "spans">) {
  const { bars, totalMs } = waterfall(spans);
  return (
    <>
      <Legend services={[...new Set(spans.map(({ service }) => service))]} />
      <table className="figures mt-4 block w-full text-14 md:table">
        <caption className="sr-only">Spans in the order of their start, with milliseconds</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Span</th>
            <th scope="col">From the beginning, and how long, in {totalMs.toFixed(1)} ms</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody className="block md:table-row-group">
          {bars.map((bar) => (
            <Row key={bar.span.spanId} bar={bar} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ bar: { span, depth, left, width, afterMs, tookMs } }: { bar: Bar }) {
  const { name, service } = span;
  return (
    <tr className="grid grid-cols-[1fr_auto] items-center gap-x-4 border-line border-b py-2 md:table-row md:py-0">
      <th scope="row" className="text-left font-normal md:w-72 md:py-1.5 md:pr-4">
        <span className={`block pl-[calc(var(--depth)*0.75rem)] break-words ${depthClass(depth)}`}>
          {name} <span className="text-12 whitespace-nowrap text-ink-faint">{service}</span>
        </span>
      </th>
      <td className="order-3 col-span-2 mt-1 md:mt-0 md:py-1.5">
        <span className="sr-only">after {afterMs.toFixed(1)} ms</span>
        <span className="relative block h-2.5 bg-shade" aria-hidden="true">
          <span
            className={`${place} ${colours[service]} ${beginClass(left)} ${shareClass(width)}`}
          />
        </span>
      </td>
      <td className="text-right font-mono whitespace-nowrap md:w-24 md:py-1.5 md:pl-4">
        {tookMs.toFixed(1)} ms
      </td>
    </tr>
  );
}

function Legend({ services }: { services: readonly Service[] }) {
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1 text-12 text-ink-soft">
      {services.map((service) => (
        <li key={service} className="flex items-center gap-2">
          <span className={`size-2.5 ${colours[service]}`} aria-hidden="true" />
          {service}
        </li>
      ))}
    </ul>
  );
}
