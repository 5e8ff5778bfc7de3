import type { LiveMap } from "@slipstream/contracts/live-api";
import type { Rail } from "@slipstream/contracts/rail-socket";
import { useEffect, useMemo, useState } from "react";
import { t } from "../language/text.ts";
import { askMap } from "./live-answers.ts";
import { dotPaths, drawn, MAP_VIEW, type MapPath, pathLine, percentOf } from "./map-shape.ts";

/** Vectors move while the shop learns. */
const AGAIN_MS = 20_000;
/** With fewer products than this it is no map yet, and says so. */
const SPARSE = 40;

interface SpaceMapProps {
  path: MapPath | undefined;
  /** Its products are marked: they are what lies near. */
  rail: Rail | undefined;
}

/** The catalogue as the model sees it, and one's own way through it. */
export function SpaceMap({ path, rail }: SpaceMapProps) {
  const map = useMap(path?.plane);
  const dots = useMemo(() => (map ? dotPaths(map) : []), [map]);
  const places = path && map?.plane === path.plane ? path.places : [];
  const chosen = useMemo(() => placesOf(map, rail), [map, rail]);
  const here = places.at(-1);
  if (map?.points.length === 0) {
    return (
      <p className="mx-auto flex aspect-square w-full max-w-[28rem] items-center justify-center rounded-picture bg-shade p-10 text-center text-14 text-balance text-ink-soft">
        {t("Nothing has been learnt yet. The map is drawn as soon as somebody looks around.")}
      </p>
    );
  }
  return (
    <div className="relative mx-auto aspect-square w-full max-w-[28rem] rounded-picture bg-shade">
      <svg
        role="img"
        aria-label={`${t("A map of {count} products.", { count: map?.points.length ?? 0 })} ${here ? t("Your way ends near what you opened last.") : t("Your way begins with the first product that you open.")}`}
        viewBox={MAP_VIEW}
        className="space-map block size-full overflow-visible"
      >
        {dots.map(({ tint, d }) => (
          <path key={tint} data-tint={tint} d={d} className="map-dots" />
        ))}
        {chosen.map(({ itemId, ...place }) => {
          const { x, y } = drawn(place);
          return <circle key={itemId} cx={x} cy={y} r={2.6} className="map-chosen" />;
        })}
        <path d={pathLine(places)} className="map-path" />
        {places.slice(0, -1).map((place) => {
          const { x, y } = drawn(place);
          return (
            <circle key={`${place.x} ${place.y}`} cx={x} cy={y} r={1.6} className="map-step" />
          );
        })}
      </svg>
      {here && <Here place={here} />}
      {map && map.points.length < SPARSE && (
        <p className="absolute inset-x-6 bottom-4 bg-shade text-center text-balance text-14 text-ink-soft">
          {t("Few products have a place yet: each gets one as somebody looks at it.")}
        </p>
      )}
    </div>
  );
}

/** Glides from place to place. */
function Here({ place }: { place: { x: number; y: number } }) {
  return (
    <div aria-hidden="true" className="map-here absolute" style={percentOf(place)}>
      <span className="absolute top-2.5 left-2.5 rounded-full bg-paper px-1.5 text-12 font-medium">
        {t("You")}
      </span>
    </div>
  );
}

function placesOf(map: LiveMap | undefined, rail: Rail | undefined) {
  const shown = new Set(rail?.cards.map(({ itemId }) => itemId));
  return map?.points.filter(({ itemId }) => shown.has(itemId)) ?? [];
}

/** Asked for again now and then while it is looked at, and at once when the plane is another. */
function useMap(plane: number | undefined): LiveMap | undefined {
  const [map, setMap] = useState<LiveMap>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plane wants another map
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== "visible") return;
      void askMap().then((fresh) => fresh && setMap(fresh));
    };
    look();
    const timer = setInterval(look, AGAIN_MS);
    return () => clearInterval(timer);
  }, [plane]);
  return map;
}
