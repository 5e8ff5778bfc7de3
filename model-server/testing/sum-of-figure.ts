/** What all servers tell of a figure at `/metrics`, added up; the pattern's group is the number. */
export async function sumOfFigure(
  servers: readonly { url: string }[],
  pattern: RegExp,
): Promise<number> {
  const texts = await Promise.all(
    servers.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()),
  );
  return texts
    .flatMap((text) => [...text.matchAll(pattern)])
    .reduce((sum, [, count]) => sum + Number(count), 0);
}
