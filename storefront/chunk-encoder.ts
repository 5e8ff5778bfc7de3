/** Longer ones are hardly ever the same, and React gives long chunks away with the stream. */
const MAX_LENGTH = 200;
const MAX_KNOWN = 4_000;

/**
 * The TextEncoder of React's renderer: see chunk-plugin.ts. Names of attributes, classes and words
 * that pages have in common are encoded once. Nobody may write into what it answers.
 */
export class ChunkEncoder {
  readonly #encoder = new TextEncoder();
  readonly #known = new Map<string, Uint8Array>();

  encode(text: string): Uint8Array {
    const known = this.#known.get(text);
    if (known) return known;
    const chunk = this.#encoder.encode(text);
    if (text.length > MAX_LENGTH) return chunk;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(text, chunk);
    return chunk;
  }
}
