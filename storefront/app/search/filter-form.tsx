import type { Facet, FacetValue } from "@slipstream/contracts/search-api";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import X from "lucide-react/icons/x";
import { useEffect, useRef, useState } from "react";
import { Form, useSubmit } from "react-router";
import { t } from "../language/text.ts";
import { depthClass } from "../ui/measure.ts";
import { facetTitle, useValueLabel } from "./facet-words.ts";
import { filterKeys } from "./filter-params.ts";
import { useListParams } from "./use-list-params.ts";

const SHEET = "filters";
/** Values that are seen at once; more wait behind a click. */
const FIRST_VALUES = 6;

/** The button that opens the filters on a narrow screen; it needs no script. */
export function FilterButton({ chosen }: { chosen: number }) {
  return (
    <button
      type="button"
      popoverTarget={SHEET}
      className="inline-flex min-h-11 items-center gap-2 rounded-full bg-control px-5 text-14 lg:hidden"
    >
      <SlidersHorizontal size={16} aria-hidden="true" />
      {chosen === 0 ? t("Filters") : t("Filters ({count})", { count: chosen })}
    </button>
  );
}

interface FilterFormProps {
  facets: readonly Facet[];
  total: number;
}

/**
 * All that a list can be narrowed by: beside it on a wide screen, in a sheet on a narrow one. A
 * choice acts at once; without scripts the button below sends them.
 */
export function FilterForm({ facets, total }: FilterFormProps) {
  const submit = useSubmit();
  const params = useListParams();
  const keys: readonly string[] = [...filterKeys, "page"];
  const others = [...params].filter(([name]) => !keys.includes(name));
  return (
    <div id={SHEET} popover="auto" className="filter-sheet">
      <Form
        preventScrollReset
        aria-label={t("Filters")}
        onChange={(event) =>
          submit(event.currentTarget, { preventScrollReset: true, replace: true })
        }
        className="flex h-full flex-col"
      >
        <div className="flex items-center justify-between pb-2 lg:hidden">
          <h2 className="text-20">{t("Filters")}</h2>
          <button
            type="button"
            popoverTarget={SHEET}
            popoverTargetAction="hide"
            aria-label={t("Close")}
            className="-mr-3 inline-flex size-11 items-center justify-center rounded-full"
          >
            <X size={20} aria-hidden="true" />
          </button>
        </div>
        {others.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <div className="min-h-0 flex-1 space-y-6 max-lg:overflow-y-auto">
          {facets.map((facet) => (
            <FacetGroup key={`${facet.key} ${facet.name}`} facet={facet} params={params} />
          ))}
        </div>
        <button
          type="button"
          popoverTarget={SHEET}
          popoverTargetAction="hide"
          className="needs-script mt-4 min-h-11 w-full shrink-0 rounded-full bg-ink px-6 text-14 font-medium text-paper lg:hidden"
        >
          {t("Show {count} product|Show {count} products", { count: total })}
        </button>
        <noscript>
          <button
            type="submit"
            className="mt-6 min-h-11 rounded-full bg-control px-6 text-14 font-medium max-lg:w-full"
          >
            {t("Apply filters")}
          </button>
        </noscript>
      </Form>
    </div>
  );
}

function FacetGroup({ facet, params }: { facet: Facet; params: URLSearchParams }) {
  const { values } = facet;
  const isShort = values.length <= FIRST_VALUES + 1 || facet.key === "category";
  const first = isShort ? values : values.slice(0, FIRST_VALUES);
  const more = values.slice(first.length);
  // A choice in there is seen at the start; afterwards it stays as the visitor leaves it.
  const [open] = useState(() => more.some(({ selected }) => selected));
  return (
    <fieldset>
      <legend className="pb-1 text-14 font-medium">{facetTitle(facet)}</legend>
      <ul>
        {first.map((value) => (
          <Choice key={value.value} {...{ facet, value, params }} />
        ))}
      </ul>
      {more.length > 0 && (
        <details open={open}>
          <summary className="flex min-h-9 items-center text-14 text-ink-soft underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink">
            {t("{count} more", { count: more.length })}
          </summary>
          <ul>
            {more.map((value) => (
              <Choice key={value.value} {...{ facet, value, params }} />
            ))}
          </ul>
        </details>
      )}
    </fieldset>
  );
}

interface ChoiceProps {
  facet: Facet;
  value: FacetValue;
  params: URLSearchParams;
}

function Choice({ facet, value, params }: ChoiceProps) {
  const label = useValueLabel()(facet, value);
  const checked = params.getAll(facet.key).includes(value.value);
  const box = useRef<HTMLInputElement>(null);
  // The box is the browser's own until the address says otherwise: it never flickers, and keeps focus.
  useEffect(() => {
    if (box.current) box.current.checked = checked;
  }, [checked]);
  return (
    <li className={`pl-[calc(var(--depth)*1.25rem)] ${depthClass(value.depth ?? 0)}`}>
      <label className="flex min-h-11 cursor-pointer items-center gap-3 text-14 lg:min-h-9">
        <input
          type="checkbox"
          name={facet.key}
          value={value.value}
          ref={box}
          defaultChecked={checked}
          className="size-4.5 shrink-0 accent-ink"
        />
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <span className="figures text-12 text-ink-faint">{value.count}</span>
      </label>
    </li>
  );
}
