"""Fit a logistic regression: `[[{feature: value}, class, weight], …]` from stdin, `{feature: weight}` to stdout.

`bench/choices.py` runs it in the bot's environment, which has scikit-learn. Features in fewer than `FEWEST_ROWS` rows are
left out. Runs of characters are scaled by their rarity; the printed weights include this scale.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

FEWEST_ROWS = 3  # in which a feature must occur
RUNS = ("s:", "p:")  # the prefixes of features that are runs of characters
INVERSE_REGULARISATION = 0.3  # scikit-learn's C


def main() -> None:
    """Fit the rows of stdin and print the weights."""
    rows = json.load(sys.stdin)
    counts = Counter(name for found, _, _ in rows for name, value in found.items() if value)
    rarity = {
        name: math.log(len(rows) / count) / 3 if name.startswith(RUNS) else 1.0
        for name, count in counts.items()
        if count >= FEWEST_ROWS
    }
    vectors = DictVectorizer()
    known = vectors.fit_transform(
        [
            {name: value * rarity[name] for name, value in found.items() if value and name in rarity}
            for found, _, _ in rows
        ]
    )
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=2000, solver="liblinear")
    model.fit(known, [right for _, right, _ in rows], sample_weight=[weight for _, _, weight in rows])
    named = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    found = {str(name): float(weight) * rarity[name] for name, weight in named}
    found["bias"] = found.get("bias", 0.0) + float(model.intercept_[0])
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
