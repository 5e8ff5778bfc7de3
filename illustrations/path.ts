import { type ColourName, colourNames } from "./colours.ts";
import { type IllustrationSpec, type IllustrationView, illustrationViews } from "./draw.ts";
import { type IllustrationKind, illustrationKinds } from "./kinds.ts";
import { type MaterialName, materialNames } from "./materials.ts";

const PREFIX = "/media/drawn/v1/";
const MAX_PATH = 120;
const kindSet: ReadonlySet<string> = new Set(illustrationKinds);
const colourSet: ReadonlySet<string> = new Set(colourNames);
const materialSet: ReadonlySet<string> = new Set(materialNames);
const viewSet: ReadonlySet<string> = new Set(illustrationViews);

/** `/media/drawn/v1/<kind>/<colour>/<material or ->/<seed, 8 hex digits>/<view>.svg`. */
export function illustrationPath(spec: IllustrationSpec, view: IllustrationView): string {
  const seed = (spec.seed >>> 0).toString(16).padStart(8, "0");
  return `${PREFIX}${spec.kind}/${spec.colour}/${spec.material ?? "-"}/${seed}/${view}.svg`;
}

/** The inverse of `illustrationPath`; undefined for anything that it would not have written. */
export function parseIllustrationPath(
  path: string,
): { spec: IllustrationSpec; view: IllustrationView } | undefined {
  if (path.length > MAX_PATH || !path.startsWith(PREFIX) || !path.endsWith(".svg"))
    return undefined;
  const parts = path.slice(PREFIX.length, -".svg".length).split("/");
  if (parts.length !== 5) return undefined;
  const [kind, colour, material, seed, view] = parts as [string, string, string, string, string];
  if (!kindSet.has(kind) || !colourSet.has(colour) || !viewSet.has(view)) return undefined;
  if (material !== "-" && !materialSet.has(material)) return undefined;
  if (!/^[0-9a-f]{8}$/.test(seed)) return undefined;
  const spec: IllustrationSpec = {
    kind: kind as IllustrationKind,
    seed: Number.parseInt(seed, 16),
    colour: colour as ColourName,
    ...(material === "-" ? {} : { material: material as MaterialName }),
  };
  return { spec, view: view as IllustrationView };
}
