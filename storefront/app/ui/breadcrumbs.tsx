import { t } from "../language/text.ts";
import { ShopLink } from "./shop-link.tsx";

interface Crumb {
  name: string;
  to: string;
}

/** The way here, the last step not repeated: the heading says it. */
export function Breadcrumbs({ trail }: { trail: readonly Crumb[] }) {
  return (
    <nav aria-label={t("Breadcrumb")} className="text-14 text-ink-soft">
      <ol className="flex flex-wrap gap-x-2">
        {trail.map(({ name, to }, place) => (
          <li key={to} className="flex gap-x-2">
            {place > 0 && (
              <span aria-hidden="true" className="py-1">
                /
              </span>
            )}
            <ShopLink
              to={to}
              className="py-1 hover:text-ink hover:underline hover:underline-offset-4"
            >
              {name}
            </ShopLink>
          </li>
        ))}
      </ol>
    </nav>
  );
}
