import type { Known } from "@slipstream/contracts/privacy-api";
import { useEffect, useState } from "react";
import { currentLanguage } from "../language/current.ts";
import { t } from "../language/text.ts";
import { useConsent } from "../tracking/consent.tsx";
import { ProductCard } from "../ui/product-card.tsx";
import type { SeenCard } from "./seen-cards.ts";

const SHOWN = 6;

interface RecentlyViewedProps {
  /** The product of this page, which is not among them. */
  itemId: string;
  /** What this tab remembers, newest first. */
  seen: readonly SeenCard[];
}

/**
 * What was looked at before this product: by this tab's memory, and of those who agreed by what the
 * shop remembers over visits and devices.
 */
export default function RecentlyViewed({ itemId, seen }: RecentlyViewedProps) {
  const { consent } = useConsent();
  const [known, setKnown] = useState<readonly SeenCard[]>([]);
  useEffect(() => {
    if (consent !== "granted") return setKnown([]);
    let left = false;
    void askRecent().then((recent) => left || setKnown(recent));
    return () => {
      left = true;
    };
  }, [consent]);
  const unique = new Map([...seen, ...known].map((card) => [card.itemId, card]));
  unique.delete(itemId);
  const shown = [...unique.values()].slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="recently" className="mt-16 md:mt-26">
      <h2 id="recently" className="text-20 md:text-28">
        {t("Recently viewed")}
      </h2>
      <ul className="mt-6 grid grid-cols-3 gap-x-4 gap-y-8 md:grid-cols-6 md:gap-x-6">
        {shown.map((card) => (
          <li key={card.itemId}>
            <ProductCard product={card} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Never rejects: then the tab's own memory is all. */
async function askRecent(): Promise<SeenCard[]> {
  try {
    const response = await fetch("/api/privacy", {
      headers: { "accept-language": currentLanguage() },
    });
    if (!response.ok) return [];
    const { recent } = (await response.json()) as Known;
    return recent.flatMap(({ product }) => product ?? []);
  } catch {
    return [];
  }
}
