import type { ProductCard as Product } from "@slipstream/contracts/shop-api";
import { useState } from "react";
import { t } from "../language/text.ts";
import { LoopDrawing } from "../live/loop-drawing.tsx";
import { OpenedHere } from "../live/opened.tsx";
import { SpaceMap } from "../live/space-map.tsx";
import { useLiveRun } from "../live/use-live-run.ts";
import { RailView } from "../rail/rail.tsx";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import styles from "../styles/live.css?url";
import { useConsent } from "../tracking/consent.tsx";
import { ConsentButtons } from "../ui/consent-buttons.tsx";
import { TextLink } from "../ui/link.tsx";
import { pageMeta } from "../ui/page-meta.ts";
import { ProductCard } from "../ui/product-card.tsx";
import type { Route } from "./+types/live";

const TILES = 6;
const ASKED = 48;

type Tile = Pick<
  Product,
  "itemId" | "slug" | "title" | "priceMinor" | "currency" | "image" | "tint"
>;

export const links: Route.LinksFunction = () => [{ rel: "stylesheet", href: styles }];

export async function loader({ context }: Route.LoaderArgs) {
  const { api } = storefrontOf(context);
  const { items } = await critical(api.products({ sort: "newest", pageSize: ASKED }));
  const tints = new Set<string>();
  const unlike = items.filter(({ tint }) => !tints.has(tint) && tints.add(tint));
  return { products: [...new Set([...unlike, ...items])].slice(0, TILES) };
}

export function meta({ matches }: Route.MetaArgs) {
  const { shop, origin } = matches[0].loaderData;
  return pageMeta({
    title: `${t("Live")} · ${shop.name}`,
    description: t(
      "Open a product and watch your own click go round: to the stream, through the model, and back to your shelf.",
    ),
    url: `${origin}/live`,
  });
}

export default function LivePage({ loaderData }: Route.ComponentProps) {
  const { rail, run, path, open } = useLiveRun();
  const [tiles, setTiles] = useState<readonly Tile[]>(loaderData.products);
  const [opened, setOpened] = useState<Tile>();
  const onOpen = (slug: string): boolean => {
    const card = rail?.cards.find((one) => one.slug === slug);
    const tile =
      tiles.find((one) => one.slug === slug) ?? (card && { ...card, tint: card.tint ?? "" });
    if (!tile) return false;
    if (!tiles.includes(tile)) setTiles([tile, ...tiles].slice(0, TILES));
    setOpened(tile);
    open({ itemId: tile.itemId, from: card && rail });
    return true;
  };
  return (
    <OpenedHere onOpen={onOpen}>
      <div className="page pt-8 md:pt-10">
        <h1 className="text-40 md:text-64">{t("Watch a click come back")}</h1>
        <p className="measure mt-4 text-ink-soft">
          {t(
            "Open a product. Your own event runs round the line, the shelf below follows, and so does your place among all products.",
          )}
        </p>
        <Unfollowed />
        <div className="mt-8 grid gap-x-10 gap-y-10 md:grid-cols-2 lg:grid-cols-3">
          <section aria-labelledby="shop" className="md:max-lg:col-span-2">
            <h2 id="shop" className="text-20">
              {t("The shop")}
            </h2>
            <Tiles tiles={tiles} opened={opened} />
          </section>
          <section aria-labelledby="loop">
            <h2 id="loop" className="mb-4 text-20">
              {t("The loop")}
            </h2>
            <LoopDrawing run={run} />
          </section>
          <section aria-labelledby="map" className="needs-script max-md:order-last">
            <h2 id="map" className="mb-4 text-20">
              {t("The model's map")}
            </h2>
            <SpaceMap path={path} rail={rail} />
            <p className="mt-3 text-14 text-ink-soft">
              {t(
                "Each dot is a product; those that the same people look at lie together. The line is your way, the rings are your shelf.",
              )}
            </p>
          </section>
          <div className="needs-script min-w-0 md:col-span-full">
            <Shelf rail={rail} />
          </div>
        </div>
      </div>
    </OpenedHere>
  );
}

/** A few products to begin with; one that was found on the shelf takes its place among them. */
function Tiles({ tiles, opened }: { tiles: readonly Tile[]; opened: Tile | undefined }) {
  return (
    <>
      <ul className="mt-4 grid grid-cols-3 gap-x-4 gap-y-4 md:max-lg:grid-cols-6">
        {tiles.map((tile) => (
          <li
            key={tile.itemId}
            className={`live-tile ${tile.itemId === opened?.itemId ? "is-open" : ""}`}
          >
            <ProductCard product={tile} eager />
          </li>
        ))}
      </ul>
      <p className="mt-2 min-h-[1lh] text-14 text-ink-soft">
        {opened && (
          <>
            {t("You look at {product}.", { product: opened.title })}{" "}
            <TextLink to={`/p/${opened.slug}`} data-leads-there>
              {t("Go to its page")}
            </TextLink>
          </>
        )}
      </p>
    </>
  );
}

function Shelf({ rail }: { rail: Parameters<typeof RailView>[0]["rail"] }) {
  return (
    <RailView
      live
      rail={rail}
      title={(shown) =>
        shown?.anchor
          ? t("Because you just viewed {product}", { product: shown.anchor.title })
          : t("Your shelf")
      }
      spoken={(shown) =>
        shown.anchor
          ? t("Your shelf now follows {product}", { product: shown.anchor.title })
          : t("Your shelf has changed")
      }
      empty={
        <p className="max-w-[30ch] px-6 font-display text-20 md:px-10 md:text-28">
          {t("Open any product above. This shelf will follow.")}
        </p>
      }
    />
  );
}

/** Without consent no event leaves the page, so none can be shown. */
function Unfollowed() {
  const { consent } = useConsent();
  return (
    <>
      <noscript>
        <p className="measure mt-4">
          {t(
            "This page draws with JavaScript, and without it nothing of you is sent. The shelves on every product's page work all the same.",
          )}
        </p>
      </noscript>
      {(consent === "denied" || consent === "unknown") && (
        <div className="mt-6 max-w-[40rem] rounded-picture bg-shade px-6 py-5 text-14">
          <p>
            {t(
              "You have not agreed to be followed, so no event leaves this page. The shelf and the map go by what this tab remembers.",
            )}
          </p>
          {consent === "denied" && <ConsentButtons className="mt-4 max-w-80" />}
        </div>
      )}
    </>
  );
}
