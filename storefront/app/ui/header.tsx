import Moon from "lucide-react/icons/moon";
import Search from "lucide-react/icons/search";
import Sun from "lucide-react/icons/sun";
import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";
import { Form, useLocation, useSearchParams } from "react-router";
import { CartButton } from "../cart/cart-button.tsx";
import { t } from "../language/text.ts";
import { useShop } from "../shop.ts";
import { AccountLink } from "./account-link.tsx";
import { IconButton } from "./button.tsx";
import { Field } from "./field.tsx";
import { ShopLink } from "./shop-link.tsx";
import { setTheme, useTheme } from "./theme.ts";
import { useReload } from "./use-reload.ts";

/** Fetched when somebody is about to search; without them the box is a plain one. */
const Suggestions = lazy<ComponentType<{ input: HTMLInputElement }>>(() =>
  import("../search/suggestions.tsx").catch(() => ({ default: () => null })),
);

export function Header() {
  const { name } = useShop();
  return (
    <header className="pt-4 md:pt-6">
      <div className="page grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-3 sm:gap-x-6 md:grid-cols-[auto_minmax(0,26rem)_1fr]">
        <ShopLink
          to="/"
          reloadDocument={useReload()}
          className="row-start-1 font-display text-16 font-bold min-[24rem]:text-20 sm:text-28 tracking-tight md:mr-4"
        >
          {name}
        </ShopLink>
        <SearchBox className="col-span-2 row-start-2 md:col-span-1 md:col-start-2 md:row-start-1" />
        <div className="col-start-2 row-start-1 -mr-3 flex justify-self-end md:col-start-3">
          <ThemeSwitch />
          <AccountLink />
          <CartButton />
        </div>
      </div>
      <CategoryNav />
    </header>
  );
}

function SearchBox({ className }: { className: string }) {
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  // Lists of dashboards have words of their own under that name.
  const query = (pathname === "/search" && params.get("q")) || "";
  const [input, setInput] = useState<HTMLInputElement | null>(null);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    // Somebody was in the box before the page was awake to hear of it.
    if (input && input === document.activeElement) setWanted(true);
  }, [input]);
  return (
    <Form
      role="search"
      action="/search"
      reloadDocument={useReload()}
      className={`relative ${className}`}
    >
      <Field
        key={query}
        ref={setInput}
        onFocus={() => setWanted(true)}
        label={t("Search the shop")}
        type="search"
        name="q"
        defaultValue={query}
        required
        maxLength={200}
        placeholder={t("Search")}
        autoComplete="off"
      />
      <button
        type="submit"
        aria-label={t("Search")}
        className="absolute top-0 right-0 inline-flex size-11 items-center justify-center rounded-full text-ink-soft hover:text-ink"
      >
        <Search size={18} aria-hidden="true" />
      </button>
      {wanted && input && (
        <Suspense>
          <Suggestions key={query} input={input} />
        </Suspense>
      )}
    </Form>
  );
}

function ThemeSwitch() {
  const theme = useTheme();
  const next = theme === "dark" ? "light" : "dark";
  const Icon = theme === "dark" ? Sun : Moon;
  return (
    <IconButton
      label={next === "dark" ? t("Switch to dark") : t("Switch to light")}
      className="needs-script"
      onClick={() => setTheme(next)}
    >
      <Icon size={20} aria-hidden="true" />
    </IconButton>
  );
}

function CategoryNav() {
  const { categories } = useShop();
  const { pathname } = useLocation();
  const reloadDocument = useReload();
  const roots = categories.filter(({ parentSlug }) => parentSlug === undefined);
  // Dashboards have a navigation of their own.
  if (roots.length === 0 || /^\/(admin|ops|seller)\b/.test(pathname)) return null;
  return (
    <nav aria-label={t("Categories")} className="category-nav mt-3 md:mt-4">
      <div className="page max-md:fading flex gap-x-6 text-14 text-ink-soft max-md:overflow-x-auto">
        {/* On a wide screen what does not fit waits behind "All". */}
        <ul className="flex gap-x-6 md:h-11 md:flex-1 md:flex-wrap md:overflow-hidden">
          {roots.map(({ slug, name }) => (
            <li key={slug} className="shrink-0">
              <ShopLink
                to={`/c/${slug}`}
                reloadDocument={reloadDocument}
                aria-current={pathname === `/c/${slug}` ? "page" : undefined}
                className={navLook}
              >
                {name}
              </ShopLink>
            </li>
          ))}
        </ul>
        <ShopLink
          to="/#categories"
          reloadDocument={reloadDocument}
          className={`${navLook} shrink-0 text-ink`}
        >
          {t("All")}
        </ShopLink>
      </div>
    </nav>
  );
}

const navLook =
  "inline-flex min-h-11 items-center decoration-2 underline-offset-8 transition-colors duration-(--quick) hover:text-ink aria-[current=page]:text-ink aria-[current=page]:underline";
