import type { ProductDetail } from "@slipstream/contracts/shop-api";
import { useState } from "react";
import { AddToCart } from "../cart/add-to-cart.tsx";
import { CompareButton } from "../compare/compare-button.tsx";
import { catalogueLanguage } from "../language/current.ts";
import { t } from "../language/text.ts";
import { Heart } from "../wishlist/heart.tsx";
import { DeliveryEstimate } from "./delivery-estimate.tsx";
import { OptionChoice } from "./option-choice.tsx";
import { Price } from "./price.tsx";
import { Stars, starText } from "./stars.tsx";
import { TellMe } from "./tell-me.tsx";
import { choose, openingOf, optionsOf, reachOf, variantFor } from "./variants.ts";

interface ProductFactsProps {
  product: ProductDetail;
  /** Told of every choice among the options. */
  onChoose: (chosen: Readonly<Record<string, string>>) => void;
}

/** Everything that is said about a product beside its pictures. */
export function ProductFacts({ product, onChoose }: ProductFactsProps) {
  const { title, brand, currency, variants, description, attributes, rating } = product;
  const options = optionsOf(variants);
  const [chosen, setChosen] = useState<Record<string, string>>(() => ({
    ...openingOf(variants)?.options,
  }));
  const variant = variantFor(variants, chosen);
  const reach = reachOf(variants, chosen);
  const pick = (name: string, value: string) => {
    setChosen(choose(variants, chosen, [name, value]));
    onChoose({ [name]: value });
  };
  // What can be chosen above is not told again below.
  const told = Object.entries(attributes).filter(
    ([key]) => !options.some(({ name }) => name === key),
  );
  return (
    <div>
      {brand && <p className="text-14 text-ink-soft">{brand}</p>}
      <h1 lang={catalogueLanguage(product.translated)} className="mt-1 text-40">
        {title}
      </h1>
      {rating && (
        <a href="#reviews" className="mt-2 inline-flex min-h-11 items-center gap-2 text-14">
          <Stars rating={rating.average} />
          <span className="figures underline decoration-line decoration-2 underline-offset-4">
            {t("{rating} of 5 from {count} review|{rating} of 5 from {count} reviews", {
              rating: starText(rating.average),
              count: rating.count,
            })}
          </span>
        </a>
      )}
      <p className="mt-4 text-20">
        <Price minor={variant?.priceMinor ?? product.priceMinor} currency={currency} />
      </p>
      {options.map(({ name, values }) => (
        <OptionChoice
          key={name}
          name={name}
          values={values}
          chosen={chosen[name]}
          reach={(value) => reach(name, value)}
          onChoose={(value) => pick(name, value)}
        />
      ))}
      <Stock available={variant?.available} inStock={product.inStock} />
      <AddToCart key={variant?.sku} variant={variant} />
      <div className="mt-2 flex flex-wrap items-center gap-x-6 text-14">
        <Heart product={product} words />
        <CompareButton product={product} words />
        <TellMe product={product} variant={variant} />
      </div>
      {description && (
        <div
          lang={catalogueLanguage(product.describedInLanguage)}
          className="measure mt-8 space-y-4"
        >
          {description.split(/\n{2,}/).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      )}
      <Attributes entries={told} lang={catalogueLanguage(product.translated)} />
    </div>
  );
}

/** Few enough that it is kind to say so. */
const FEW = 5;

function Stock({ available, inStock }: { available: number | undefined; inStock: boolean }) {
  const there = available === undefined ? inStock : available > 0;
  const few = there && available !== undefined && available <= FEW;
  return (
    <div className="mt-6 text-14">
      <p className={there ? "" : "text-error"}>
        {there
          ? few
            ? t("In stock, {count} left", { count: available })
            : t("In stock")
          : t("Sold out")}
      </p>
      {there && <DeliveryEstimate />}
    </div>
  );
}

interface AttributesProps {
  entries: readonly [name: string, value: string][];
  lang: string | undefined;
}

function Attributes({ entries, lang }: AttributesProps) {
  if (entries.length === 0) return null;
  return (
    <dl lang={lang} className="mt-8 text-14">
      {entries.map(([name, value]) => (
        <div key={name} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-4 py-2">
          <dt className="text-ink-soft capitalize">{name.replaceAll("_", " ")}</dt>
          <dd className="first-letter:uppercase">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
