import type { CsvFault, CsvReport } from "@slipstream/contracts/product-csv";
import { useLocation } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import type { Route } from "./+types/file";
import { productsPath } from "./product-place.ts";

type Answer = { problem: FormProblem } | { report: CsvReport; name: string };

export async function action({ context, request }: Route.ActionArgs): Promise<Answer> {
  const form = await request.formData();
  const file = form.get("file");
  const { client } = storefrontOf(context);
  const dryRun = form.get("press") === "apply" ? "false" : "true";
  const response = await client.api.selling.import.$post(
    { query: { dryRun } },
    {
      init: { body: file instanceof File ? await file.arrayBuffer() : new ArrayBuffer(0) },
      headers: { "content-type": "text/csv" },
    },
  );
  const problem = await problemOf(response.clone(), request);
  if (problem) return { problem };
  return { report: await answerOf(response), name: file instanceof File ? file.name : "" };
}

export default function ProductFilePage({ actionData }: Route.ComponentProps) {
  const { pathname } = useLocation();
  return (
    <DashboardPage
      title="Import and export"
      trail={[{ name: "Products", to: productsPath(pathname) }]}
    >
      <title>Import and export</title>
      <Section title="Export">
        <p className="measure text-14 text-ink-soft">
          All your products in one file, a row for each variant. Change it in any spreadsheet and
          bring it back here.
        </p>
        <p className="mt-4">
          <a
            href="/api/selling/products.csv"
            download
            className="inline-flex min-h-11 items-center rounded-full bg-control px-6 text-14 font-medium hover:bg-control-hover"
          >
            Export as CSV
          </a>
        </p>
      </Section>
      <Section title="Import">
        <ImportForm
          problem={actionData && "problem" in actionData ? actionData.problem : undefined}
        />
        {actionData && "report" in actionData && (
          <Report report={actionData.report} name={actionData.name} />
        )}
      </Section>
    </DashboardPage>
  );
}

function ImportForm({ problem }: { problem: FormProblem | undefined }) {
  return (
    <PostForm problem={problem} encType="multipart/form-data" className="max-w-3xl">
      <p className="measure text-14 text-ink-soft">
        Up to 5,000 rows. Rows with an id change that product; rows without one make a new product.
        A column that the file does not have changes nothing. A product with a fault in any of its
        rows is left out whole.
      </p>
      <label className="block">
        <span className="block text-14 font-medium">CSV file</span>
        <input
          type="file"
          name="file"
          required
          accept=".csv,text/csv"
          className="mt-2 block w-full text-14 file:mr-4 file:h-11 file:cursor-pointer file:rounded-full file:border-0 file:bg-control file:px-5 file:text-14 file:text-ink hover:file:bg-control-hover"
        />
      </label>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="press" value="check" look="strong">
          Check it
        </Button>
        <Button type="submit" name="press" value="apply">
          Import it
        </Button>
      </div>
    </PostForm>
  );
}

/** What became of a file, or would, and every fault with its line. */
function Report({ report, name }: { report: CsvReport; name: string }) {
  const { dryRun, created, updated, unchanged, refused, faults, moreFaults } = report;
  const counts = [
    [dryRun ? "Would be made" : "Made", created],
    [dryRun ? "Would be changed" : "Changed", updated],
    ["As they were", unchanged],
    [dryRun ? "Would be left out" : "Left out", refused],
  ] as const;
  return (
    <div role="status" className="mt-10">
      <h3 className="font-medium">
        {dryRun ? `${name} was checked; nothing is changed yet` : `${name} was imported`}
      </h3>
      <dl className="mt-3 flex flex-wrap gap-x-10 gap-y-3">
        {counts.map(([label, count]) => (
          <div key={label}>
            <dt className="text-14 text-ink-soft">{label}</dt>
            <dd className="font-mono text-20">{count}</dd>
          </div>
        ))}
      </dl>
      {faults.length > 0 && (
        <div className="mt-6">
          <DataTable
            caption="Faults"
            columns={faultColumns}
            rows={faults}
            rowKey={({ line, column, message }) => `${line} ${column} ${message}`}
            empty={{ title: "No fault" }}
          />
          {moreFaults > 0 && <p className="mt-2 text-14">And {moreFaults} more.</p>}
        </div>
      )}
    </div>
  );
}

const faultColumns: readonly Column<CsvFault>[] = [
  { key: "line", head: "Line", cell: ({ line }) => line },
  { key: "column", head: "Column", cell: ({ column }) => column || "–" },
  { key: "message", head: "What is wrong", cell: ({ message }) => message },
];
