import { StartFailure } from "../services/start-failure.ts";
import { isLockOurs } from "./folder-lock.ts";
import type { OnProgress } from "./progress.ts";

/**
 * Looks, whenever a child has died, whether the data folder is still there and this process's: in
 * another one it would begin with nothing, or not begin at all, again and again.
 * @returns the listener to be told in place of `onProgress`, and what is wrong once something is
 */
export function watchFolder(
  folder: string,
  onProgress: OnProgress,
): { onProgress: OnProgress; gone: Promise<StartFailure> } {
  const { promise: gone, resolve } = Promise.withResolvers<StartFailure>();
  return {
    gone,
    onProgress: (progress) => {
      onProgress(progress);
      if (progress.kind !== "died" || isLockOurs(folder)) return;
      const message = `${folder} was deleted or moved while the system ran on it. It has stopped; a new start begins with what is there.`;
      resolve(new StartFailure("data_gone", message));
    },
  };
}
