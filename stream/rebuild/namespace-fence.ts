import type { Command } from "../redis/pack-commands.ts";
import type { PartitionFence } from "../redis/partition-fence.ts";
import { LATER_MS } from "./expiry.ts";

type Turn = Parameters<PartitionFence["commit"]>[0];

/**
 * Commits turns into a namespace, through the same script as live ones. What expires does so as
 * long after its events were received as live, not after they are applied again: and, while the
 * past is applied, a century later, so that nothing is gone before a later event needs it.
 */
export class NamespaceFence {
  /** When the events of the turn at hand were received, in milliseconds. */
  receivedAt = 0;
  /** The past is applied: what it touches must not expire before `settleExpiries`. */
  past = true;
  readonly #fence: Pick<PartitionFence, "commit">;
  readonly #prefix: string;

  constructor(options: { fence: Pick<PartitionFence, "commit">; prefix: string }) {
    this.#fence = options.fence;
    this.#prefix = options.prefix;
  }

  /** @throws FenceError when another rebuild has taken the namespace */
  async commit({ writes, reached }: Turn): Promise<void> {
    const increments = writes.increments.map((command) => this.#placed(command));
    const commands = writes.commands.map((command) => this.#placed(command));
    await this.#fence.commit({ writes: { increments, commands }, reached });
  }

  #placed([name = "", key, ...rest]: Command): Command {
    const place = `${this.#prefix}${key}`;
    if (name === "EXPIRE") return ["PEXPIREAT", place, this.#expiry(rest[0])];
    if (name === "SET" && rest[1] === "EX") {
      return [name, place, rest[0] ?? "", "PXAT", this.#expiry(rest[2])];
    }
    return [name, place, ...rest];
  }

  #expiry(seconds: Command[number] | undefined): string {
    const laterMs = this.past ? LATER_MS : 0;
    return String(Math.round(this.receivedAt + laterMs + 1000 * Number(seconds)));
  }
}
