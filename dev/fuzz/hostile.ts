import type { Random } from "@slipstream/algorithms/random";
import fc from "fast-check";

const LONG = 20_000;
const DEEP = 2_000;

/** Texts that have broken servers before: each is of a kind of its own. */
const texts: readonly string[] = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\uffff",
  "\u202e\u2066",
  "é".normalize("NFD"),
  "👩‍👩‍👧‍👦".repeat(50),
  "x".repeat(LONG),
  "%".repeat(300),
  "_%\\",
  "' or '1'='1",
  "'; drop table users; --",
  "\\'; select pg_sleep(30); --",
  '"}{"',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for others' templates
  "{{7*7}}${7*7}<%=7*7%>",
  "<script>alert(1)</script>",
  "javascript:alert(1)",
  "//evil.test/x",
  "https://evil.test/",
  "http://169.254.169.254/latest/meta-data/",
  "file:///etc/passwd",
  "../../../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "%00",
  "%E0%A4%A",
  "x\r\nx-injected: 1",
  "x\nset-cookie: injected=1",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "undefined",
  "NaN",
  "-1",
  "0",
  "1e309",
  "9223372036854775808",
  "99999999999999999999999999",
  "2026-02-30",
  "+275760-09-13T00:00:00.001Z",
  "0000-01-01T00:00:00Z",
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "(a+)+$",
  "=cmd|' /C calc'!A0",
];

const values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e-320,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  [],
  {},
  [[]],
  [null],
  { $ne: null },
  { length: 1e9 },
  JSON.parse('{"__proto__": {"isAdmin": true}}'),
  JSON.parse('{"constructor": {"prototype": {"isAdmin": true}}}'),
];

/** Hostile values, drawn with a seed: the ones that are known, and texts of any code points. */
export class Hostile {
  readonly #random: Random;
  readonly #anyTexts: readonly string[];

  constructor(random: Random) {
    this.#random = random;
    this.#anyTexts = fc.sample(fc.string({ unit: "binary", maxLength: 40 }), {
      seed: random.uint32() | 0,
      numRuns: 500,
    });
  }

  text(): string {
    const any = this.#random.below(4) === 0;
    return this.#one(any ? this.#anyTexts : texts);
  }

  value(): unknown {
    switch (this.#random.below(8)) {
      case 0:
        return Array.from({ length: 3_000 }, () => this.#random.below(10));
      case 1:
        return Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, at]));
      case 2:
      case 3:
        return this.#one(values);
      default:
        return this.text();
    }
  }

  /** A body that is no JSON, or hardly. */
  body(): string | Uint8Array<ArrayBuffer> {
    const bodies: (() => string | Uint8Array<ArrayBuffer>)[] = [
      () => "",
      () => "{",
      () => "nul",
      () => '{"a": 1e999}',
      () => '{"a": 1, "a": 2}',
      () => `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
      () => `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
      () => Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      () => Uint8Array.from({ length: 64 }, () => this.#random.below(256)),
      () => `"${"x".repeat(3_000_000)}"`,
      () => "\ufeff{}",
      () => JSON.stringify(this.value()) ?? "",
    ];
    return this.#one(bodies)();
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#random.below(list.length)] as T;
  }
}
