import type { Manifest, ModelFiles } from "./manifest.ts";

/** How this build makes something that serves of a model's bytes. */
export interface ModelMaker<T> {
  /** The models that it takes, by name: `ranker`. */
  readonly name: string;
  /** The features that this build computes, in order, and the version of their definitions. */
  readonly features: readonly string[];
  readonly featureVersion: number;
  /** Arms of experiments can name its versions. */
  readonly isTried?: boolean;
  /**
   * Called off the path of requests, with files that are what was published. Whatever it throws
   * counts as `unusable_model`, and the model before goes on serving.
   */
  makeFrom(files: ModelFiles, manifest: Manifest): Promise<T>;
}
