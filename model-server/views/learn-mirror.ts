import type { JetStreamManager, StreamConfig, StreamInfo } from "@nats-io/jetstream";
import { JetStreamApiCodes, JetStreamApiError } from "@nats-io/jetstream";
import { learnMirror, streams } from "@slipstream/contracts/subjects";

/** From which stream a model server follows LEARN. */
export interface LearnSource {
  /** Its region's mirror; absent: LEARN itself. */
  region?: string | undefined;
  /** The NATS cluster that keeps the mirror; absent: the one that the server is connected to. */
  cluster?: string | undefined;
  replicas: number;
}

/** The stream to follow: sequences, subjects and times of a mirror are those of LEARN. */
export function learnStreamOf({ region }: LearnSource): string {
  return region === undefined ? streams.learn : learnMirror(region);
}

/** A stream to follow, and the newest message that LEARN had where that could be asked. */
export interface LearnStream {
  info: StreamInfo;
  last: number;
}

/**
 * The stream to follow as it stands; a region's mirror is made where it is missing, and made anew
 * when LEARN itself was. With LEARN out of reach, a mirror that is there goes on.
 * @throws JetStreamApiError `StreamNotFound` while there is no LEARN
 */
export async function learnStream(
  manager: JetStreamManager,
  source: LearnSource,
): Promise<LearnStream> {
  if (source.region === undefined) {
    const info = await manager.streams.info(streams.learn);
    return { info, last: info.state.last_seq };
  }
  const name = learnMirror(source.region);
  const mirror = await find(manager, name);
  const origin = await manager.streams.info(streams.learn).catch((error: unknown) => {
    if (mirror === undefined || isStreamMissing(error)) throw error;
  });
  if (origin === undefined) return asItIs(mirror);
  const description = `LEARN of ${origin.created}`;
  const isOfThis = mirror?.config.description === description;
  if (mirror !== undefined && !isOfThis) await manager.streams.delete(name);
  const info =
    mirror !== undefined && isOfThis
      ? mirror
      : await manager.streams.add(mirrorConfig({ name, description, origin, source }));
  return { info, last: Math.max(info.state.last_seq, origin.state.last_seq) };
}

function asItIs(mirror: StreamInfo | undefined): LearnStream {
  if (mirror === undefined) throw new Error("neither LEARN nor its mirror can be reached");
  return { info: mirror, last: mirror.state.last_seq };
}

function mirrorConfig(options: {
  name: string;
  description: string;
  origin: StreamInfo;
  source: LearnSource;
}): Partial<StreamConfig> & { name: string } {
  const { name, description, origin, source } = options;
  const { storage, retention, discard, max_age, max_bytes, allow_direct } = origin.config;
  return {
    name,
    description,
    mirror: { name: streams.learn },
    num_replicas: source.replicas,
    ...{ storage, retention, discard, max_age, max_bytes, allow_direct },
    ...(source.cluster === undefined ? {} : { placement: { cluster: source.cluster, tags: [] } }),
  };
}

async function find(manager: JetStreamManager, name: string): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(name);
  } catch (error) {
    if (isStreamMissing(error)) return undefined;
    throw error;
  }
}

export function isStreamMissing(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
}
