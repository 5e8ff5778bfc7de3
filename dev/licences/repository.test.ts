import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../supervisor/root.ts";
import { isAllowed, licencesText, packagesOf } from "./licences.ts";

const MAX_READ_BYTES = 1024 * 1024;

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

test("every threat names tests that are there", () => {
  const text = read("docs/threat-model.md");
  const threats = text.slice(text.indexOf("## Threats"), text.indexOf("## Left open"));
  const named = [...threats.matchAll(/`([^`]+\.test\.tsx?) › ([^`]+)`/g)];
  expect(named.length).toBeGreaterThan(70);
  const missing = named
    .map(([, file = "", name = ""]) => ({ file, name }))
    .filter(({ file, name }) => {
      if (!existsSync(join(ROOT, file))) return true;
      const source = read(file);
      return !['"', "`"].some((quote) => source.includes(`${quote}${name}${quote}`));
    });
  expect(missing).toEqual([]);
  const lines = threats.split("\n").filter((line) => line.startsWith("- "));
  expect(lines.filter((line) => !line.includes(" › "))).toEqual([]);
});

/** What secrets look like, by who gives them; and those of ours that are long and random. */
const secrets: Record<string, RegExp> = {
  "a private key": /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  "an AWS key": /\bAKIA[0-9A-Z]{16}\b/,
  "a GitHub token": /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  "a Stripe key": /\b[sr]k_live_[A-Za-z0-9]{16,}\b/,
  "a Slack token": /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/,
  "an npm token": /\bnpm_[A-Za-z0-9]{36}\b/,
  "a Google key": /\bAIza[0-9A-Za-z_-]{35}\b/,
  "a JSON Web Token": /\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}/,
  "an API key of a shop": /\bslip_[A-Za-z0-9_-]{40,}\b/,
  "a secret with its value":
    /\b(?:INTERNAL_SECRET|COOKIE_SECRET|AUTH_SECRET|UPSTASH_REDIS_REST_TOKEN|STRIPE_SECRET_KEY|MAIL_HTTP_TOKEN)["']?\s*[:=]\s*["']?[A-Za-z0-9+/_=-]{32,}/,
  "an address with a password":
    /\b(?:postgres|rediss?|nats):\/\/[^\s:@/]+:(?!local@)[A-Za-z0-9]{16,}@/,
};

function trackedFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return list.split("\n").filter((file) => {
    const path = join(ROOT, file);
    return file !== "" && existsSync(path) && statSync(path).size <= MAX_READ_BYTES;
  });
}

test("no tracked file holds a secret", () => {
  const files = trackedFiles();
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => /(^|\/)(\.env|secrets\.json|.*\.pem|id_rsa)$/.test(file))).toEqual(
    [],
  );
  const found = files.flatMap((file) => {
    const text = read(file);
    return Object.entries(secrets)
      .filter(([, pattern]) => pattern.test(text))
      .map(([name]) => `${file}: ${name}`);
  });
  expect(found).toEqual([]);
});

test("what secrets look like is found", () => {
  const random = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9v";
  for (const [name, sample] of [
    ["a private key", `-----BEGIN ${"EC "}PRIVATE KEY-----`],
    ["an AWS key", `AKIA${"ABCDEFGH12345678"}`],
    ["a Stripe key", `sk_live_${random}`],
    ["a secret with its value", `AUTH_SECRET=${random}`],
    ["an address with a password", `postgres://app:${random}@db/shop`],
  ] as const) {
    expect(secrets[name]?.test(sample), name).toBe(true);
  }
  expect(secrets["a secret with its value"]?.test("AUTH_SECRET=")).toBe(false);
});

test("every package has a licence that is allowed, and docs/licences.md says which", () => {
  const packages = packagesOf(JSON.parse(read("package-lock.json")));
  expect(packages.length).toBeGreaterThan(300);
  expect(packages.filter((each) => !isAllowed(each))).toEqual([]);
  expect(read("docs/licences.md"), "npm run licences writes it anew").toBe(licencesText(packages));
  const one = { name: "x", version: "1" };
  expect(isAllowed({ ...one, licence: "GPL-3.0-only" })).toBe(false);
  expect(isAllowed({ ...one, licence: "" })).toBe(false);
  expect(isAllowed({ ...one, licence: "MIT AND GPL-3.0-only" })).toBe(false);
  expect(isAllowed({ ...one, licence: "(GPL-3.0-only OR MIT)" })).toBe(true);
});
