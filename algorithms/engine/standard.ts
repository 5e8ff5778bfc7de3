import { ItemLife } from "../features/item-life.ts";
import { LastItems } from "../features/last-items.ts";
import { SessionItems } from "../features/session-items.ts";
import { SessionShape } from "../features/session-shape.ts";
import {
  CoVisitation,
  earlierCoVisitation,
  nextItemCoVisitation,
  symmetricCoVisitation,
  wideCoVisitation,
} from "../sources/co-visitation.ts";
import { OnlineFactors } from "../sources/online-factors.ts";
import { Popularity } from "../sources/popularity.ts";
import { Repeat } from "../sources/repeat.ts";
import { nearSessionKnn, SessionKnn, vmisKnn } from "../sources/session-knn.ts";
import { SessionRing } from "../sources/session-ring.ts";
import { VisitTrusted } from "../sources/visit-trusted.ts";
import { Engine } from "./engine.ts";
import type { ItemIds } from "./item-ids.ts";
import { SilentSource } from "./silent-source.ts";
import type { Source } from "./source.ts";

/** Candidates taken of each source: part of what z-scores mean, so the same wherever they are read. */
export const CANDIDATES_PER_SOURCE = 60;

/** Places of models that are trained in batch, each silent until one of its name is there. */
export const batchPlaces = ["ease", "sequence", "two_tower", "als", "autoencoder"] as const;
export type BatchPlace = (typeof batchPlaces)[number];

/**
 * The sources and features that every shop has, offline and serving alike: the same names in the
 * same order. `parts` are what a place brings of its own, each in the place of its name; without one
 * the place is silent. Parts of other names stand at the end.
 */
export class StandardEngine extends Engine {
  /** Who was where, in any order and in this one. */
  readonly near: CoVisitation;
  readonly next: CoVisitation;

  constructor(parts: readonly Source[] = []) {
    const near = new CoVisitation("co_visitation", symmetricCoVisitation);
    const next = new CoVisitation("next_item", nextItemCoVisitation);
    const left = new Map(parts.map((part) => [part.name, part]));
    const part = (name: string, otherwise: Source = new SilentSource(name)): Source => {
      const source = left.get(name) ?? otherwise;
      left.delete(name);
      return source;
    };
    const earlier = new CoVisitation(
      "earlier_items",
      earlierCoVisitation,
      (query) => query.earlier,
    );
    const ring = new SessionRing(vmisKnn);
    const sources = [
      near,
      next,
      new CoVisitation("co_visitation_wide", wideCoVisitation),
      new SessionKnn("session_knn", vmisKnn, ring),
      new SessionKnn("session_near", nearSessionKnn, ring),
      new VisitTrusted(part("session_vector"), near),
      new Popularity("popularity", 10_000),
      new Repeat(),
      part("earlier_items", earlier),
      ...batchPlaces.map((name) => part(name)),
      part("co_purchase"),
      new VisitTrusted(part("item_vector"), near, { ofSeed: true }),
      new VisitTrusted(part("user_factor"), near),
      part("content"),
      part("new_items"),
      part("given"),
      part("trending"),
    ];
    const groups = [
      new SessionItems(),
      new ItemLife(),
      new SessionShape(),
      new LastItems(next, near),
    ];
    super([...sources, ...left.values()], groups);
    this.near = near;
    this.next = next;
  }
}

/** The standard engine offline: it learns factors itself, where a server is told of them. */
export function standardEngine(ids: ItemIds, parts: readonly Source[] = []): StandardEngine {
  return new StandardEngine([new OnlineFactors(ids), ...parts]);
}

/** Names of the columns of every standard engine. */
export const standardColumns: readonly string[] = new StandardEngine().names;
