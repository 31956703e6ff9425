"""Writes regression.json: multinomial logistic regression as scikit-learn solves it.

Made with scikit-learn 1.9.1 and numpy; run in this directory. The data follow from a formula that
HeadObjectiveTest uses too. scikit-learn minimizes C * (sum of losses) + |W|^2 / 2; this library
minimizes (mean of losses) + l2 / 2 * |s W|^2, where s is the root mean square of the centred
vectors' length. So C = 1 / (count * l2 * s^2).
"""

import json

import numpy as np
from sklearn.linear_model import LogisticRegression

FEATURES = 1024
CASES = [
    {"count": 90, "classes": 3, "l2": 0.01, "scale": 1.0, "weights": [1, 1, 1]},
    {"count": 200, "classes": 5, "l2": 0.0001, "scale": 40.0, "weights": [1, 1, 1, 1, 1]},
    {"count": 120, "classes": 4, "l2": 0.001, "scale": 0.05, "weights": [1, 2, 0.5, 3]},
]


def data(count, classes, scale):
    i, j = np.meshgrid(np.arange(count), np.arange(FEATURES), indexing="ij")
    x = ((i * 31 + j * 17 + (i * j) % 13 * 7 + (i // classes) * (j % 5)) % 97) / 97.0
    y = np.arange(count) % classes
    x += 0.25 * ((j % classes) == y[:, None])
    return (scale * x).astype(np.float32).astype(np.float64), y


def solve(case):
    x, y = data(case["count"], case["classes"], case["scale"])
    s2 = np.mean(np.sum((x - x.mean(axis=0)) ** 2, axis=1))
    weights = np.array(case["weights"], dtype=float)[y]
    c = 1 / (weights.sum() * case["l2"] * s2)
    model = LogisticRegression(C=c, tol=1e-10, max_iter=100000, solver="newton-cg")
    # Centring moves only the free biases, and lets the solver converge to all digits.
    model.fit(x - x.mean(axis=0), y, sample_weight=weights)
    logp = model.predict_log_proba(x - x.mean(axis=0))
    bias = model.intercept_ - model.coef_ @ x.mean(axis=0)
    return {
        **case,
        "kernel": model.coef_[:, :8].T.tolist(),
        "biases": (bias - bias.mean()).tolist(),
        "loss": float(-(weights * logp[np.arange(len(y)), y]).sum() / weights.sum()),
        "probabilities": np.exp(logp[:4]).tolist(),
    }


with open("regression.json", "w") as file:
    json.dump([solve(case) for case in CASES], file, indent=1)
    file.write("\n")
