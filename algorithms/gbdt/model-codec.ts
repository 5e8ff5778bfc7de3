import { BinaryFormatError, BinaryReader, BinaryWriter } from "@slipstream/contracts/binary";
import { GbdtModel } from "./model.ts";
import { GbdtModelError } from "./model-error.ts";

const MAGIC = "SLGB";
const VERSION = 1;
/** Bytes of magic and version, and of one node and one leaf. */
const HEADER_BYTES = 5;
const NODE_BYTES = 7 * 4;
const LEAF_BYTES = 4;

/** The model with its features' names, in a format of its own with magic and version. */
export function encodeGbdtModel({ trees }: GbdtModel): Uint8Array {
  const writer = new BinaryWriter().header(MAGIC, VERSION);
  writer.u16(trees.features.length);
  for (const feature of trees.features) writer.text(feature);
  writer.u32(trees.roots.length).u32(trees.feature.length).u32(trees.leaves.length);
  for (const root of trees.roots) writer.u32(root >>> 0);
  trees.feature.forEach((feature, node) => {
    writer.u32(feature).u32(trees.missingLeft[node]!);
    writer.u32(trees.left[node]! >>> 0).u32(trees.right[node]! >>> 0);
  });
  writer.floats(trees.threshold).floats(trees.gain).floats(trees.mean).floats(trees.leaves);
  return writer.finish();
}

/**
 * Reads what `encodeGbdtModel` wrote; with `features`, the model must be for just these.
 * @throws GbdtModelError `gbdt_model_cut`, `…_version` (a newer one), `…_damaged`, `…_features`.
 */
export function decodeGbdtModel(bytes: Uint8Array, features?: readonly string[]): GbdtModel {
  if (bytes.length > HEADER_BYTES && bytes[HEADER_BYTES - 1]! > VERSION) {
    const message = `the model has version ${bytes[HEADER_BYTES - 1]}, this build reads ${VERSION}`;
    throw new GbdtModelError("gbdt_model_version", message);
  }
  try {
    const model = readModel(new BinaryReader(bytes), bytes.length);
    return features ? model.expectFeatures(features) : model;
  } catch (cause) {
    if (!(cause instanceof BinaryFormatError)) throw cause;
    throw new GbdtModelError("gbdt_model_cut", `no whole model: ${cause.message}`, { cause });
  }
}

function readModel(reader: BinaryReader, size: number): GbdtModel {
  reader.header(MAGIC, VERSION);
  const features = Array.from({ length: reader.u16() }, () => reader.text());
  const [trees, nodes, leaves] = [reader.u32(), reader.u32(), reader.u32()];
  if (4 * trees + NODE_BYTES * nodes + LEAF_BYTES * leaves > size) {
    throw new BinaryFormatError("the bytes end too soon");
  }
  const roots = Int32Array.from({ length: trees }, () => reader.u32());
  const feature = new Int32Array(nodes);
  const missingLeft = new Uint8Array(nodes);
  const left = new Int32Array(nodes);
  const right = new Int32Array(nodes);
  for (let node = 0; node < nodes; node++) {
    feature[node] = reader.u32();
    missingLeft[node] = reader.u32();
    left[node] = reader.u32();
    right[node] = reader.u32();
  }
  const [threshold, gain, mean] = [
    reader.floats(nodes),
    reader.floats(nodes),
    reader.floats(nodes),
  ];
  const values = reader.floats(leaves);
  reader.end();
  const shape = { features, roots, feature, threshold, missingLeft, left, right };
  return new GbdtModel({ ...shape, gain, mean, leaves: values });
}
