import type { ServerBuild } from "react-router";

type Route = ServerBuild["routes"][string];

const parts = new WeakMap<ServerBuild, ReadonlyMap<string, ServerBuild>>();

/**
 * The part of a build that serves what begins with the same segment as `path`; all of it where no
 * route begins so. React Router tries one route after the other, twice for each page, and makes all
 * of them anew for each: of a hundred, most of them dashboards, that was a tenth of a page's time.
 */
export function partFor(path: string, build: ServerBuild): ServerBuild {
  const known = parts.get(build) ?? partsOf(build);
  parts.set(build, known);
  return known.get(firstOf(path)) ?? build;
}

function partsOf(build: ServerBuild): ReadonlyMap<string, ServerBuild> {
  const routes = Object.values(build.routes).filter((route) => route !== undefined);
  const byFirst = Map.groupBy(routes, (route) => firstOf(pathOf(route, build)));
  // What begins with a parameter, and the page for what is not there.
  const anywhere = [...byFirst].flatMap(([first, some]) => (/[:*?]/.test(first) ? some : []));
  return new Map([...byFirst].map(([first, some]) => [first, only([...some, ...anywhere], build)]));
}

/** A build of some of its routes, and of those that they lie in. */
function only(routes: readonly Route[], build: ServerBuild): ServerBuild {
  const ids = new Set(routes.flatMap((route) => wayTo(route, build)).map(({ id }) => id));
  const kept = <T>(all: Record<string, T>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));
  const { routes: modules, assets } = build;
  return { ...build, routes: kept(modules), assets: { ...assets, routes: kept(assets.routes) } };
}

/** A route behind all that it lies in. */
function wayTo(route: Route, build: ServerBuild): NonNullable<Route>[] {
  if (!route) return [];
  const { parentId } = route;
  return [...(parentId === undefined ? [] : wayTo(build.routes[parentId], build)), route];
}

function pathOf(route: Route, build: ServerBuild): string {
  const segments = wayTo(route, build).flatMap(({ path }) => path || []);
  return `/${segments.join("/")}`;
}

function firstOf(path: string): string {
  return path.split("/", 2)[1] ?? "";
}
