import { join } from "node:path";
import { ROOT } from "./root.ts";

/** Where the shop answers, unless said otherwise. */
export const DEFAULT_PORT = 8787;
/** Where an installation keeps everything, unless said otherwise. */
export const DEFAULT_DATA_DIR = join(ROOT, ".data");
/** Regions of one machine: enough to see how they go together. */
export const MAX_REGIONS = 4;
