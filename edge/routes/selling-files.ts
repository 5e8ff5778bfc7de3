import { createRoute, z } from "@hono/zod-openapi";
import { csvReportSchema, MAX_CSV_BYTES } from "@slipstream/contracts/product-csv";
import { uploadedSchema } from "@slipstream/contracts/selling-api";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { MAX_UPLOAD_BYTES, upload } from "../media/upload.ts";
import { readBytes } from "../middleware/read-bytes.ts";
import { exportProducts } from "../selling/csv/export.ts";
import { decodeFile, importProducts } from "../selling/csv/import.ts";
import { sellerOf } from "../selling/seller.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";
import { changing } from "./selling-products.ts";

const tags = ["Selling"];
const noStore = { "cache-control": "no-store" };
const fileSchema = z.string().meta({ format: "binary" });

const uploadRoute = createRoute({
  method: "post",
  path: "/api/selling/uploads",
  tags,
  summary: "A picture, as its bytes: JPEG, PNG, WebP or AVIF of at most 10 MB",
  description: "Its type is read from the bytes. What was uploaded before is not kept twice.",
  ...idempotent(guarded("upload", "write"), { optional: true, maxBytes: MAX_UPLOAD_BYTES }),
  request: { body: { content: { "application/octet-stream": { schema: fileSchema } } } },
  responses: { 201: jsonAnswer(uploadedSchema, "Where it is served"), default: problemAnswer },
});

const exportRoute = createRoute({
  method: "get",
  path: "/api/selling/products.csv",
  tags,
  summary: "All products that one sells, a row for each variant",
  ...guarded("product", "read"),
  responses: {
    200: { description: "The file", content: { "text/csv": { schema: z.string() } } },
    default: problemAnswer,
  },
});

const importRoute = createRoute({
  method: "post",
  path: "/api/selling/import",
  tags,
  summary: "Products from a file as the export gives it, or with some of its columns",
  description:
    "A product with a fault in any of its rows is left out whole. A column that is missing changes nothing.",
  ...idempotent(guarded("product", "write"), { optional: true, maxBytes: MAX_CSV_BYTES }),
  request: {
    query: z.object({ dryRun: z.enum(["true", "false"]).default("false") }),
    body: { content: { "text/csv": { schema: z.string() } } },
  },
  responses: { 200: jsonAnswer(csvReportSchema, "What was done"), default: problemAnswer },
});

/** Pictures and files of those who sell. */
export const sellingFileRoutes = area()
  .openapi(uploadRoute, async (context) => {
    const { shop, principal } = sellerOf(context);
    const bytes = await readBytes(context.req.raw, MAX_UPLOAD_BYTES);
    const { MEDIA: media, IMAGES: images } = context.env;
    const where = { database: context.var.database, media, images };
    return context.json(
      await upload(where, { shop, userId: principal.userId, bytes }),
      201,
      noStore,
    );
  })
  .openapi(exportRoute, (context) =>
    context.body(exportProducts(context.var.database, sellerOf(context)), 200, {
      ...noStore,
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="products.csv"',
    }),
  )
  .openapi(importRoute, async (context) => {
    const dryRun = context.req.valid("query").dryRun === "true";
    const text = decodeFile(await readBytes(context.req.raw, MAX_CSV_BYTES));
    const report = await changing(context, (transaction, seller) =>
      importProducts(transaction, seller, { text, dryRun }),
    );
    return context.json(report, 200, noStore);
  });
