import { JetStreamApiCodes, JetStreamApiError } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import {
  type ObjectInfo,
  type ObjectResult,
  type ObjectStore,
  Objm,
  setSha256Backend,
} from "@nats-io/obj";
import { MODEL_BUCKET } from "@slipstream/contracts/subjects";
import { type ModelFile, sha256Of } from "./manifest.ts";
import { RegistryError } from "./registry-error.ts";

const DEFAULT_SILENCE_MS = 5_000;

setSha256Backend("native");

/**
 * The bytes of trained models in NATS' object store. Objects are named by shop and content, so that
 * none is ever overwritten with something else, and putting one twice is putting it once.
 */
export class ArtefactStore {
  readonly #connected: Promise<NatsConnection>;
  readonly #replicas: number;
  readonly #silenceMs: number;

  /**
   * `connected` is waited for as long as it takes; `silenceMs` is the longest silence of the store
   * while a file comes in.
   */
  constructor(
    connected: Promise<NatsConnection>,
    options: { replicas?: number; silenceMs?: number } = {},
  ) {
    this.#connected = connected;
    this.#replicas = options.replicas ?? 1;
    this.#silenceMs = options.silenceMs ?? DEFAULT_SILENCE_MS;
  }

  /**
   * Puts a file where it is not yet.
   * @throws RegistryError `store_unavailable`; `wrong_length`, `wrong_hash` for other bytes than the
   * manifest's
   */
  async put(shop: string, { file, bytes }: { file: ModelFile; bytes: Uint8Array }): Promise<void> {
    checkLength(file, bytes.byteLength);
    if (sha256Of(bytes) !== file.sha256) throw wrongHash(file);
    const connection = await this.#connected;
    await asking(async () => {
      const store = await new Objm(connection).create(MODEL_BUCKET, { replicas: this.#replicas });
      const name = nameOf(shop, file);
      const found = await store.info(name);
      const isThere = found !== null && !found.deleted && hashOf(found) === file.sha256;
      if (!isThere) await store.putBlob({ name, description: file.name }, bytes);
    });
  }

  /**
   * Reads a file whole and checks it against what the manifest says.
   * @throws RegistryError `artefact_missing`, `wrong_length`, `wrong_hash`, `store_unavailable`
   */
  async read(shop: string, file: ModelFile): Promise<Uint8Array> {
    const connection = await this.#connected;
    const found = await asking(async () => {
      const store = await new Objm(connection).open(MODEL_BUCKET, false);
      return await findObject(store, nameOf(shop, file));
    });
    if (found === null) {
      throw new RegistryError("artefact_missing", `${file.name} is not in the object store`);
    }
    // Asked before anything is fetched: what lies there may be of any size.
    checkLength(file, found.info.size);
    const bytes = await collect(found, { file, silenceMs: this.#silenceMs });
    checkLength(file, bytes.byteLength);
    // Hashed on another thread: requests are answered meanwhile.
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    if (Buffer.from(digest).toString("hex") !== file.sha256) throw wrongHash(file);
    return bytes;
  }
}

function nameOf(shop: string, file: ModelFile): string {
  return `${shop}/${file.sha256}`;
}

/** The hash that the store keeps with an object, `SHA-256=<base64url>`, as lower-case hex. */
function hashOf({ digest }: ObjectInfo): string {
  return Buffer.from(digest.slice(digest.indexOf("=") + 1), "base64url").toString("hex");
}

/** Null where there is no such object, or no bucket yet. */
async function findObject(store: ObjectStore, name: string): Promise<ObjectResult | null> {
  try {
    return await store.get(name);
  } catch (error) {
    const isMissing =
      error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
    if (isMissing) return null;
    throw error;
  }
}

/** The object's bytes. An object whose chunks are lost never ends by itself. */
async function collect(
  found: ObjectResult,
  { file, silenceMs }: { file: ModelFile; silenceMs: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(file.bytes);
  const reader = found.data.getReader();
  found.error.catch(() => {});
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await within(silenceMs, reader.read());
      if (done) return bytes.subarray(0, length);
      if (length + value.byteLength > bytes.byteLength)
        checkLength(file, length + value.byteLength);
      bytes.set(value, length);
      length += value.byteLength;
    }
  } catch (error) {
    if (error instanceof RegistryError) throw error;
    // The store's own hash of the chunks is wrong: the only thing that it fails a read for.
    throw wrongHash(file, error);
  } finally {
    void reader.cancel().catch(() => {});
  }
}

async function within<T>(silenceMs: number, reading: Promise<T>): Promise<T> {
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(unavailable(`the object store sent nothing for ${silenceMs} ms`));
  }, silenceMs);
  try {
    return await Promise.race([reading, silence]);
  } finally {
    clearTimeout(timer);
  }
}

async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unavailable("the object store does not answer", error);
  }
}

function checkLength(file: ModelFile, length: number): void {
  if (length === file.bytes) return;
  throw new RegistryError(
    "wrong_length",
    `${file.name} has ${length} bytes, its manifest says ${file.bytes}`,
  );
}

function wrongHash(file: ModelFile, cause?: unknown): RegistryError {
  return new RegistryError("wrong_hash", `${file.name} is not what was published`, { cause });
}

function unavailable(message: string, cause?: unknown): RegistryError {
  return new RegistryError("store_unavailable", message, { cause });
}
