interface Change {
  /** Which part; empty: the whole. */
  name: string;
  from?: string;
  to?: string;
}

const MAX_TEXT = 120;
const MAX_CHANGES = 12;

/** What differs between two states of a thing, part by part; of a new or gone one, what it was. */
export function changesOf(before: unknown, after: unknown): Change[] {
  if (isParts(before) || isParts(after)) {
    const [old, now] = [isParts(before) ? before : {}, isParts(after) ? after : {}];
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return names
      .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
      .slice(0, MAX_CHANGES)
      .map((name) => changeOf(name, old[name], now[name]));
  }
  if (before === undefined && after === undefined) return [];
  return [changeOf("", before, after)];
}

function changeOf(name: string, from: unknown, to: unknown): Change {
  return {
    name,
    ...(from === undefined ? {} : { from: textOf(from) }),
    ...(to === undefined ? {} : { to: textOf(to) }),
  };
}

function textOf(value: unknown): string {
  const text =
    typeof value === "string"
      ? value
      : Array.isArray(value) && value.every((part) => typeof part === "string")
        ? value.join(", ")
        : JSON.stringify(value);
  if (text === "") return "nothing";
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

function isParts(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
