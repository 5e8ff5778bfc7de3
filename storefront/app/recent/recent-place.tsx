import type { ProductDetail } from "@slipstream/contracts/shop-api";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { rememberCard, seenCards } from "./seen-cards.ts";

const RecentlyViewed = lazy(() => import("./recently-viewed.tsx"));

/** How far ahead of the screen's edge the row is fetched. */
const AHEAD = "600px";

/** Where the row of what was looked at before stands; fetched when somebody comes near. */
export function RecentPlace({ product }: { product: ProductDetail }) {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    rememberCard(product);
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), {
      rootMargin: AHEAD,
    });
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, [product]);
  return (
    <div ref={place} className="page">
      {near && (
        <Suspense>
          <RecentlyViewed key={product.itemId} itemId={product.itemId} seen={seenCards()} />
        </Suspense>
      )}
    </div>
  );
}
