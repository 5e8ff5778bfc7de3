/** Where the parts begin that React sends when the rest of the page has gone out already. */
const LATE = '<div hidden id="S:';
const latePart = /<div hidden id="S:(\w+)">/y;
const script = /<script(?: nonce="\w+")?>[\s\S]*?<\/script>/y;
/** The end of a script that puts a part into its place. */
const placing = /\$R[CS]\("[BS]:\w+","[SP]:\w+"\)<\/script>$/;
/** The place of a part: of a boundary's (B), up to the end of what stands in for it, or right here. */
const place = /<template id="([BP]):(\w+)"><\/template>/;
const WAITS = "<!--$?-->";
const boundary = /<!--(\/?)\$[?!~]?-->/g;
const division = /<(\/?)div\b/g;
/** Keeps two texts apart that are two children. */
const BETWEEN_TEXTS = "<!-- -->";

/**
 * A page that went out while it was made, as if it had been made in order: what came late stands
 * where its script would put it, for those without scripts too. A part that is missing leaves its
 * place open (see `isInOrder`).
 */
export function inOrder(html: string): string {
  const start = html.indexOf(LATE);
  if (start < 0) return html;
  const parts = new Map<string, string>();
  let page = html.slice(0, start);
  for (let at = start; at < html.length; ) {
    latePart.lastIndex = at;
    script.lastIndex = at;
    const [begin, id] = latePart.exec(html) ?? [];
    if (begin !== undefined && id !== undefined) {
      const end = endOf(division, html, at + begin.length);
      parts.set(id, html.slice(at + begin.length, end));
      at = end + "</div>".length;
      continue;
    }
    const [other] = script.exec(html) ?? [];
    const next = other === undefined ? html.indexOf("<", at + 1) : at + other.length;
    const end = next < 0 ? html.length : next;
    if (other === undefined || !placing.test(other)) page += html.slice(at, end);
    at = end;
  }
  return filled(page, parts);
}

/** Whether no part of a page waits for a script to put it into its place. */
export function isInOrder(html: string): boolean {
  return !html.includes('<template id="B:') && !html.includes('<template id="P:');
}

function filled(html: string, parts: ReadonlyMap<string, string>): string {
  const found = place.exec(html);
  if (!found) return html;
  const [mark, kind, id = ""] = found;
  const part = parts.get(id);
  if (part === undefined) return html;
  const after = html.slice(found.index + mark.length);
  if (kind === "P") {
    return html.slice(0, found.index) + filled(part + BETWEEN_TEXTS + after, parts);
  }
  const before = html.slice(0, found.index - WAITS.length);
  const rest = after.slice(endOf(boundary, after, 0));
  return `${before}<!--$-->${filled(part, parts)}${filled(rest, parts)}`;
}

/** Where that ends, by its marks, which `html` is in at `from`. */
function endOf(marks: RegExp, html: string, from: number): number {
  let depth = 1;
  for (const { index, 1: closes } of html.slice(from).matchAll(marks)) {
    depth += closes ? -1 : 1;
    if (depth === 0) return from + index;
  }
  return html.length;
}
