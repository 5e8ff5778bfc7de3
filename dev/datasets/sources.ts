/** Where a public data set comes from and under which terms, for people. */
export interface DatasetSource {
  title: string;
  origin: string;
  licence: string;
  /** ISO code of the prices in its log, where it has prices. */
  currency?: string;
}

/**
 * The data sets that the project knows by name. None of them is part of the project: most may be
 * used for research only.
 */
export const datasetSources: Readonly<Record<string, DatasetSource>> = {
  online_retail: {
    title: "Online Retail",
    origin: "UCI Machine Learning Repository no. 352 (Chen, 2015), https://doi.org/10.24432/C5BW33",
    licence: "CC BY 4.0",
    currency: "GBP",
  },
  serenade_example: {
    title: "Serenade example sessions",
    origin: "https://github.com/bolcom/serenade, assets/example",
    licence: "Apache-2.0 (the repository's; none stated for the data)",
  },
  yoochoose_100k: {
    title: "YOOCHOOSE clicks, 100k sample",
    origin: "https://github.com/rn5l/session-rec, data/rsc15; RecSys Challenge 2015",
    licence: "RecSys Challenge 2015 terms, research only",
  },
  yoochoose_1_64: {
    title: "YOOCHOOSE clicks, last 1/64",
    origin: "RecSys Challenge 2015 in the SR-GNN preprocessing",
    licence: "RecSys Challenge 2015 terms, research only",
  },
  diginetica: {
    title: "Diginetica item views",
    origin: "CIKM Cup 2016 in the SR-GNN preprocessing, https://github.com/CCIIPLab/GCE-GNN",
    licence: "CIKM Cup 2016 terms, research only",
  },
  movielens_100k: {
    title: "MovieLens 100K",
    origin: "GroupLens, https://grouplens.org/datasets/movielens/100k/",
    licence: "GroupLens terms: research, no redistribution, no commercial use",
  },
  movielens_1m: {
    title: "MovieLens 1M",
    origin: "GroupLens, https://grouplens.org/datasets/movielens/1m/",
    licence: "GroupLens terms: research, no redistribution, no commercial use",
  },
  amazon_video_games: {
    title: "Amazon Video Games",
    origin: "Amazon reviews (UCSD), per-user sequences as used by SASRec",
    licence: "unknown, research only",
  },
  amazon_beauty_bert4rec: {
    title: "Amazon Beauty",
    origin: "Amazon reviews (UCSD), per-user sequences as used by BERT4Rec",
    licence: "unknown, research only",
  },
  amazon_beauty_5core: {
    title: "Amazon Beauty, 5-core",
    origin: "Amazon reviews 2014 (UCSD), https://github.com/RUCAIBox/CIKM2020-S3Rec",
    licence: "unknown, research only",
  },
};
