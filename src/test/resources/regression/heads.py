"""Writes heads.json: the results of scikit-learn's logistic regression on hard data.

Made with scikit-learn 1.9 and numpy 2.4; run in this directory. The data follow from a formula that
HeadQualityTest uses too: features of each class are a pattern plus noise, and none is negative. C
is chosen from eight values by 3-fold cross-validation of the log loss.
"""

import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, cross_val_predict

FEATURES = 1024
TEST = 400
CASES = [
    {"name": "5 classes x 120", "counts": [120] * 5, "signal": 0.07, "scale": 1, "wrong": 0},
    {"name": "long features", "counts": [120] * 5, "signal": 0.07, "scale": 25, "wrong": 0},
    {"name": "short features", "counts": [120] * 5, "signal": 0.07, "scale": 0.04, "wrong": 0},
    {"name": "5 a class", "counts": [5] * 5, "signal": 0.16, "scale": 1, "wrong": 0},
    {"name": "200 against 10", "counts": [200, 10, 200, 10, 200], "signal": 0.1, "scale": 1, "wrong": 0},
    {"name": "40 classes x 10", "counts": [10] * 40, "signal": 0.2, "scale": 25, "wrong": 0},
    {"name": "20 % wrong labels", "counts": [120] * 5, "signal": 0.1, "scale": 1, "wrong": 0.2},
]


def uniform(index):
    """Returns numbers from 0 to 1 from splitmix64."""
    with np.errstate(over="ignore"):
        z = (index.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)) / 2.0**53


def vectors(classes, first, case):
    j = np.arange(FEATURES)
    pattern = uniform(np.array(classes)[:, None] * FEATURES + j)
    noise = uniform((1 << 40) + (first + np.arange(len(classes)))[:, None] * FEATURES + j)
    values = case["scale"] * np.maximum(0, case["signal"] * pattern + noise - 0.6)
    return values.astype(np.float32).astype(np.float64)


def labels(case):
    right = [k for k, count in enumerate(case["counts"]) for _ in range(count)]
    total = len(case["counts"])
    chance = uniform((1 << 50) + np.arange(len(right)))
    return right, [
        (k + 1 + i % (total - 1)) % total if chance[i] < case["wrong"] else k
        for i, k in enumerate(right)
    ]


def solve(case):
    right, given = labels(case)
    x, y = vectors(right, 0, case), np.array(given)
    test = [i % len(case["counts"]) for i in range(TEST)]
    z = vectors(test, 1_000_000, case)
    mean = x.mean(axis=0)
    scale = np.sqrt(np.mean(np.sum((x - mean) ** 2, axis=1)))
    x, z = (x - mean) / scale, (z - mean) / scale
    best = None
    for l2 in np.logspace(-1, -7, 8):
        fit = LogisticRegression(C=1 / (len(y) * l2), max_iter=1000)
        folds = StratifiedKFold(3, shuffle=True, random_state=1)
        loss = log_loss(y, cross_val_predict(fit, x, y, cv=folds, method="predict_proba"))
        if best is None or loss < best[0]:
            best = loss, l2, fit
    fit = best[2].fit(x, y)
    return {
        **case,
        "l2": best[1],
        "accuracy": fit.score(z, test),
        "loss": log_loss(test, fit.predict_proba(z), labels=fit.classes_),
    }


results = [solve(case) for case in CASES]
for result in results:
    print(result["name"], result["l2"], result["accuracy"], result["loss"])
with open("heads.json", "w") as file:
    json.dump(results, file, indent=1)
