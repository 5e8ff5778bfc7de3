import type { Suggestions as Found } from "@slipstream/contracts/search-api";
import Clock from "lucide-react/icons/clock";
import Search from "lucide-react/icons/search";
import { useId, useMemo, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { t } from "../language/text.ts";
import type { NameOfCategory } from "../rail/reasons.ts";
import { useCategoryName } from "../shop.ts";
import { useConsent } from "../tracking/consent.tsx";
import { Price } from "../ui/price.tsx";
import { ProductPicture } from "../ui/product-picture.tsx";
import { useReload } from "../ui/use-reload.ts";
import { forgetSearches, recentSearches } from "./recent-searches.ts";
import { useCombobox } from "./use-combobox.ts";
import { useSuggestions } from "./use-suggestions.ts";

interface Option {
  key: string;
  to: string;
  group: string;
  show: () => React.ReactNode;
}

/** What may be meant, under the search box `input` while somebody types in it. */
export default function Suggestions({ input }: { input: HTMLInputElement }) {
  const id = useId();
  const navigate = useNavigate();
  const reload = useReload();
  const location = useLocation();
  const [typed, setTyped] = useState(input.value);
  const [open, setOpen] = useState(true);
  const found = useSuggestions(typed.trim());
  const recent = useRecent(location.key);
  const nameOf = useCategoryName();
  const options = useMemo(
    () => optionsOf(typed.trim(), { found, recent, nameOf }),
    [typed, found, recent, nameOf],
  );
  const shown = open && options.length > 0;
  const { active, setActive } = useCombobox(input, {
    listId: id,
    shown,
    count: options.length,
    onType: (value) => {
      setTyped(value);
      setOpen(true);
    },
    onOpen: setOpen,
    onChoose: (place) => choose(options[place]!),
  });
  const [page, setPage] = useState(location.key);
  if (page !== location.key) {
    setPage(location.key);
    setOpen(false);
  }
  const choose = (option: Option) => {
    setOpen(false);
    if (reload) window.location.assign(option.to);
    else void navigate(option.to);
  };
  return (
    <>
      <p className="sr-only" aria-live="polite">
        {shown ? t("{count} suggestion|{count} suggestions", { count: options.length }) : ""}
      </p>
      <div
        id={id}
        role="listbox"
        tabIndex={-1}
        aria-label={t("Suggestions")}
        hidden={!shown}
        // The focus stays in the box.
        onPointerDown={(event) => event.preventDefault()}
        className="absolute inset-x-0 top-full z-20 mt-2 max-h-[70dvh] overflow-y-auto rounded-picture bg-float p-2 shadow-(--shadow)"
      >
        {groupsOf(options).map(([group, members]) => (
          // biome-ignore lint/a11y/useSemanticElements: options stand in groups, not in a fieldset
          <div key={group} role="group" aria-label={group}>
            <p aria-hidden="true" className="px-3 pt-2 pb-1 text-12 text-ink-faint">
              {group}
            </p>
            {members.map(({ option, place }) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the box's
              <div
                key={option.key}
                id={`${id}-${place}`}
                role="option"
                tabIndex={-1}
                aria-selected={place === active}
                onClick={() => choose(option)}
                onPointerMove={() => setActive(place)}
                className="flex min-h-11 cursor-pointer items-center gap-3 rounded-picture px-3 text-14 aria-selected:bg-control"
              >
                {option.show()}
              </div>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

/** This browser's own searches, of somebody who agreed to be remembered. */
function useRecent(page: string): string[] {
  const { consent } = useConsent();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page may have added one
  return useMemo(() => {
    if (consent === "granted") return recentSearches();
    if (consent !== "loading") forgetSearches();
    return [];
  }, [consent, page]);
}

const MAX_RECENT = 4;

interface Known {
  found: Found | undefined;
  recent: readonly string[];
  nameOf: NameOfCategory;
}

function optionsOf(typed: string, { found, recent, nameOf }: Known): Option[] {
  const start = typed.toLowerCase();
  const own = recent
    .filter((query) => query.toLowerCase().startsWith(start) && query.toLowerCase() !== start)
    .slice(0, MAX_RECENT);
  const others = (found?.searches ?? []).filter((query) => query !== start && !own.includes(query));
  const search = (group: string, Icon: typeof Clock) => (query: string) => ({
    key: `${group} ${query}`,
    group,
    to: `/search?${new URLSearchParams({ q: query })}`,
    show: () => (
      <>
        <Icon size={16} aria-hidden="true" className="shrink-0 text-ink-faint" />
        <span className="truncate">{query}</span>
      </>
    ),
  });
  return [
    ...own.map(search(t("Your searches"), Clock)),
    ...others.map(search(t("Searches"), Search)),
    ...(found?.categories ?? []).map(({ slug, name }) => ({
      key: `category ${slug}`,
      group: t("Categories"),
      to: `/c/${slug}`,
      show: () => <span className="truncate">{nameOf(slug) ?? name}</span>,
    })),
    ...(found?.products ?? []).map((product) => ({
      key: product.itemId,
      group: t("Products"),
      to: `/p/${product.slug}`,
      show: () => (
        <>
          <ProductPicture
            image={product.image && { ...product.image, alt: "" }}
            tint={product.tint}
            className="my-1 w-10 shrink-0"
          />
          <span className="min-w-0 flex-1 truncate">{product.title}</span>
          <span className="text-ink-soft">
            <Price minor={product.priceMinor} currency={product.currency} />
          </span>
        </>
      ),
    })),
  ];
}

function groupsOf(options: readonly Option[]) {
  const groups = new Map<string, { option: Option; place: number }[]>();
  for (const [place, option] of options.entries()) {
    groups.set(option.group, [...(groups.get(option.group) ?? []), { option, place }]);
  }
  return [...groups];
}
