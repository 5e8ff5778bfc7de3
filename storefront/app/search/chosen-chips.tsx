import type { Facet } from "@slipstream/contracts/search-api";
import X from "lucide-react/icons/x";
import { Link, useSearchParams } from "react-router";
import { t } from "../language/text.ts";
import { facetTitle, useValueLabel } from "./facet-words.ts";
import { withoutChoice, withoutChoices } from "./filter-params.ts";

/** What the list is narrowed by, each with a way to take it away. */
export function ChosenChips({ facets }: { facets: readonly Facet[] }) {
  const [params] = useSearchParams();
  const label = useValueLabel();
  const chosen = facets.flatMap((facet) =>
    facet.values.filter(({ selected }) => selected).map((value) => ({ facet, value })),
  );
  if (chosen.length === 0) return null;
  return (
    <ul aria-label={t("Chosen filters")} className="mb-6 flex flex-wrap items-center gap-2">
      {chosen.map(({ facet, value }) => (
        <li key={`${facet.key} ${value.value}`}>
          <Link
            to={withoutChoice(params, facet.key, value.value)}
            preventScrollReset
            aria-label={t("Remove {filter}: {value}", {
              filter: facetTitle(facet),
              value: label(facet, value),
            })}
            className="inline-flex min-h-11 items-center gap-2 rounded-full bg-control px-4 text-14 transition-colors duration-(--quick) hover:bg-control-hover lg:min-h-9"
          >
            {label(facet, value)}
            <X size={14} aria-hidden="true" />
          </Link>
        </li>
      ))}
      <li>
        <Link
          to={withoutChoices(params)}
          preventScrollReset
          className="inline-flex min-h-11 items-center px-2 text-14 text-ink-soft underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink lg:min-h-9"
        >
          {t("Clear all")}
        </Link>
      </li>
    </ul>
  );
}
