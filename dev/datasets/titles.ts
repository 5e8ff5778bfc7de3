/** Words that keep capitals, whatever their place in a title. */
const properWords: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ..."USB LED TV CD DVD UK DJ DIY I I'm 3D BBQ XL".split(" "),
    ..."Christmas Easter Halloween Valentine Valentines Noel Xmas London Paris France Brazil".split(
      " ",
    ),
    ..."India Japan Bombay Madras Jack Hello Kitty Alice Wonderland Mary Dolly Poppy's".split(" "),
    ..."French English British Scottish Danish Swedish Swiss Indian Chinese Japanese Moroccan".split(
      " ",
    ),
    ..."Spanish Turkish Russian Scandinavian Venetian Victorian Edwardian Regency Georgian".split(
      " ",
    ),
  ].map((word) => [word.toLowerCase(), word]),
);

/** Shortenings of the trade that people should not have to guess. */
const shortenings: readonly [RegExp, string][] = [
  [/\bs\/(\d+)\b/gi, "set of $1"],
  [/\b(?:asstd?|asst|ass)\.?(?=\s)/gi, "assorted"],
  [/\basst(?:d)?\b/gi, "assorted"],
  [/\bt-?lights?\b/gi, "T-light"],
  [/\bw\/(?=\s?\w)/gi, "with "],
];

/**
 * A title for people from one in capitals: "WHITE HANGING HEART T-LIGHT HOLDER" becomes "White
 * hanging heart T-light holder". Titles that are not in capitals only lose stray spaces and stars.
 */
export function tidyTitle(raw: string): string {
  const spaced = raw
    .replace(/^[*\s]+|[\s,]+$/g, "")
    .replace(/\s+/g, " ")
    .replace(/\s*,\s*/g, ", ");
  const letters = spaced.replace(/[^A-Za-z]/g, "");
  const capitals = letters.replace(/[^A-Z]/g, "").length;
  if (letters.length === 0 || capitals < letters.length * 0.6) return spaced;
  let title = spaced.toLowerCase().replace(/[a-z0-9']+/g, (word) => properWords[word] ?? word);
  for (const [pattern, replacement] of shortenings) title = title.replace(pattern, replacement);
  return title.replace(/^["(]?[a-z]/, (start) => start.toUpperCase());
}
