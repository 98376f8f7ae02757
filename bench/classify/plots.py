"""The plots of the page, as SVG that is the same for the same figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.classify.aims import AIMS
from bench.classify.record import STYLES, main_group
from bench.classify.runs import LABELS, OURS

_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "auditor",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "axes.axisbelow": True,
    "figure.facecolor": "white",
}
_COLOURS = {OURS: "#1b5e8c", "splink": "#c4622d", "splink_calibrated": "#8a6d3b", "tfidf": "#5d7d2a"}
_MARKERS = {OURS: "o", "splink": "s", "splink_calibrated": "D", "tfidf": "^"}
_LEAST_SHARE = 0.01
_LEAST_ROWS = 30


def write(record: Mapping[str, Any], folder: Path) -> list[tuple[str, str]]:
    """Write the plots there are figures for; returns file name and caption of each."""
    group = main_group(record)
    if not group:
        return []
    matchers = record["groups"][group]["matchers"]
    ours = matchers[OURS]
    drawn = [
        (
            "classify-reliability",
            "Of the connections given a probability, how many are members",
            _reliability,
            matchers,
        ),
        ("classify-accusations", "Strangers caught against members wrongly said to be missing", _curve, matchers),
        ("classify-styles", "F1 by what the display name shows", _styles, ours),
        ("classify-name-groups", "Members said not to be in the roster, by name group", _name_groups, ours),
    ]
    with mpl.rc_context(_STYLE):
        for name, title, draw, data in drawn:
            figure = Figure(figsize=(6.4, 4.4), layout="constrained")
            axes = figure.subplots()
            axes.set_title(title, loc="left", fontsize=11)
            draw(axes, data)
            _save(figure, folder / f"{name}.svg")
    return [(f"{name}.svg", title) for name, title, _, _ in drawn]


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, metadata={"Date": None})
    lines = (line.rstrip() for line in path.read_text(encoding="utf-8").splitlines())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _reliability(axes: Axes, matchers: Mapping[str, Any]) -> None:
    axes.plot([0, 1], [0, 1], color="#888", linewidth=1, linestyle="--", label="as said")
    for name in (OURS, "splink"):
        if name in matchers:
            bins = [b for b in matchers[name]["reliability"] if b["n"] >= _LEAST_ROWS]
            axes.plot(
                [b["p"] for b in bins],
                [b["y"] for b in bins],
                color=_COLOURS[name],
                marker=_MARKERS[name],
                markersize=5,
                label=LABELS[name],
            )
    axes.set(xlabel="probability said", ylabel="share of members", xlim=(0, 1), ylim=(0, 1))
    axes.legend(frameon=False)


def _curve(axes: Axes, matchers: Mapping[str, Any]) -> None:
    for name, matcher in matchers.items():
        shown = [point for point in matcher["curve"] if point["members"] > 0]
        axes.plot(
            [100 * max(point["members"], _LEAST_SHARE / 100) for point in shown],
            [100 * point["strangers"] for point in shown],
            color=_COLOURS[name],
            label=LABELS[name],
        )
    figures = matchers[OURS]["figures"]
    said, caught = figures["accused"][0], figures["caught"][0]
    if said:
        axes.plot([100 * said], [100 * caught], "o", color=_COLOURS[OURS], markersize=8, label="the verdicts given")
    wanted = {aim.figure: aim for aim in AIMS if aim.group == "r50k"}
    for kind, alpha in (("must", 0.10), ("aim", 0.10)):
        right, low = 100 * getattr(wanted["accused"], kind), 100 * getattr(wanted["caught"], kind)
        axes.fill_between([_LEAST_SHARE, right], low, 100, color="#1b5e8c", alpha=alpha, linewidth=0)
        axes.annotate(kind, (right, low), fontsize=9, color="#444", ha="right", va="bottom")
    axes.set_xscale("log")
    axes.set(
        xlabel="members at or below the threshold, % (logarithmic)",
        ylabel="strangers at or below it, %",
        xlim=(_LEAST_SHARE, 60),
        ylim=(0, 100),
    )
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.legend(frameon=True, framealpha=1, edgecolor="white", loc="lower right")


def _styles(axes: Axes, ours: Mapping[str, Any]) -> None:
    rows = [row for row in ours["by"]["style"] if row["members"] and row["n"] >= _LEAST_ROWS]
    rows.sort(key=lambda row: (row["f1"], row["value"]))
    bars = axes.barh(
        [STYLES.get(row["value"], row["value"]) for row in rows],
        [100 * row["f1"] for row in rows],
        color=_COLOURS[OURS],
    )
    axes.bar_label(bars, labels=[f"{100 * row['f1']:.1f}  ({row['n']:,})" for row in rows], padding=3, fontsize=8)
    axes.set(xlabel="F1, % (connections)", xlim=(0, 118))
    axes.grid(False, axis="y")


def _name_groups(axes: Axes, ours: Mapping[str, Any]) -> None:
    rows = ours["name_groups"]
    at = range(len(rows))
    share = [100 * row["accused"] for row in rows]
    below = [max(0.0, 100 * (row["accused"] - row["low"])) for row in rows]
    above = [max(0.0, 100 * (row["high"] - row["accused"])) for row in rows]
    axes.bar(at, share, color=_COLOURS[OURS], yerr=[below, above], ecolor="#333", capsize=4, width=0.6)
    axes.set_xticks(list(at), [f"{row['group']}\n({row['members']:,} members)" for row in rows])
    must = next(aim.must for aim in AIMS if (aim.figure, aim.group) == ("accused", "r50k"))
    axes.axhline(100 * must, color="#888", linestyle="--", linewidth=1)
    axes.annotate("must", (0.5, 100 * must), fontsize=9, color="#444", va="bottom", ha="center")
    axes.set(ylabel="said not to be in the roster, %")
    axes.set_ylim(bottom=0)
    axes.grid(False, axis="x")
