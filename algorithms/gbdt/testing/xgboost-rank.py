"""Trains XGBoost's ranker; from JSON on stdin to the test rows' scores as JSON on stdout.

{"train": {"values", "labels", "sizes"}, "test": {"values"}, "width", "settings", "trees"};
a missing value is null.
"""

import json
import sys

import numpy
import xgboost


def matrix(part, width):
    rows = numpy.array(part["values"], dtype=numpy.float32).reshape(-1, width)
    return xgboost.DMatrix(rows, label=part.get("labels"))


job = json.load(sys.stdin)
train = matrix(job["train"], job["width"])
train.set_group(job["train"]["sizes"])
model = xgboost.train(job["settings"], train, num_boost_round=job["trees"])
json.dump([float(score) for score in model.predict(matrix(job["test"], job["width"]))], sys.stdout)
