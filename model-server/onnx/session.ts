import { InferenceSession, Tensor } from "onnxruntime-node";

/** A file that the runtime cannot load, or that has other inputs than asked for. */
export class OnnxSessionError extends Error {
  override readonly name = "OnnxSessionError";
  readonly code = "onnx_model_refused";
}

/** One matrix of float32, row after row. */
export interface Matrix {
  values: Float32Array;
  rows: number;
  columns: number;
}

/**
 * A loaded ONNX model of which inputs and outputs are float32 matrices. One thread: the rows of a
 * request are few, and threads that wait for each other are what makes a slow hundredth request.
 */
export class OnnxSession {
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /** @throws OnnxSessionError, with the runtime's error as its cause, when the bytes do not load. */
  static async load(bytes: Uint8Array): Promise<OnnxSession> {
    try {
      return new OnnxSession(
        await InferenceSession.create(bytes, {
          intraOpNumThreads: 1,
          interOpNumThreads: 1,
          executionMode: "sequential",
          logSeverityLevel: 3,
        }),
      );
    } catch (cause) {
      throw new OnnxSessionError("the bytes are no ONNX model that this runtime can run", {
        cause,
      });
    }
  }

  /** The model's inputs; a free dimension, such as the rows, is a word or −1. */
  get inputs(): readonly { name: string; shape: readonly (number | string)[] }[] {
    return this.#session.inputMetadata.map((input) => ({
      name: input.name,
      shape: input.isTensor ? input.shape : [],
    }));
  }

  /** The values of the model's first output, row after row. */
  async run(inputs: Readonly<Record<string, Matrix>>): Promise<Float32Array> {
    const feeds: Record<string, Tensor> = {};
    for (const [name, { values, rows, columns }] of Object.entries(inputs)) {
      feeds[name] = new Tensor("float32", values, [rows, columns]);
    }
    const results = await this.#session.run(feeds);
    return results[this.#session.outputNames[0]!]!.data as Float32Array;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
