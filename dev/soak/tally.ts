const SHOWN = 20;

/** What went well and what did not, over a run. */
export class Tally {
  requests = 0;
  orders = 0;
  errors = 0;
  /** The first few of them, in words. */
  readonly examples: string[] = [];

  wrong(where: string, what: string): void {
    this.errors++;
    if (this.examples.length < SHOWN) this.examples.push(`${where}: ${what}`);
  }
}
