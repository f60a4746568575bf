"""Reads a run or a sweep with pyarrow alone: paired differences computed again, and two charts.

    python examples/analysis.py output/RUN [INDICATOR ...] [--retention FILE.png] [--differences FILE.png]

For a run, the differences are those of its comparison.csv; `--retention` draws the chart `retention` of the run from its
stored figures. For a sweep, a line is a point of the design. Only the charts need matplotlib.
"""

import argparse
import json
import math
import pathlib

import pyarrow.parquet as parquet

BOARD = ["retention-24", "cost-per-fte", "involuntary-loss-12"]

# a format's look in the program's charts: colour, dash, shape
LOOKS = [
    ("#1a1a1a", "-", "o"),
    ("#1a72c0", (0, (7, 3)), "s"),
    ("#c98a00", (0, (1.2, 1.2)), "^"),
    ("#7d1545", (0, (5, 2, 1, 2)), "D"),
]


def read(folder, indicators):
    """The values of each indicator: {(point, format): {replication: value}}, failed runs left out."""
    path = pathlib.Path(folder) / "indicators.parquet"
    names = parquet.read_schema(path).names
    head = [name for name in ("replication", "point", "format", "status") if name in names]
    rows = parquet.read_table(path, columns=head + indicators).to_pylist()
    values = {indicator: {} for indicator in indicators}
    for row in rows:
        if row["status"] != "done":
            continue
        for indicator in indicators:
            if row[indicator] is not None:
                at = (row.get("point", 0), row["format"])
                values[indicator].setdefault(at, {})[row["replication"]] = row[indicator]
    formats = list(dict.fromkeys(row["format"] for row in rows))
    points = sorted({row.get("point", 0) for row in rows})
    return formats, points, values


def units(path):
    """The unit of each column, as the file's metadata has it."""
    notes = parquet.read_schema(path).metadata
    return {key.decode()[5:]: value.decode() for key, value in notes.items() if key.startswith(b"unit:")}


def paired(reference, other):
    """Mean paired difference and the half width of its 95 % interval (normal quantile; Student's is a little wider)."""
    both = [other[k] - reference[k] for k in other if k in reference]
    if len(both) < 2:
        return math.nan, math.nan, len(both)
    mean = sum(both) / len(both)
    variance = sum((d - mean) ** 2 for d in both) / (len(both) - 1)
    return mean, 1.96 * math.sqrt(variance / len(both)), len(both)


def differences(folder, indicators):
    """A line for each indicator, point and format: these, and its paired difference from the first format."""
    formats, points, values = read(folder, indicators)
    for indicator in indicators:
        for point in points:
            reference = values[indicator].get((point, formats[0]), {})
            for name in formats[1:]:
                yield indicator, point, name, *paired(reference, values[indicator].get((point, name), {}))


def curves(folder):
    """Of each format: months since hire, median, 5 % and 95 % quantile of the share still employed."""
    wanted = [("series", "=", "still-employed")]
    rows = parquet.read_table(pathlib.Path(folder) / "monthly.parquet", filters=wanted).to_pylist()
    found = {}
    for row in rows:
        if row["p50"] is not None:
            found.setdefault(row["format"], []).append((row["month"], row["p50"], row["p05"], row["p95"]))
    return {name: list(zip(*points)) for name, points in found.items()}


def draw_retention(folder, file):
    """The chart `retention`, for a run of at most four formats."""
    from matplotlib import pyplot

    with open(pathlib.Path(folder) / "run.json", encoding="utf-8") as record:
        names = {each["id"]: each["short"]["en"] for each in json.load(record)["formats"]}
    found = curves(folder)
    if len(found) > len(LOOKS):
        raise SystemExit(f"{len(found)} formats: this chart has room for {len(LOOKS)}")
    figure, axes = pyplot.subplots(figsize=(6.7, 4.7))
    for (name, (months, middle, low, high)), (colour, dash, shape) in zip(found.items(), LOOKS):
        axes.fill_between(months, low, high, color=colour, alpha=0.1, linewidth=0)
        for edge in (low, high):
            axes.plot(months, edge, color=colour, linestyle=dash, linewidth=0.6)
        label = f"{names[name]} ({middle[-1]:.1f} %)"
        axes.plot(months, middle, color=colour, linestyle=dash, linewidth=2, marker=shape, markevery=12, label=label)
    axes.set(xlabel="Months since hire", ylabel="Still in the same employment (%)", xlim=(0, None), ylim=(0, 102))
    axes.xaxis.set_major_locator(pyplot.MultipleLocator(12))
    axes.grid(axis="y", alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, title="Line: median; band: 5 % to 95 % of replications")
    figure.tight_layout()
    figure.savefig(file, dpi=150)


def draw_differences(lines, unit, file):
    """A frame for each indicator: the differences and their intervals."""
    from matplotlib import pyplot

    indicators = list(dict.fromkeys(line[0] for line in lines))
    several = len({line[1] for line in lines}) > 1
    figure, frames = pyplot.subplots(len(indicators), 1, figsize=(7, 2.2 * len(indicators)), squeeze=False)
    for axes, indicator in zip(frames[:, 0], indicators):
        of = [line for line in lines if line[0] == indicator]
        labels = [f"{line[2]} ({line[1]})" if several else line[2] for line in of]
        axes.errorbar([line[3] for line in of], labels, xerr=[line[4] for line in of], fmt="o", capsize=3)
        axes.axvline(0, color="grey", linewidth=0.8)
        axes.margins(y=0.3)
        axes.invert_yaxis()
        axes.set_title(f"{indicator}: difference from the first format, {unit[indicator]}")
    figure.tight_layout()
    figure.savefig(file, dpi=150)


def main():
    """Prints the differences, and draws what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", help="folder of a run or of a sweep")
    asked.add_argument("indicators", nargs="*", help=f"columns [default: {' '.join(BOARD)}]")
    asked.add_argument("--retention", metavar="FILE", help="draw the retention of a run")
    asked.add_argument("--differences", metavar="FILE", help="draw the differences")
    asked = asked.parse_args()
    if asked.retention or asked.differences:
        import matplotlib

        matplotlib.use("Agg")
    if not (pathlib.Path(asked.folder) / "indicators.parquet").exists():
        raise SystemExit(f"{asked.folder} holds no indicators.parquet: name the folder of a run, or of a complete sweep")
    lines = list(differences(asked.folder, asked.indicators or BOARD))
    unit = units(pathlib.Path(asked.folder) / "indicators.parquet")
    for indicator, point, name, difference, half, pairs in lines:
        print(f"{indicator}\tpoint {point}\t{name}\t{difference:+.3f} ± {half:.3f} {unit[indicator]}\t{pairs} pairs")
    if asked.retention:
        draw_retention(asked.folder, asked.retention)
    if asked.differences:
        draw_differences(lines, unit, asked.differences)


if __name__ == "__main__":
    main()
