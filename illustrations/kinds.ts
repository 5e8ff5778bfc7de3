import { accessories } from "./families/accessories.ts";
import { bags } from "./families/bags.ts";
import { bath } from "./families/bath.ts";
import { camping } from "./families/camping.ts";
import { candles } from "./families/candles.ts";
import { clothing } from "./families/clothing.ts";
import { cookware } from "./families/cookware.ts";
import { decor } from "./families/decor.ts";
import { dolls } from "./families/dolls.ts";
import { games } from "./families/games.ts";
import { garden } from "./families/garden.ts";
import { gifts } from "./families/gifts.ts";
import { hangings } from "./families/hangings.ts";
import { jewellery } from "./families/jewellery.ts";
import { kitchen } from "./families/kitchen.ts";
import { lamps } from "./families/lamps.ts";
import { outdoor } from "./families/outdoor.ts";
import { pantry } from "./families/pantry.ts";
import { paper } from "./families/paper.ts";
import { plants } from "./families/plants.ts";
import { seating } from "./families/seating.ts";
import { serving } from "./families/serving.ts";
import { shoes } from "./families/shoes.ts";
import { sound } from "./families/sound.ts";
import { storage } from "./families/storage.ts";
import { tableware } from "./families/tableware.ts";
import { textiles } from "./families/textiles.ts";
import { toys } from "./families/toys.ts";
import { writing } from "./families/writing.ts";
import type { KindDrawing } from "./sketch.ts";

const kinds = {
  ...accessories,
  ...bags,
  ...bath,
  ...camping,
  ...candles,
  ...clothing,
  ...cookware,
  ...decor,
  ...dolls,
  ...games,
  ...garden,
  ...gifts,
  ...hangings,
  ...jewellery,
  ...kitchen,
  ...lamps,
  ...outdoor,
  ...pantry,
  ...paper,
  ...plants,
  ...seating,
  ...serving,
  ...shoes,
  ...sound,
  ...storage,
  ...tableware,
  ...textiles,
  ...toys,
  ...writing,
} satisfies Record<string, KindDrawing>;

export type IllustrationKind = keyof typeof kinds;

/** Every kind of object that can be drawn. */
export const illustrationKinds = Object.keys(kinds) as IllustrationKind[];

export function drawingOf(kind: IllustrationKind): KindDrawing {
  return kinds[kind];
}
