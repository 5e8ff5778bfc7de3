import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { settingsSchema as edgeSchema } from "@slipstream/edge/settings-schema";
import { environmentSchema as modelSchema } from "@slipstream/model-server/env";
import { environmentSchema as streamSchema } from "@slipstream/stream/env";
import { streamMetrics } from "@slipstream/stream/metric-definitions";
import { expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import { parse } from "yaml";
import { z } from "zod";
import { environmentSchema as gatewaySchema } from "../gateway.ts";
import { ROOT } from "../supervisor/root.ts";
import {
  type Container,
  containerOf,
  deployFolder,
  filesIn,
  readKustomization,
} from "./manifests.ts";

const { objects } = readKustomization(join(deployFolder, "kubernetes/base"));
const find = (kind: string, name: string) => {
  const found = objects.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
};

/** What secrets hold, by name and key: the list that settings.yaml tells people to make. */
const SECRETS: Record<string, Record<string, string>> = {
  "slipstream-stores": {
    DATABASE_URL: "postgres://slipstream_app:x@db/slipstream",
    DATABASE_OWNER_URL: "postgres://slipstream_owner:x@db/slipstream",
    REDIS_URL: "rediss://:x@redis:6379",
  },
  "slipstream-stream": { NATS_URL: "nats://stream:x@nats:4222", INTERNAL_SECRET: "x".repeat(32) },
  "slipstream-model": { NATS_URL: "nats://model-server:x@nats:4222" },
  "slipstream-gateway": { UPSTASH_REDIS_REST_TOKEN: "x".repeat(32) },
};
const FIELDS: Record<string, string> = {
  "metadata.name": "stream-5d9",
  "status.podIP": "10.0.0.7",
};

/** The environment that a container is given. Refuses a reference to what there is not. */
function environmentOf(container: Container): Record<string, string> {
  const settings = z.record(z.string(), z.string()).parse(find("ConfigMap", "slipstream").data);
  return Object.fromEntries(
    container.env.map(({ name, value, valueFrom = {} }) => {
      const { secretKeyRef: secret, configMapKeyRef: setting, fieldRef: field } = valueFrom;
      const found =
        value ??
        (secret && SECRETS[secret.name!]?.[secret.key!]) ??
        (setting && settings[setting.key!]) ??
        (field && FIELDS[field.fieldPath!]);
      if (found === undefined) throw new Error(`${name} of ${container.name} is given nothing`);
      return [name, found];
    }),
  );
}

test.each([
  ["stream", streamSchema],
  ["model-server", modelSchema],
  ["gateway", gatewaySchema],
])("%s is given what its schema needs, and nothing that it does not know", (name, schema) => {
  const container = containerOf(find("Deployment", name));
  const environment = environmentOf(container);
  expect(schema.safeParse(environment).error).toBeUndefined();
  expect(Object.keys(environment).filter((key) => !(key in schema.shape))).toEqual([]);
  const program = container.command!.find((word) => word.endsWith(".ts"))!;
  expect(existsSync(join(ROOT, program))).toBe(true);
});

test.each(["stream", "model-server", "gateway"])(
  "%s: ports, probes, service and budget fit",
  (name) => {
    const deployment = find("Deployment", name);
    const container = containerOf(deployment);
    const environment = environmentOf(container);
    const [port] = container.ports;
    const portVariable = Object.keys(environment).find((key) => key.endsWith("_PORT"))!;
    expect(Number(environment[portVariable])).toBe(port!.containerPort);
    const service = z
      .object({
        selector: z.record(z.string(), z.string()),
        ports: z.array(z.looseObject({ port: z.number(), targetPort: z.string() })),
      })
      .parse(find("Service", name).spec);
    expect(service.ports).toEqual([
      expect.objectContaining({ port: port!.containerPort, targetPort: port!.name }),
    ]);
    expect(service.selector).toEqual({ app: name });
    expect(deployment.spec).toMatchObject({
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { securityContext: { runAsNonRoot: true } },
      },
    });
    expect(container).toMatchObject({
      readinessProbe: expect.anything(),
      livenessProbe: { tcpSocket: { port: port!.name } },
      resources: { requests: expect.anything(), limits: expect.anything() },
    });
    expect(find("PodDisruptionBudget", name).spec).toMatchObject({
      selector: { matchLabels: { app: name } },
    });
  },
);

test("processors grow with what waits, by a metric that there is; model servers with their work", () => {
  const scaled = z
    .object({
      scaleTargetRef: z.object({ name: z.string() }),
      maxReplicaCount: z.number(),
      triggers: z.array(
        z.looseObject({ type: z.string(), metadata: z.record(z.string(), z.string()) }),
      ),
    })
    .parse(find("ScaledObject", "stream").spec);
  expect(scaled.scaleTargetRef.name).toBe("stream");
  expect(scaled.maxReplicaCount).toBeLessThanOrEqual(16);
  const query = scaled.triggers.find(({ type }) => type === "prometheus")!.metadata.query!;
  const names = query.match(/slipstream_\w+/g)!;
  expect(names.length).toBeGreaterThan(0);
  const known: string[] = Object.values(streamMetrics).map((metric) => metric.name);
  for (const each of names) expect(known).toContain(each);
  expect(find("HorizontalPodAutoscaler", "model-server").spec).toMatchObject({
    scaleTargetRef: { kind: "Deployment", name: "model-server" },
  });
});

