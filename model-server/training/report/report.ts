import type { Log } from "../log.ts";
import { cutOffs, type Training } from "../train-models.ts";
import { explorationSections } from "./data.ts";
import { explore } from "./exploration.ts";
import { html } from "./html.ts";
import { calibrationSection, importanceSection, modelsSection, resultsSection } from "./results.ts";
import { style } from "./style.ts";

/**
 * The report of a training as one HTML file that needs no other: what the data are like, how every
 * model did on the part held out, how far the ranker's chances can be believed, what it goes by.
 */
export function trainingReport(options: {
  dataset: string;
  log: Log;
  training: Training;
  moment: Date;
}): string {
  const { dataset, log, training, moment } = options;
  const exploration = explore(log, training.split);
  const { predictions } = training.evaluation;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Training on ${dataset}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<h1>Training on ${dataset}</h1>
<p class="soft">${moment.toISOString().slice(0, 16).replace("T", " ")} UTC. Learnt from the first ${count(training.split)} events, measured on ${count(predictions)} predictions of the ${count(log.length - training.split)} after them.</p>
${resultsSection(training, cutOffs)}
${calibrationSection(training)}
${importanceSection(training)}
${explorationSections(exploration)}
${modelsSection(training)}
</body>
</html>
`;
  return page.markup;
}

function count(value: number): string {
  return value.toLocaleString("en-GB");
}
