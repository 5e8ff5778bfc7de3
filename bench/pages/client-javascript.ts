import type { Agent } from "node:http";
import { gzipSync } from "node:zlib";
import { httpRequest } from "../http-client.ts";

const BYTES_PER_KB = 1000;
const KEPT_BY_EVERY_SERVER = 9;

/** Addresses of the scripts that a page loads at once: its script and modulepreload tags. */
export function scriptsOf(html: string): string[] {
  const addresses = new Set<string>();
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g)) {
    const preload = /^<link/.test(tag) && /\brel="modulepreload"/.test(tag);
    const address = /^<script/.test(tag)
      ? /\bsrc="([^"]+)"/.exec(tag)?.[1]
      : preload
        ? /\bhref="([^"]+)"/.exec(tag)?.[1]
        : undefined;
    if (address) addresses.add(address);
  }
  // The entry is imported by an inline module.
  for (const [, address] of html.matchAll(/\bimport[\s(]*(?:[\w*{}\s,]+from\s*)?"([^"]+\.js)"/g)) {
    addresses.add(address!);
  }
  return [...addresses];
}

/** What a page's scripts weigh, gzipped, in kB (1,000 bytes). */
export async function clientJavaScriptKb(url: string, agent: Agent): Promise<number> {
  const page = await httpRequest({ url, agent });
  let bytes = 0;
  for (const address of scriptsOf(page.body.toString())) {
    const script = await httpRequest({ url: new URL(address, url), agent });
    if (script.status !== 200) throw new Error(`${address} answered ${script.status}`);
    bytes += gzipSync(script.body, { level: KEPT_BY_EVERY_SERVER }).length;
  }
  return bytes / BYTES_PER_KB;
}
