/**
 * Resolves when what a page shows at once has been rendered, where somebody looks on: React does that
 * before any timer gets its turn. What the page shows later is asked for then, as asking alone holds
 * the first byte back.
 */
export function afterShell({ streamed }: { streamed: boolean }): Promise<void> {
  return streamed ? new Promise((resolve) => setTimeout(resolve)) : Promise.resolve();
}
