const ARRAY_32 = 0xdd;
const RAW_16 = 0xda;
const RAW_32 = 0xdb;

/** What `packCommands` has packed, as Redis's own reader gives it to a script. */
export function unpackCommands(bytes: Buffer): Buffer[][] {
  let at = 0;
  const length = (): number => {
    const tag = bytes.readUInt8(at);
    const isShort = tag === RAW_16;
    if (!isShort && tag !== ARRAY_32 && tag !== RAW_32) throw new Error(`no such tag: ${tag}`);
    const size = isShort ? bytes.readUInt16BE(at + 1) : bytes.readUInt32BE(at + 1);
    at += isShort ? 3 : 5;
    return size;
  };
  const raw = (): Buffer => {
    const size = length();
    at += size;
    return bytes.subarray(at - size, at);
  };
  return Array.from({ length: length() }, () => Array.from({ length: length() }, raw));
}
