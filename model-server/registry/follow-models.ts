import type { Metrics } from "../metrics.ts";
import type { NatsLink } from "../nats-link.ts";
import type { Database } from "../views/database.ts";
import { ArtefactStore } from "./artefact-store.ts";
import { FollowedModels } from "./followed-models.ts";
import type { ModelMaker } from "./model-maker.ts";

/** Where it is written what happens to models. */
interface RegistryLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** Follows the models of one name, of all shops, and tells and counts what becomes of them. */
export function followModels<T>(options: {
  database: Database;
  link: NatsLink;
  maker: ModelMaker<T>;
  metrics: () => Metrics;
  log: RegistryLog;
}): FollowedModels<T> {
  const { database, link, maker, metrics, log } = options;
  const count = (result: string) => metrics().modelLoads.inc({ name: maker.name, result });
  return new FollowedModels({
    database,
    store: new ArtefactStore(link.connected),
    maker,
    onChange: (of, change, serving) => {
      count(change);
      const version = serving?.manifest.version ?? "none";
      log.info({ ...of, model: maker.name, version, change }, "the model of a stage changed");
    },
    onFailure: (of, error) => {
      count(error.code);
      log.warn(
        { ...of, model: maker.name, code: error.code, err: error },
        "a model could not be loaded; the one before serves on, unless it was taken back",
      );
    },
  });
}
