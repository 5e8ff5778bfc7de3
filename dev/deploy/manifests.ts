import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { ROOT } from "../supervisor/root.ts";

export const deployFolder = join(ROOT, "deploy");

/** One object of a Kubernetes manifest. */
export const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
export type Manifest = z.infer<typeof objectSchema> & Record<string, unknown>;

const kustomizationSchema = z.object({
  resources: z.array(z.string()),
  patches: z.array(z.object({ path: z.string() })).default([]),
});

/** A kustomization's folder with all that it names, folder by folder. Patches come as they stand. */
export function readKustomization(folder: string): { objects: Manifest[]; patches: Manifest[] } {
  const text = readFileSync(join(folder, "kustomization.yaml"), "utf8");
  const { resources, patches } = kustomizationSchema.parse(parse(text));
  const inner = resources
    .filter((name) => !name.endsWith(".yaml"))
    .map((name) => readKustomization(join(folder, name)));
  const own = resources
    .filter((name) => name.endsWith(".yaml"))
    .flatMap((name) => read(folder, name));
  return {
    objects: [...inner.flatMap(({ objects }) => objects), ...own],
    patches: patches.flatMap(({ path }) => read(folder, path)),
  };
}

function read(folder: string, name: string): Manifest[] {
  return parseAllDocuments(readFileSync(join(folder, name), "utf8"))
    .map((document) => {
      if (document.errors.length > 0) throw document.errors[0];
      return document.toJS() as unknown;
    })
    .filter((object) => object !== null)
    .map((object) => objectSchema.parse(object));
}

/** Every file of a folder, and of those in it. */
export function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));
}

export const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  env: z
    .array(
      z.object({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z.record(z.string(), z.record(z.string(), z.string())).optional(),
      }),
    )
    .default([]),
});
export type Container = z.infer<typeof containerSchema>;

const workloadSchema = z.object({
  spec: z.object({
    template: z.object({ spec: z.looseObject({ containers: z.array(containerSchema) }) }),
  }),
});

/** The only container of a Deployment or Job. */
export function containerOf(workload: Manifest): Container {
  const [container, second] = workloadSchema.parse(workload).spec.template.spec.containers;
  if (container === undefined || second !== undefined) {
    throw new Error(`${workload.metadata.name} has not one container`);
  }
  return container;
}
