import { Link, useSearchParams } from "react-router";
import { withParams } from "./params.ts";

interface FilterTabsProps {
  /** What is chosen here, for who does not see it. */
  label: string;
  /** The parameter of the address that holds the choice. */
  param: string;
  /** An empty value stands for no choice: the parameter is left out. */
  tabs: readonly { value: string; label: string; count?: number | undefined }[];
  /** What holds where the address says nothing. */
  value?: string;
  /** Parameters that a choice here takes out. */
  without?: readonly string[];
}

/** Views of one list, as links: each sets its parameter and goes to the first page. */
export function FilterTabs({ label, param, tabs, value = "", without = [] }: FilterTabsProps) {
  const [params] = useSearchParams();
  const chosen = without.some((name) => params.has(name)) ? value : (params.get(param) ?? value);
  const gone = Object.fromEntries(["page", ...without].map((name) => [name, null]));
  return (
    <nav
      aria-label={label}
      className="max-md:fading max-md:-mx-(--gutter) max-md:overflow-x-auto max-md:px-(--gutter) max-md:[scrollbar-width:none]"
    >
      <ul className="flex gap-1 md:flex-wrap">
        {tabs.map((tab) => (
          <li key={tab.value} className="shrink-0">
            <Link
              to={withParams(params, { ...gone, [param]: tab.value === "" ? null : tab.value })}
              aria-current={tab.value === chosen ? "true" : undefined}
              preventScrollReset
              className="inline-flex min-h-11 items-center gap-2 rounded-full px-2.5 text-14 whitespace-nowrap text-ink-soft transition-colors duration-(--quick) hover:text-ink aria-[current]:bg-control aria-[current]:text-ink md:min-h-9 md:px-3"
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="figures text-12 text-ink-faint">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
