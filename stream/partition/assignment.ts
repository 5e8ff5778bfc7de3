/**
 * Which member is to hold each partition, so that nobody holds two more than another and as few as
 * possible change hands: Kafka's sticky assignment (KIP-54), made by each member for itself out of
 * who is there and who holds what. A partition goes from one to the other only by way of being free,
 * as in cooperative rebalancing (KIP-429), so members that see things differently for a moment are
 * slow, never two on one partition.
 *
 * The members that have most may keep the one that is over; everybody keeps their lowest; the rest
 * goes, ascending, to whoever has most room.
 *
 * @param options.owners who holds each partition now; undefined, or no member: it is free
 * @returns a member per partition; undefined only where there are no members
 */
export function assign(options: {
  members: readonly string[];
  owners: readonly (string | undefined)[];
}): (string | undefined)[] {
  const { owners } = options;
  const held = new Map(options.members.map((id): [string, number[]] => [id, []]));
  for (const [partition, owner] of owners.entries()) {
    if (owner !== undefined) held.get(owner)?.push(partition);
  }
  const byLoad = [...held].sort(
    ([a, mine], [b, theirs]) => theirs.length - mine.length || order(a, b),
  );
  const least = Math.floor(owners.length / byLoad.length);
  const withOneMore = owners.length % byLoad.length;
  const assigned: (string | undefined)[] = owners.map(() => undefined);
  const room = byLoad.map(([id, mine], rank) => {
    const quota = least + (rank < withOneMore ? 1 : 0);
    for (const partition of mine.slice(0, quota)) assigned[partition] = id;
    return { id, left: quota - Math.min(quota, mine.length) };
  });
  for (const [partition, owner] of assigned.entries()) {
    if (owner !== undefined || room.length === 0) continue;
    const roomiest = room.reduce((best, each) => (each.left > best.left ? each : best));
    roomiest.left--;
    assigned[partition] = roomiest.id;
  }
  return assigned;
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}
