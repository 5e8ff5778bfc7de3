/*
 * Names and values in one cell, as people write them: `Colour=Sea; Size=L`. A backslash stands
 * before whatever would end a name or a value.
 */

/** The cell for these pairs. */
export function writePairs(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .join("; ");
}

function escaped(text: string): string {
  return text.replace(/[\\;=]/g, (letter) => `\\${letter}`);
}

/** The pairs of a cell; undefined where it is not written so. */
export function readPairs(cell: string): Record<string, string> | undefined {
  const pairs: Record<string, string> = {};
  for (const part of split(cell, ";")) {
    if (part.trim() === "") continue;
    const [name = "", value, ...more] = split(part, "=");
    if (value === undefined || more.length > 0) return undefined;
    const key = plain(name);
    if (key === "" || Object.hasOwn(pairs, key)) return undefined;
    // Defined, not set: a name such as __proto__ is a name like any other.
    Object.defineProperty(pairs, key, {
      value: plain(value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return pairs;
}

function plain(text: string): string {
  return text.trim().replace(/\\(.)/g, "$1");
}

/** Splits at a letter, but not where a backslash stands before it. */
function split(text: string, at: ";" | "="): string[] {
  const parts = [""];
  for (let index = 0; index < text.length; index++) {
    const letter = text[index]!;
    if (letter === at) {
      parts.push("");
      continue;
    }
    const taken = letter === "\\" && index + 1 < text.length ? letter + text[++index]! : letter;
    parts[parts.length - 1] += taken;
  }
  return parts;
}
