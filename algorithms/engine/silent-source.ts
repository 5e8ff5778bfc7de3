import type { Source } from "./source.ts";

/** A source that is not there: its columns are, so that names and order are always the same. */
export class SilentSource implements Source {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  observe(): void {}

  score(): void {}
}
