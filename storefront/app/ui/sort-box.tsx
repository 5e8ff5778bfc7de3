import { Form, useSearchParams, useSubmit } from "react-router";
import { t } from "../language/text.ts";
import type { Sort } from "../list-query.ts";
import { sortNames } from "../list-query.ts";

interface SortBoxProps {
  value: Sort;
  options: readonly Sort[];
}

/** Chooses the order of a list; without JavaScript a button sends the choice. */
export function SortBox({ value, options }: SortBoxProps) {
  const submit = useSubmit();
  const [params] = useSearchParams();
  const others = [...params].filter(([name]) => name !== "sort" && name !== "page");
  return (
    <Form className="flex items-center gap-2 text-14" preventScrollReset>
      {others.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <label className="flex items-center gap-2">
        <span className="text-ink-soft max-sm:sr-only">{t("Sort by")}</span>
        <select
          key={value}
          name="sort"
          defaultValue={value}
          onChange={(event) => submit(event.currentTarget.form, { preventScrollReset: true })}
          className="h-11 rounded-full bg-control pr-10 pl-5"
        >
          {options.map((option) => (
            <option key={option} value={option}>
              {t(sortNames[option])}
            </option>
          ))}
        </select>
      </label>
      <noscript>
        <button type="submit" className="h-11 px-2 underline underline-offset-4">
          {t("Apply")}
        </button>
      </noscript>
    </Form>
  );
}
