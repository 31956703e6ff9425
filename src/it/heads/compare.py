"""Compares heads of `finetune` with scikit-learn's logistic regression on the same features.

    python src/it/heads/compare.py FLOWERS OUT COMMAND...

FLOWERS is a directory of flower photographs with `train` and `test`, OUT a directory for lists,
crops and models, and COMMAND the command that runs the command line, such as
`java -cp target/classes:target/dependency/* io.github.inceptionv2.cli.Main`. Prints a Markdown table
of test accuracy in percent and log loss. Needs numpy, Pillow and scikit-learn (written with numpy
2.4, Pillow 12 and scikit-learn 1.9). Takes some minutes. Feature vectors are kept in OUT for later
runs.

scikit-learn minimizes C * (sum of losses) + |W|^2 / 2 for standardized lengths. C is chosen from
eight values by 3-fold cross-validation of the log loss. `finetune` runs with its defaults.
"""

import csv
import json
import random
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.metrics import log_loss

flowers, out, command = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3:]
out.mkdir(parents=True, exist_ok=True)
warnings.filterwarnings("ignore")
CLASSES = ["daisy", "dandelion", "roses", "sunflowers", "tulips"]


def images(part, label):
    return sorted((flowers / part / label).glob("*.jpg"))


def drawn(counts, seed):
    """Returns some training photographs of each class, and all test photographs."""
    rng = random.Random(seed)
    rows = [
        (file, label, "train")
        for label, count in zip(CLASSES, counts)
        for file in rng.sample(images("train", label), count)
    ]
    return rows + [(file, label, "test") for label in CLASSES for file in images("test", label)]


def with_wrong_labels(rows, share):
    rng = random.Random(5)
    training = [i for i, row in enumerate(rows) if row[2] == "train"]
    for i in rng.sample(training, round(share * len(training))):
        others = [label for label in CLASSES if label != rows[i][1]]
        rows[i] = (rows[i][0], rng.choice(others), "train")
    return rows


def crops(classes, count):
    """Returns crops of 40 to 80 % of a photograph's area. Each photograph is a class."""
    rng = random.Random(7)
    photographs = [file for label in CLASSES for file in images("train", label)[: classes // 5]]
    rows = []
    for k, photograph in enumerate(photographs):
        for i in range(2 * count):
            part = "train" if i < count else "test"
            file = out / "crops" / part / f"{k:02}-{i:02}.png"
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                image = Image.open(photograph).convert("RGB")
                side = rng.uniform(0.4, 0.8) ** 0.5
                width, height = round(side * image.width), round(side * image.height)
                left, top = rng.randint(0, image.width - width), rng.randint(0, image.height - height)
                image.crop((left, top, left + width, top + height)).save(file)
            rows.append((file, f"class {k:02}", part))
    return rows


def run(*arguments):
    result = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode:
        sys.exit(result.stderr)
    return result.stdout


def features(model, files):
    """Returns the feature vectors of files, which are kept for later runs."""
    kept = out / f"{Path(model).name}.npz"
    known = dict(np.load(kept)) if kept.exists() else {}
    missing = [str(file) for file in files if str(file) not in known]
    for start in range(0, len(missing), 500):
        some = missing[start : start + 500]
        lines = run("features", "--model", model, "--format", "json", *some).splitlines()
        for line in lines:
            vector = json.loads(line)
            known[vector["image"]] = np.array(vector["features"], dtype=np.float32)
    if missing:
        np.savez(kept, **known)
    return np.stack([known[str(file)] for file in files]).astype(np.float64)


def regression(model, rows):
    """Returns the test accuracy and log loss of scikit-learn."""
    parts = {}
    for part in ("train", "test"):
        chosen = [row for row in rows if row[2] == part]
        parts[part] = features(model, [row[0] for row in chosen]), [row[1] for row in chosen]
    (x, y), (test, labels) = parts["train"], parts["test"]
    mean = x.mean(axis=0)
    scale = np.sqrt(np.mean(np.sum((x - mean) ** 2, axis=1)))
    x, test = (x - mean) / scale, (test - mean) / scale
    best = None
    for l2 in np.logspace(0, -6, 8):
        fit = LogisticRegression(C=1 / (len(y) * l2), max_iter=2000)
        folds = StratifiedKFold(3, shuffle=True, random_state=1)
        loss = log_loss(y, cross_val_predict(fit, x, y, cv=folds, method="predict_proba"))
        if best is None or loss < best[0]:
            best = loss, fit
    fit = best[1].fit(x, y)
    return 100 * fit.score(test, labels), log_loss(labels, fit.predict_proba(test), labels=fit.classes_)


def finetune(name, model, rows):
    """Returns the test accuracy and log loss of this library."""
    table = out / f"{name}.csv"
    with open(table, "w", newline="") as file:
        csv.writer(file).writerows([("file", "label", "part"), *rows])
    target = out / "module"
    shutil.rmtree(target, ignore_errors=True)
    run(
        *("finetune", "--model", model, "--images", table, "--out", target),
        *("--feature-cache", out / "cache"),
    )
    report = json.loads((target / "report.json").read_text())["evaluation"]
    return 100 * report["top1"], report["meanLoss"]


SETTINGS = {
    "5 classes x 120": drawn([120] * 5, 1),
    "5 a class, first draw": drawn([5] * 5, 2),
    "5 a class, second draw": drawn([5] * 5, 3),
    "5 a class, third draw": drawn([5] * 5, 4),
    "200 against 10": drawn([200, 10, 200, 10, 200], 1),
    "40 classes x 10": crops(40, 10),
    "20 % wrong labels": with_wrong_labels(drawn([120] * 5, 1), 0.2),
}

print("| data | model | scikit-learn | this library |")
print("| --- | --- | --- | --- |")
for name, rows in SETTINGS.items():
    for model in ("models/flowers", "untrained"):
        results = regression(model, rows), finetune(name, model, rows)
        cells = " | ".join(f"{accuracy:.1f} / {loss:.3f}" for accuracy, loss in results)
        print(f"| {name} | {Path(model).name} | {cells} |", flush=True)
