"""Names as bags of three letters: the nearest roster person by TF-IDF cosine (`sparse_dot_topn`).

A cosine is no probability, so isotonic regression makes it one, with the truth of the accounts of even number. Score
this peer on the others only.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.isotonic import IsotonicRegression
from sparse_dot_topn import sp_matmul_topn

from bench.classify.peers import columns

_AT_ONCE = 20_000
_LEAST = 0.1


def match(folder: Path, most: int | None) -> pd.DataFrame:
    """The nearest person of every connection, and the calibrated cosine."""
    table, roster = columns.connections(folder, most), columns.people(folder)
    documents = (
        roster["first"] + " " + roster["lasts"].str.join(" ") + " " + roster["short"] + roster["last"]
    ).tolist()
    shown = table["first"] + " " + table["middle"] + " " + table["last"] + " " + table["handle"]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    side = vectorizer.fit_transform(documents).T.tocsr()
    best, cosine = np.full(len(table), -1), np.zeros(len(table))
    for start in range(0, len(table), _AT_ONCE):
        asked = vectorizer.transform(shown[start : start + _AT_ONCE])
        top = sp_matmul_topn(asked, side, top_n=1, threshold=_LEAST, n_threads=2, sort=True)
        found = np.flatnonzero(np.diff(top.indptr))
        best[start + found] = top.indices[top.indptr[found]]
        cosine[start + found] = top.data[top.indptr[found]]
    chance = calibrated(cosine, pd.read_parquet(folder / "truth.parquet").head(len(table)))
    return columns.answers(table, roster, best.tolist(), chance.tolist())


def calibrated(score: np.ndarray, truth: pd.DataFrame) -> np.ndarray:
    """The score as a probability, learnt from the accounts of even number."""
    known = truth["account"].to_numpy() % 2 == 0
    member = (truth["truth_person"].to_numpy() >= 0).astype(float)
    model = IsotonicRegression(y_min=0.001, y_max=0.999, out_of_bounds="clip")
    chance: np.ndarray = model.fit(score[known], member[known]).predict(score)
    return chance


if __name__ == "__main__":
    columns.run(match)
