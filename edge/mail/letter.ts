/** A part of a letter: a paragraph, a link on a line of its own, a code, or a small table. */
export type LetterBlock =
  | string
  | { link: string; text: string }
  | { code: string }
  | { rows: readonly (readonly [label: string, value: string])[] };

/** A letter as its writer thinks of it; `renderLetter` makes text and HTML of it. */
export interface Letter {
  subject: string;
  blocks: readonly LetterBlock[];
}

const MAX_SUBJECT = 200;

/** A letter as it is sent, signed with these lines. Whatever stands in it is escaped: names and titles are people's own. */
export function renderLetter(letter: Letter, signature: readonly string[]) {
  return {
    subject: oneLine(letter.subject),
    text: `${letter.blocks.map(blockText).join("\n\n")}\n\n${signature.join("\n")}\n`,
    html: page(letter.blocks.map(blockHtml).join("\n"), signature.map(escapeHtml).join("<br>")),
  };
}

/** A line break in a subject would start a header of its own. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").slice(0, MAX_SUBJECT);
}

function blockText(block: LetterBlock): string {
  if (typeof block === "string") return block;
  if ("link" in block) return `${block.text}:\n${block.link}`;
  if ("code" in block) return block.code;
  return block.rows.map(([label, value]) => `${label}: ${value}`).join("\n");
}

function blockHtml(block: LetterBlock): string {
  if (typeof block === "string") return `<p>${escapeHtml(block)}</p>`;
  if ("code" in block) return `<p style="font:20px monospace">${escapeHtml(block.code)}</p>`;
  if ("link" in block) {
    const look =
      "display:inline-block;padding:12px 24px;border-radius:999px;background:#2b2320;color:#fbf9f4;text-decoration:none";
    return `<p><a href="${escapeHtml(block.link)}" style="${look}">${escapeHtml(block.text)}</a></p>`;
  }
  const rows = block.rows.map(
    ([label, value]) =>
      `<tr><td style="padding:4px 24px 4px 0">${escapeHtml(label)}</td><td style="padding:4px 0;text-align:right">${escapeHtml(value)}</td></tr>`,
  );
  return `<table role="presentation" style="border-collapse:collapse">${rows.join("")}</table>`;
}

function page(body: string, signature: string): string {
  return `<!doctype html>
<html><head><meta charset="utf-8"></head>
<body style="margin:0;padding:24px;background:#fbf9f4;color:#2b2320;font:16px/1.5 sans-serif">
<div style="max-width:36rem;margin:0 auto">
${body}
<p style="color:#6b625c">${signature}</p>
</div></body></html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
