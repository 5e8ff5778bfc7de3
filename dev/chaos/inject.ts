import { setTimeout as sleep } from "node:timers/promises";
import type { Supervised } from "../supervisor/supervised.ts";
import type { ChaosSystem } from "./chaos-system.ts";
import { ownerOfConnection } from "./connection-owner.ts";
import type { Catch, FaultyProxy } from "./faulty-proxy.ts";
import type { FaultName, ProcessName } from "./plan.ts";
import { signalTree } from "./process-tree.ts";

/** How long what a fault waits for (a batch, a message) may take to come. */
const CATCH_MS = 15_000;
const SLOW_REDIS_MS = 4_000;
const SLOW_REDIS_DELAY_MS = 150;
const FULL_DISK_MS = 5_000;
/** Answers are lost this long before NATS goes: what it took is in doubt when it comes back. */
const LOST_ANSWERS_MS = 400;
/** Events of browsers whose clocks are wrong. */
const WILD_EVENTS = 40;

export interface FaultTimes {
  pauseMs: number;
  /** Longer than NATS remembers message ids. */
  outageMs: number;
}

export interface Injection extends FaultTimes {
  chaos: ChaosSystem;
  breakClocks: (events: number) => void;
}

/** What came of a fault: `missed` says why it did not happen. */
export type Injected = { happened: true } | { happened: false; missed: string };

const happened: Injected = { happened: true };

/** Does one fault; resolves when it is over, which is before all have got over it. */
export async function inject(fault: FaultName, injection: Injection): Promise<Injected> {
  const { chaos } = injection;
  if (fault.startsWith("kill-")) {
    return kill(chaos.processOf(fault.slice("kill-".length) as ProcessName));
  }
  if (fault.startsWith("pause-")) {
    return pause(injection, fault.slice("pause-".length) as ProcessName);
  }
  switch (fault) {
    case "crash-before-learn":
      return crash(chaos, chaos.natsProxy, { text: "pub learn.", at: "request", tear: false });
    case "crash-before-commit":
      return crash(chaos, chaos.redisProxy, { text: "evalsha", at: "request", tear: false });
    case "crash-after-commit":
      return crash(chaos, chaos.redisProxy, { text: "evalsha", at: "answer", tear: false });
    case "crash-before-ack":
      return crash(chaos, chaos.natsProxy, acknowledgement("processor-"));
    case "crash-before-archive-ack":
      return crash(chaos, chaos.natsProxy, acknowledgement("archive."));
    case "torn-redis-request":
      return tear(chaos.redisProxy, { text: "evalsha", at: "request", tear: true });
    case "torn-redis-answer":
      return tear(chaos.redisProxy, { text: "evalsha", at: "answer", tear: true });
    case "torn-nats":
      return tear(chaos.natsProxy, { text: "pub learn.", at: "request", tear: true });
    case "torn-hub":
      // What a browser-like client sends is masked: a long frame is one with events.
      return tear(chaos.hubProxy, { minBytes: 400, at: "request", tear: true });
    case "outage-nats":
      return outage(injection);
    case "full-disk-nats":
      return fullDisk(chaos, "nats");
    case "full-disk-redis":
      return fullDisk(chaos, "redis");
    case "slow-redis":
      return slowRedis(chaos);
    case "clock-jump":
      injection.breakClocks(WILD_EVENTS);
      return happened;
    default:
      throw new Error(`there is no fault ${fault}`);
  }
}

function acknowledgement(consumer: string): Catch {
  return { text: `pub $js.ack.events.${consumer}`, at: "request", tear: false };
}

/** The process and all that it started, at once; the supervisor starts it again. */
async function kill(supervised: Supervised): Promise<Injected> {
  const { pid, name } = supervised;
  if (pid === undefined) return { happened: false, missed: `${name} does not run` };
  signalTree(pid, "SIGKILL");
  await supervised.kill();
  return happened;
}

async function pause({ chaos, pauseMs }: Injection, name: ProcessName): Promise<Injected> {
  const { pid } = chaos.processOf(name);
  if (pid === undefined) return { happened: false, missed: `${name} does not run` };
  signalTree(pid, "SIGSTOP");
  await sleep(pauseMs);
  signalTree(pid, "SIGCONT");
  return happened;
}

/** Stops a message on its way, and kills the processor that sent it while it waits. */
async function crash(chaos: ChaosSystem, proxy: FaultyProxy, wanted: Catch): Promise<Injected> {
  const port = await proxy.catchOne(wanted, CATCH_MS);
  if (port === undefined) return { happened: false, missed: "no such message came" };
  const processors = chaos.processors();
  const owner = ownerOfConnection(
    port,
    processors.flatMap(({ pid }) => pid ?? []),
  );
  const sender =
    processors.length === 1 ? processors[0] : processors.find(({ pid }) => pid === owner);
  if (sender !== undefined) return kill(sender);
  proxy.resetAll();
  return { happened: false, missed: "nobody knows who sent it" };
}

async function tear(proxy: FaultyProxy, wanted: Catch): Promise<Injected> {
  const caught = await proxy.catchOne(wanted, CATCH_MS);
  return caught === undefined ? { happened: false, missed: "no such message came" } : happened;
}

/**
 * NATS takes events whose acknowledgements are lost, then is gone for longer than it remembers
 * message ids: what hubs send again is stored again.
 */
async function outage({ chaos, outageMs }: Injection): Promise<Injected> {
  const servers = chaos.natsServers();
  chaos.hubProxy.swallowAnswers(true);
  await sleep(LOST_ANSWERS_MS);
  await Promise.all(servers.map((server) => server.stop()));
  chaos.hubProxy.resetAll();
  chaos.hubProxy.swallowAnswers(false);
  await sleep(outageMs);
  await Promise.all(servers.map((server) => server.start()));
  return happened;
}

/**
 * Not one page is left. NATS gives JetStream up then: as an operator would, it is started again
 * once there is room.
 */
async function fullDisk(chaos: ChaosSystem, store: "nats" | "redis"): Promise<Injected> {
  const disk = chaos.disks[store];
  if (disk === undefined) {
    return { happened: false, missed: chaos.disks.reason ?? "no disk of its own" };
  }
  disk.fill();
  await sleep(FULL_DISK_MS);
  disk.free();
  if (store === "nats") await chaos.processOf("nats").restart();
  return happened;
}

async function slowRedis(chaos: ChaosSystem): Promise<Injected> {
  chaos.redisProxy.delay(SLOW_REDIS_DELAY_MS);
  await sleep(SLOW_REDIS_MS);
  chaos.redisProxy.delay(0);
  return happened;
}
