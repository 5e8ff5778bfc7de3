/** Markup that is safe to put into a page. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | undefined | readonly Part[];

/** Markup from a template; strings put into it are escaped, markup and lists of it are not. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  const markup = texts.map((text, at) => text + markupOf(parts[at])).join("");
  return { markup };
}

function markupOf(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escaped(part);
  if ("markup" in part) return part.markup;
  return part.map(markupOf).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => entities[sign]!);
}

/** A table that scrolls by itself where the page is narrow. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<div class="wide"><table>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}

/** A chart with its numbers behind a fold. */
export function figure(options: {
  caption: string;
  chart: Html;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}): Html {
  return html`<figure>
${options.chart}
<figcaption>${options.caption}</figcaption>
<details><summary>Numbers</summary>${table(options.head, options.rows)}</details>
</figure>`;
}
