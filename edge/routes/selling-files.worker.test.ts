import { uploadedSchema } from "@slipstream/contracts/selling-api";
import { expect, test } from "vitest";
import { call, problemOf, worker } from "../testing/client.ts";
import { testPng } from "../testing/picture.ts";
import { newSeller, type TestSeller } from "../testing/selling.ts";

async function upload(seller: TestSeller, bytes: Uint8Array) {
  const response = await seller.send("uploads", bytes as BufferSource, "image/png");
  expect(response.status, await response.clone().text()).toBe(201);
  return uploadedSchema.parse(await response.json());
}

test("a picture is kept in several sizes and served for ever", async () => {
  const ida = await newSeller();
  const png = testPng({ width: 1_000, height: 500 });
  const picture = await upload(ida, png);
  expect(picture).toMatchObject({ width: 1_000, height: 500 });
  expect(picture.url).toBe(`/media/u/${picture.sha256}/1000.webp`);
  expect(await upload(ida, png)).toEqual(picture);
  for (const width of [400, 800, 1_000]) {
    const served = await call(`/media/u/${picture.sha256}/${width}.webp`);
    expect(served.status).toBe(200);
    expect(served.headers.get("content-type")).toBe("image/webp");
    expect(served.headers.get("cache-control")).toContain("immutable");
    expect(served.headers.get("x-content-type-options")).toBe("nosniff");
    const bytes = new Uint8Array(await served.arrayBuffer());
    expect(new TextDecoder("latin1").decode(bytes.slice(8, 12))).toBe("WEBP");
  }
  expect((await call(`/media/u/${picture.sha256}/1600.webp`)).status).toBe(404);
  const elsewhere = await call(picture.url, { host: "http://other.test" });
  expect(elsewhere.status).toBe(404);
  const small = await upload(ida, testPng({ width: 40, height: 30 }));
  expect((await call(small.url)).status).toBe(200);
});

test("a file that comes again under its Idempotency-Key is answered as before, another is refused", async () => {
  const ida = await newSeller();
  const send = (bytes: Uint8Array) =>
    worker.fetch("http://shop.test/api/selling/uploads", {
      method: "POST",
      headers: { ...ida.headers, "content-type": "image/png", "idempotency-key": "the-picture" },
      body: bytes as BufferSource,
    });
  const png = testPng({ width: 60, height: 40, red: 3 });
  const first = await send(png);
  expect(first.status, await first.clone().text()).toBe(201);
  const again = await send(png);
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
  expect(await again.json()).toEqual(await first.json());
  // One bit of it in a byte that is no text: as texts the two would be the same.
  const other = png.slice();
  other[0] = png[0]! ^ 1;
  expect(await problemOf(await send(other))).toEqual({
    status: 422,
    code: "idempotency_key_reused",
  });
  const large = new Uint8Array(10 * 1024 * 1024 + 1);
  expect((await send(large)).status).toBe(413);
});

test("what is no picture is refused, whatever it is called", async () => {
  const ida = await newSeller();
  const send = async (body: BodyInit) => problemOf(await ida.send("uploads", body, "image/png"));
  const unsupported = { status: 415, code: "unsupported_image" };
  expect(await send("<html><script>alert(1)</script></html>")).toEqual(unsupported);
  expect(await send('<svg xmlns="http://www.w3.org/2000/svg"/>')).toEqual(unsupported);
  expect(await send("GIF89a\x01\x00\x01\x00")).toEqual(unsupported);
  const unreadable = { status: 422, code: "unreadable_image" };
  const broken = testPng({ width: 50, height: 50 }).slice(0, 40);
  expect(await send(broken as BufferSource)).toEqual(unreadable);
  const bomb = testPng({ width: 1, height: 1 });
  new DataView(bomb.buffer).setUint32(16, 100_000);
  expect(await send(bomb as BufferSource)).toEqual(unreadable);
  const large = new Uint8Array(10 * 1024 * 1024 + 1);
  expect(await send(large)).toEqual({ status: 413, code: "body_too_large" });
  const buyer = await newSeller(["buyer"]);
  const mine = testPng({ width: 2, height: 2 }) as BufferSource;
  expect((await buyer.send("uploads", mine, "image/png")).status).toBe(403);
});

test("pictures are put in order with their words, and taken away", async () => {
  const ida = await newSeller();
  const { itemId, slug, version } = await ida.product();
  const one = await upload(ida, testPng({ width: 500, height: 500, red: 10 }));
  const two = await upload(ida, testPng({ width: 500, height: 500, red: 20 }));
  const put = (at: number, images: unknown[]) =>
    ida.call(`products/${itemId}/images`, { version: at, images }, "PUT");
  const images = [
    { url: two.url, alt: "From the side" },
    { url: one.url, alt: "From the front" },
  ];
  expect((await put(version, images)).status).toBe(200);
  const read = await ida.read(itemId);
  expect(read.images).toMatchObject([{ url: two.url, width: 500, height: 500 }, { url: one.url }]);
  const shown = (await (await call(`/api/products/${slug}`)).json()) as { images: unknown[] };
  expect(shown.images).toEqual(images);
  const noWords = [{ url: one.url, alt: " " }];
  expect((await problemOf(await put(version + 1, noWords))).code).toBe("invalid_request");
  const foreign = [{ url: `/media/u/${"0".repeat(64)}/400.webp`, alt: "Nothing" }];
  const unknown = { status: 422, code: "unknown_image" };
  expect(await problemOf(await put(version + 1, foreign))).toEqual(unknown);
  const outside = [{ url: "https://elsewhere.test/a.png", alt: "Not ours" }];
  expect(await problemOf(await put(version + 1, outside))).toEqual(unknown);
  const twice = [images[0], images[0]];
  expect(await problemOf(await put(version + 1, twice))).toEqual(unknown);
  expect((await put(version, [])).status).toBe(409);
  expect((await put(version + 1, images.slice(1))).status).toBe(200);
  expect((await ida.read(itemId)).images).toHaveLength(1);
});