test("the schema comes before the programs, as the owner of the tables alone", () => {
  const job = containerOf(find("Job", "migrate"));
  expect(Object.keys(environmentOf(job))).toEqual(["DATABASE_OWNER_URL"]);
  for (const name of ["stream", "model-server", "gateway"]) {
    expect(environmentOf(containerOf(find("Deployment", name)))).not.toHaveProperty(
      "DATABASE_OWNER_URL",
    );
  }
});

test("another region is the same model server with a region", () => {
  const second = readKustomization(join(deployFolder, "kubernetes/regions/second"));
  expect(second.objects.map(({ kind }) => kind)).not.toContain("ScaledObject");
  const base = containerOf(second.objects.find(({ kind }) => kind === "Deployment")!);
  const patch = containerOf(second.patches[0]!);
  expect(patch.name).toBe(base.name);
  const environment = { ...environmentOf(base), ...environmentOf(patch) };
  expect(modelSchema.parse(environment)).toMatchObject({
    REGION: "second",
    REGION_CLUSTER: "second",
  });
});

test("every manifest is in a kustomization, and secrets are in none", () => {
  const files = filesIn(join(deployFolder, "kubernetes"), ".yaml");
  const named = files
    .filter((file) => file.endsWith("kustomization.yaml"))
    .map((file) => readFileSync(file, "utf8"));
  for (const file of files.filter((each) => !each.endsWith("kustomization.yaml"))) {
    expect(
      named.some((text) => text.includes(file.split("/").at(-1)!)),
      file,
    ).toBe(true);
  }
  expect(objects.map(({ kind }) => kind)).not.toContain("Secret");
});

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      environment: z.record(z.string(), z.coerce.string()).default({}),
      healthcheck: z.unknown().optional(),
      ports: z.array(z.string()).default([]),
      depends_on: z.record(z.string(), z.unknown()).default({}),
      profiles: z.array(z.string()).default([]),
    }),
  ),
});

test("compose: all are watched, on the loopback alone, and given what they need", () => {
  const text = readFileSync(join(deployFolder, "compose.yaml"), "utf8");
  const { services } = composeSchema.parse(parse(text, { merge: true }));
  for (const [name, service] of Object.entries(services)) {
    if (name !== "migrate") expect(service.healthcheck, name).toBeDefined();
    for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const other of Object.keys(service.depends_on)) expect(services).toHaveProperty(other);
  }
  // An unset ${NAME:-} is a person's to set.
  const filled = (name: string) =>
    Object.fromEntries(
      Object.entries(services[name]!.environment).map(([key, value]) => [
        key,
        value.replace(/^\$\{\w+:-(.*)\}$/, (_, fallback: string) => fallback || "x".repeat(32)),
      ]),
    );
  for (const [name, schema] of [
    ["stream", streamSchema],
    ["model-server", modelSchema],
    ["gateway", gatewaySchema],
  ] as const) {
    expect(schema.safeParse(filled(name)).error, name).toBeUndefined();
    expect(
      Object.keys(filled(name)).filter((key) => !(key in schema.shape)),
      name,
    ).toEqual([]);
  }
});

test("wrangler: production has every binding of the worker, each variable or secret is known and told", () => {
  const path = join(ROOT, "wrangler.toml");
  const local = unstable_readConfig({ config: path });
  const production = unstable_readConfig({ config: path, env: "production" });
  const bindings = (config: typeof local) => [
    ...config.durable_objects.bindings.map(({ name }: { name: string }) => name),
    ...config.r2_buckets.map(({ binding }: { binding: string }) => binding),
    ...config.hyperdrive.map(({ binding }: { binding: string }) => binding),
    config.images?.binding,
    config.assets?.binding,
  ];
  expect(bindings(production)).toEqual(bindings(local));
  expect(production.migrations).toEqual(local.migrations);
  expect(production.triggers).toEqual(local.triggers);
  expect(production.compatibility_date).toBe(local.compatibility_date);
  const text = readFileSync(path, "utf8");
  const secrets = [...text.matchAll(/^# {3}([A-Z_ ]+?)(?: {2,}.*)?$/gm)].flatMap((line) =>
    line[1]!.split(" "),
  );
  const told = [...Object.keys(production.vars), ...secrets];
  expect(told.filter((name) => !(name in edgeSchema.shape))).toEqual([]);
  const values = {
    ...production.vars,
    ...Object.fromEntries(secrets.map((name) => [name, madeUp(name)])),
  };
  expect(edgeSchema.safeParse(values).error).toBeUndefined();
});

function madeUp(name: string): string {
  if (name === "NATS_WS_URL") return "wss://edge:x@nats.shop.example";
  return name.endsWith("_URL") ? "https://letters.example" : "x".repeat(32);
}
