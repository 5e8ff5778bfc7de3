/**
 * What `Await` shows in the place of what did not come. With null it would give the fault to the whole
 * page, which then shows nothing of what it has.
 */
export const NOTHING: readonly never[] = [];
