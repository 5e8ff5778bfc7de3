import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isValidElement } from "react";
import { parseAst } from "vite";
import { describe, expect, test } from "vitest";
import { refusalWords } from "../cart/refusal-words.ts";
import { loader as robots } from "../routes/robots.ts";
import { sitemap } from "../server/sitemap.server.ts";
import { dayText } from "../ui/date-text.ts";
import { pageMeta } from "../ui/page-meta.ts";
import { formatPrice } from "../ui/price.tsx";
import { countryName } from "./country-name.ts";
import { de } from "./de.data.ts";
import { speaking } from "./request-locale.server.ts";
import { formatNumber, msg, rich, t } from "./text.ts";

const app = fileURLToPath(new URL("..", import.meta.url));
/** Pages for those who run the shop, and for those who work on it, speak English. */
const englishOnly = /^(dashboards|language)\/|\.test\.|routes\/mail\.tsx$/;
const sources = readdirSync(app, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !englishOnly.test(name))
  .map((name) => ({ name, code: readFileSync(app + name, "utf8") }));

const inGerman = <T>(work: () => T) => speaking("de", work);

describe("texts", () => {
  test("come in the language of the request, English where there is none", () => {
    expect(t("Add to cart")).toBe("Add to cart");
    expect(inGerman(() => t("Add to cart"))).toBe("In den Warenkorb");
    expect(inGerman(() => t(msg("Profile")))).toBe("Profil");
  });

  test("count as their language counts, and write numbers as it does", () => {
    const products = (count: number) => t("{count} product|{count} products", { count });
    expect([0, 1, 2, 1234].map(products)).toEqual([
      "0 products",
      "1 product",
      "2 products",
      "1,234 products",
    ]);
    expect(inGerman(() => [0, 1, 1234].map(products))).toEqual([
      "0 Produkte",
      "1 Produkt",
      "1.234 Produkte",
    ]);
    expect(inGerman(() => formatNumber(4.3))).toBe("4,3");
  });

  test("hold elements where their names stand", () => {
    const element = rich("Pay {price}", { price: "€ 5" });
    expect(isValidElement(element)).toBe(true);
    const parts = inGerman(() => rich("Pay {price}", { price: "5 €" })) as typeof element &
      object as {
      props: { children: unknown };
    };
    expect(parts.props.children).toEqual(["", "5 €", " bezahlen"]);
  });

  test("of both languages have the same names in braces, and as many forms", () => {
    const namesIn = (text: string) =>
      text.split("|").map((form) => [...new Set(form.match(/\{\w+\}/g))].sort());
    for (const [english, german] of Object.entries(de)) {
      expect([english, namesIn(german)]).toEqual([english, namesIn(english)]);
    }
  });

  test("are all said somewhere, each as one plain string", () => {
    const said = new Set(
      sources.flatMap(({ code }) =>
        [...code.matchAll(/\b(?:t|msg|rich)\(\s*"([^"\\]*)"/g)].map(([, text]) => text),
      ),
    );
    expect(Object.keys(de).filter((text) => !said.has(text))).toEqual([]);
  });
});

test("money, days, numbers and countries follow the language", () => {
  expect(formatPrice(123450, "EUR", "de")).toBe("1.234,50\u00a0€");
  expect(inGerman(() => dayText("2026-03-05T10:00:00Z"))).toBe("5. März 2026");
  expect(dayText("2026-03-05T10:00:00Z")).toBe("5 March 2026");
  expect(inGerman(() => countryName("AT"))).toBe("Österreich");
  expect(countryName("AT")).toBe("Austria");
});

test("a page says where it stands in each language, and so does the sitemap", async () => {
  const page = { title: "Lamp", description: "A lamp", url: "https://shop.test/p/lamp" };
  const links = inGerman(() => pageMeta(page)).filter((tag) => "rel" in tag);
  expect(
    links.map((tag) =>
      "hrefLang" in tag ? [tag.hrefLang, tag.href] : ["", "href" in tag && tag.href],
    ),
  ).toEqual([
    ["", "https://shop.test/de/p/lamp"],
    ["en", "https://shop.test/p/lamp"],
    ["de", "https://shop.test/de/p/lamp"],
    ["x-default", "https://shop.test/p/lamp"],
  ]);
  const xml = await sitemap("urlset", [{ url: "https://shop.test/" }]).text();
  expect(xml.match(/<loc>[^<]*<\/loc>/g)).toEqual([
    "<loc>https://shop.test/</loc>",
    "<loc>https://shop.test/de</loc>",
  ]);
  expect(xml.match(/hreflang="de" href="https:\/\/shop\.test\/de"/g)).toHaveLength(2);
});

test("robots search in no language", async () => {
  const url = new URL("https://shop.test/robots.txt");
  const rules = await robots({ url } as Parameters<typeof robots>[0]).text();
  expect(rules.match(/^Disallow: .*$/gm)).toEqual(
    ["/api/", "/search", "/de/search", "/ops"].map((path) => `Disallow: ${path}`),
  );
});

test("why a cart was refused is said in German for each of its reasons", () => {
  const wordsFor = (code: string) => inGerman(() => refusalWords({ code, title: "English" }));
  const otherwise = wordsFor("bad_json");
  expect(otherwise).toBe("Das hat nicht geklappt. Bitte versuche es noch einmal.");
  const reasons = [
    ...["out_of_stock", "cart_full", "invalid_discount", "unknown_variant", "unknown_cart"],
    ...["conflict", "rate_limited", "database_unavailable"],
  ];
  expect(new Set([...reasons.map(wordsFor), otherwise]).size).toBe(reasons.length + 1);
});

/** Attributes of elements that people read or hear. */
const readable = new Set(["aria-label", "alt", "title", "placeholder", "label", "lead", "hint"]);
/** What is the same in every language. */
const universal = /^(ms|· |v\d)/;

interface Node {
  type: string;
  [key: string]: unknown;
}

/** English that stands in a page without having been translated. */
function bareTexts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(bareTexts);
  if (typeof node !== "object" || node === null) return [];
  const { type, value, name } = node as Node;
  const isWord = (text: unknown): text is string =>
    typeof text === "string" && /\p{L}{2}/u.test(text) && !universal.test(text.trim());
  if (type === "JSXText") return isWord(value) ? [value.trim()] : [];
  if (type === "JSXAttribute" && readable.has((name as { name?: string }).name ?? "")) {
    const text = (value as Node | null)?.value;
    if (isWord(text)) return [text];
  }
  return Object.values(node).flatMap(bareTexts);
}

test("no page of the shop holds English that nobody translated", () => {
  const found = sources
    .filter(({ name }) => name.endsWith(".tsx"))
    .flatMap(({ name, code }) =>
      bareTexts(parseAst(code, { lang: "tsx" })).map((text) => `${name}: ${text}`),
    );
  expect(found).toEqual([]);
});
