/**
 * npm passes Ctrl-C on to a program that the terminal has told already: a second signal this soon
 * after the first is that, not a person's impatience.
 */
const SAME_SIGNAL_MS = 700;

/**
 * Calls `first` at the first Ctrl-C, SIGTERM or hang-up, and ends the process at the next: its
 * children are then stopped by the guard.
 */
export function onStopSignals(first: (signal: NodeJS.Signals) => void): void {
  let firstAt: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        first(signal);
      } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
        process.exit(1);
      }
    });
  }
}
