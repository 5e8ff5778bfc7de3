import type { ProductDetail } from "@slipstream/contracts/shop-api";
import { useState } from "react";
import { Price } from "./price.tsx";
import { optionsOf, variantFor } from "./variants.ts";

interface ProductFactsProps {
  product: ProductDetail;
  /** Told of every choice among the options. */
  onChoose: (chosen: Readonly<Record<string, string>>) => void;
}

/** Everything that is said about a product beside its pictures. */
export function ProductFacts({ product, onChoose }: ProductFactsProps) {
  const { title, brand, currency, variants, description, attributes } = product;
  const options = optionsOf(variants);
  const [chosen, setChosen] = useState<Record<string, string>>(() => ({ ...variants[0]?.options }));
  const variant = variantFor(variants, chosen);
  const choose = (name: string, value: string) => {
    setChosen({ ...chosen, [name]: value });
    onChoose({ [name]: value });
  };
  // What can be chosen above is not told again below.
  const told = Object.entries(attributes).filter(
    ([key]) => !options.some(({ name }) => name === key),
  );
  return (
    <div>
      {brand && <p className="text-14 text-ink-soft">{brand}</p>}
      <h1 className="mt-1 text-40">{title}</h1>
      <p className="mt-4 text-20">
        <Price minor={variant?.priceMinor ?? product.priceMinor} currency={currency} />
      </p>
      {options.map(({ name, values }) => (
        <OptionChoice
          key={name}
          name={name}
          values={values}
          chosen={chosen[name]}
          onChoose={(value) => choose(name, value)}
        />
      ))}
      <Stock available={variant?.available} inStock={product.inStock} />
      {description && (
        <div className="measure mt-8 space-y-4">
          {description.split(/\n{2,}/).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      )}
      <Attributes entries={told} />
    </div>
  );
}

interface OptionChoiceProps {
  name: string;
  values: readonly string[];
  chosen: string | undefined;
  onChoose: (value: string) => void;
}

function OptionChoice({ name, values, chosen, onChoose }: OptionChoiceProps) {
  return (
    <fieldset className="mt-6">
      <legend className="text-14 text-ink-soft capitalize">{name}</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {values.map((value) => (
          <label
            key={value}
            className="inline-flex min-h-11 cursor-pointer items-center rounded-full bg-control px-5 text-14 transition-colors duration-(--quick) hover:bg-control-hover has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-offset-3 has-focus-visible:outline-ink"
          >
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === chosen}
              onChange={() => onChoose(value)}
              className="sr-only"
            />
            {value}
          </label>
        ))}
      </div>
    </fieldset>
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
        {there ? (few ? `In stock, ${available} left` : "In stock") : "Sold out in this version"}
      </p>
      {there && <p className="mt-1 text-ink-soft">Delivered in 2 to 4 working days</p>}
    </div>
  );
}

function Attributes({ entries }: { entries: readonly [name: string, value: string][] }) {
  if (entries.length === 0) return null;
  return (
    <dl className="mt-8 text-14">
      {entries.map(([name, value]) => (
        <div key={name} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-4 py-2">
          <dt className="text-ink-soft capitalize">{name.replaceAll("_", " ")}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
