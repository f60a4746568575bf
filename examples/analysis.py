"""Reads a run or a sweep with pyarrow alone, and computes paired differences again.

    python examples/analysis.py output/RUN [INDICATOR ...]

For a run, the figures are those of its comparison.csv. For a sweep, a line is a point of the design. With matplotlib
installed, `--chart FILE.svg` draws the differences with their intervals.
"""

import math
import pathlib
import sys

import pyarrow.parquet as parquet

BOARD = ["retention-24", "cost-per-fte", "involuntary-loss-12"]


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


def paired(reference, other):
    """Mean paired difference and the half width of its 95 % interval (normal quantile; Student's is a little wider)."""
    both = [other[k] - reference[k] for k in other if k in reference]
    if len(both) < 2:
        return math.nan, math.nan, len(both)
    mean = sum(both) / len(both)
    variance = sum((d - mean) ** 2 for d in both) / (len(both) - 1)
    return mean, 1.96 * math.sqrt(variance / len(both)), len(both)


def main(arguments):
    chart = None
    if "--chart" in arguments:
        place = arguments.index("--chart")
        chart = arguments[place + 1]
        del arguments[place : place + 2]
    folder, indicators = arguments[0], arguments[1:] or BOARD
    formats, points, values = read(folder, indicators)
    lines = []
    for indicator in indicators:
        for point in points:
            for name in formats[1:]:
                reference = values[indicator].get((point, formats[0]), {})
                difference, half, pairs = paired(reference, values[indicator].get((point, name), {}))
                lines.append((indicator, point, name, difference, half))
                print(f"{indicator}\tpoint {point}\t{name} - {formats[0]}\t{difference:+.3f} ± {half:.3f}\t{pairs} pairs")
    if chart:
        import matplotlib

        matplotlib.use("svg")
        from matplotlib import pyplot

        figure, axes = pyplot.subplots(len(indicators), 1, figsize=(7, 2.2 * len(indicators)), squeeze=False)
        for row, indicator in zip(axes[:, 0], indicators):
            of = [line for line in lines if line[0] == indicator]
            labels = [f"{line[2]} ({line[1]})" if len(points) > 1 else line[2] for line in of]
            row.errorbar([line[3] for line in of], labels, xerr=[line[4] for line in of], fmt="o", capsize=3)
            row.axvline(0, color="grey", linewidth=0.8)
            row.set_title(f"{indicator}: difference from {formats[0]}")
        figure.tight_layout()
        figure.savefig(chart)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
