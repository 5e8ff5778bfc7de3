import { goodVitals, type PageVitals, type WebVital } from "@slipstream/contracts/web-vitals";
import { figureText } from "../figure-text.ts";
import { Section } from "../shell/dashboard-shell.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";

const pageNames: Readonly<Record<PageVitals["page"], string>> = {
  home: "Home",
  category: "Category",
  product: "Product",
  search: "Search",
  cart: "Cart",
  checkout: "Checkout",
  other: "Others",
};

/** How fast and how steady pages were for real visitors. */
export function VitalsTable({ vitals }: { vitals: readonly PageVitals[] }) {
  return (
    <Section title="Pages as visitors felt them" aside="75th percentiles of the last 24 hours">
      <DataTable<PageVitals>
        caption="Web vitals by kind of page"
        minWidth="34rem"
        rows={vitals}
        rowKey={({ page }) => page}
        columns={columns}
        empty={{ title: "No visitor who agreed has been here in the last 24 hours" }}
      />
    </Section>
  );
}

const column = (vital: WebVital, head: string): Column<PageVitals> => ({
  key: vital,
  head,
  numeric: true,
  cell: ({ p75 }) => <Value vital={vital} value={p75[vital]} />,
});

const columns: readonly Column<PageVitals>[] = [
  { key: "page", head: "Page", cell: ({ page }) => pageNames[page] },
  { key: "count", head: "Visits", numeric: true, cell: ({ count }) => figureText(count) },
  column("LCP", "Largest paint"),
  column("INP", "Interaction"),
  column("CLS", "Layout shift"),
  column("TTFB", "First byte"),
];

/** Red only where somebody should look: beyond what is called good. */
function Value({ vital, value }: { vital: WebVital; value: number | undefined }) {
  if (value === undefined) return "–";
  const text = vital === "CLS" ? value.toFixed(3) : `${Math.round(value)} ms`;
  return value > goodVitals[vital] ? <span className="text-error">{text}</span> : text;
}
