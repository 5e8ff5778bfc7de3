const COUNTS = 0x1000;
let time = 0;
let count = 0;

/**
 * A UUID of version 7 (RFC 9562, section 5.7) that sorts behind all before it of this tab: within a
 * millisecond a counter stands where 12 random bits might (section 6.2, method 1).
 */
export function newEventId(nowMs = Date.now()): string {
  count = nowMs > time ? 0 : (count + 1) % COUNTS;
  time = Math.max(nowMs, time + (count === 0 ? 1 : 0));
  const random = crypto.getRandomValues(new Uint8Array(8));
  // The variant stands in the first two bits.
  random[0] = (random[0]! & 0x3f) | 0x80;
  const digits = [
    time.toString(16).padStart(12, "0"),
    (0x7000 + count).toString(16),
    ...Array.from(random, (byte) => byte.toString(16).padStart(2, "0")),
  ];
  return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
