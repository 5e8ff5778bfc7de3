/**
 * Answers a second where so many callers each ask again as soon as they are answered: what a server
 * gives when it has never nothing to do.
 */
export async function closedLoop(options: {
  callers: number;
  seconds: number;
  ask: (number: number) => Promise<unknown>;
}): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + 1000 * options.seconds;
  let asked = 0;
  const call = async () => {
    while (performance.now() < endsAt) await options.ask(asked++);
  };
  await Promise.all(Array.from({ length: options.callers }, call));
  return (1000 * asked) / (performance.now() - startedAt);
}
