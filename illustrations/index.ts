export { type ColourName, colourNames } from "./colours.ts";
export {
  drawIllustration,
  formOf,
  type IllustrationSpec,
  type IllustrationView,
  illustrationViews,
  optionsOf,
  patternOf,
  seedFor,
  swatchOf,
} from "./draw.ts";
export { illustrationForTitle } from "./for-title.ts";
export { type IllustrationKind, illustrationKinds } from "./kinds.ts";
export { type MaterialName, materialNames } from "./materials.ts";
export { illustrationPath, parseIllustrationPath } from "./path.ts";
export { type PatternName, patternNames } from "./patterns.ts";
export { hashText, randomFrom } from "./random.ts";
export { type Tint, type TintName, tints } from "./tints.ts";
