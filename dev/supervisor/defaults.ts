import { join } from "node:path";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { ROOT } from "./root.ts";

/** Where the shop answers, unless said otherwise. */
export const DEFAULT_PORT = 8787;
/** Where an installation keeps everything, unless said otherwise. */
export const DEFAULT_DATA_DIR = join(ROOT, ".data");
/** Regions of one machine: enough to see how they go together. */
export const MAX_REGIONS = 4;
/** Stream processors: more than there are partitions could hold nothing. */
export const MAX_PROCESSORS = PARTITIONS;
