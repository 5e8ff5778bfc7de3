/** What is noted of one counted prediction. */
export interface PredictionNote {
  cluster: number;
  /** The target was new to the visitor. */
  isNovel: boolean;
  isFirst: boolean;
  isLate: boolean;
}

/** A model's ranks: of the target, and of it among what was new to the visitor; 0 where it was missed. */
export interface ModelRanks {
  all: number[];
  novel: number[];
}

/** The ranks that every model gave to the targets of all counted predictions, in order. */
export class RankLog {
  readonly notes: PredictionNote[] = [];
  readonly #models = new Map<string, ModelRanks>();

  get models(): string[] {
    return [...this.#models.keys()];
  }

  /** Begins a prediction. */
  open(note: PredictionNote): void {
    this.notes.push(note);
  }

  /** A model's ranks for the prediction that was begun last; a model may miss some. */
  note(model: string, rank: number, novelRank: number): void {
    let ranks = this.#models.get(model);
    if (ranks === undefined) {
      ranks = { all: [], novel: [] };
      this.#models.set(model, ranks);
    }
    const place = this.notes.length - 1;
    ranks.all[place] = Number.isFinite(rank) ? rank : 0;
    ranks.novel[place] = Number.isFinite(novelRank) ? novelRank : 0;
  }

  ranksOf(model: string): ModelRanks {
    return this.#models.get(model) ?? { all: [], novel: [] };
  }
}
