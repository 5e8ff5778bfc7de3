import { catalogueLanguage } from "../language/current.ts";
import { msg, t } from "../language/text.ts";
import { useShop } from "../shop.ts";
import { LanguageMenu } from "./language-menu.tsx";
import { ShopLink } from "./shop-link.tsx";
import { useReload } from "./use-reload.ts";

const links = [
  { to: "/live", text: msg("How it works") },
  { to: "/privacy", text: msg("Privacy") },
  { to: "/currency", text: msg("Currency") },
];

const look =
  "inline-flex min-h-11 items-center hover:text-ink hover:underline hover:underline-offset-4";

export function Footer() {
  const { name, simulated, provenance, translated } = useShop();
  const reloadDocument = useReload();
  return (
    <footer className="mt-26 border-line border-t py-10 text-14 text-ink-soft">
      <div className="page flex flex-wrap items-start justify-between gap-x-16 gap-y-2 md:gap-y-6">
        <div className="measure">
          <p className="font-display text-20 text-ink">{name}</p>
          {provenance && (
            <p className="mt-2">
              <span lang={catalogueLanguage(translated)}>{provenance}</span>
              {simulated && ` ${t("What you do moves your shelves all the same.")}`}
            </p>
          )}
        </div>
        <ul className="flex flex-wrap gap-x-4 sm:gap-x-6">
          {links.map(({ to, text }) => (
            <li key={to}>
              <ShopLink to={to} reloadDocument={reloadDocument} className={look}>
                {t(text)}
              </ShopLink>
            </li>
          ))}
          <li>
            <a href="/api/docs" className={look}>
              {t("API")}
            </a>
          </li>
        </ul>
        <LanguageMenu />
      </div>
    </footer>
  );
}
