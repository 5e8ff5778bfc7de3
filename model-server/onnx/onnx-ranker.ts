import { OnnxSession, OnnxSessionError } from "./session.ts";

/** A ranker in an ONNX file: one float32 input of rows × features, a score per row. */
export class OnnxRanker {
  /** How many features a row has. */
  readonly width: number;
  readonly #session: OnnxSession;
  readonly #input: string;

  private constructor(session: OnnxSession, input: { name: string; width: number }) {
    this.#session = session;
    this.#input = input.name;
    this.width = input.width;
  }

  /** @throws OnnxSessionError when the bytes do not load, or are no ranker. */
  static async load(bytes: Uint8Array): Promise<OnnxRanker> {
    const session = await OnnxSession.load(bytes);
    const [input, ...others] = session.inputs;
    const width = input?.shape.at(-1);
    if (input === undefined || others.length > 0 || typeof width !== "number") {
      throw new OnnxSessionError("a ranker has one input, of rows × a fixed number of features");
    }
    return new OnnxRanker(session, { name: input.name, width });
  }

  /**
   * One score per row of `values`, row after row; higher is better.
   * @throws OnnxSessionError when the values are not so many rows of the model's features.
   */
  async score(values: Float32Array, rows: number): Promise<Float32Array> {
    if (values.length !== rows * this.width) {
      const message = `${values.length} values are no ${rows} rows of ${this.width} features`;
      throw new OnnxSessionError(message);
    }
    if (rows === 0) return new Float32Array();
    return this.#session.run({ [this.#input]: { values, rows, columns: this.width } });
  }

  /** Frees the runtime's memory; nothing may be scored any more. */
  async release(): Promise<void> {
    await this.#session.release();
  }
}
