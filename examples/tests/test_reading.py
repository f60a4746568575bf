"""Promise: what the program writes is read by others: pyarrow and DuckDB find the columns, units, rows and figures.

    python -m pytest examples/tests

The program is that of `MUTUALISE`, else the last one built, else the one on the PATH.
"""

import csv
import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys

import duckdb
import pyarrow
import pyarrow.parquet as parquet
import pytest

HERE = pathlib.Path(__file__).parent
PROJECT = HERE.parents[1]
PAGE = (PROJECT / "docs" / "results.md").read_text(encoding="utf-8")

sys.path.insert(0, str(HERE.parent))
import analysis  # noqa: E402

FORMATS = ["status-quo", "ge", "scic-interim"]
REPLICATIONS = 12
STUDY = f"""
extends = "base"
formats = {FORMATS}
[run]
months = 36
replications = {REPLICATIONS}
burn_in = 24
[population]
structures = 60
people = 450
[design]
method = "sobol"
points = 4
vary = ["finance.margin", {{ path = "format.ge.fee", low = 0.05, high = 0.12 }}]
"""


def find_program():
    """The program whose files are read."""
    built = [PROJECT / "target" / kind / "mutualise" for kind in ("release", "debug")]
    built = sorted((path for path in built if path.exists()), key=lambda path: -path.stat().st_mtime)
    places = [os.environ.get("MUTUALISE"), *map(str, built), shutil.which("mutualise")]
    return next((place for place in places if place), None)


PROGRAM = find_program()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no mutualise: cargo build, or name it in MUTUALISE")


@pytest.fixture(name="home", scope="module")
def compute(tmp_path_factory):
    """A folder with a run and a sweep, named as in the docs."""
    home = tmp_path_factory.mktemp("home")
    (home / "study.toml").write_text(STUDY, encoding="utf-8")
    (home / "output").mkdir()
    for command, more in (("compare", []), ("sweep", ["--replications", "2"])):
        name = "run" if command == "compare" else command
        words = [PROGRAM, command, "study.toml", "--out", f"output/{name}", "--quiet", *more]
        subprocess.run(words, cwd=home, check=True, capture_output=True)
    return home


@pytest.fixture(name="run")
def its_run(home):
    """The run."""
    return home / "output" / "run"


def compared(run):
    """comparison.csv: {(column, a, b): row}."""
    with open(run / "comparison.csv", encoding="utf-8", newline="") as file:
        return {(row["column"], row["format_a"], row["format_b"]): row for row in csv.DictReader(file)}


def documented():
    """The indicators of the page: {column: unit}."""
    table = PAGE.split("<!-- columns: from the code -->")[1].split("<!-- end of columns -->")[0]
    return dict(re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", table, flags=re.MULTILINE))


def test_pyarrow_finds_the_schema_the_units_and_the_rows(run):
    table = parquet.read_table(run / "indicators.parquet")
    assert table.num_rows == len(FORMATS) * REPLICATIONS
    head = [("format", pyarrow.string()), ("replication", pyarrow.int32()), ("status", pyarrow.string())]
    assert [(field.name, field.type) for field in table.schema][:3] == head
    assert all(field.type == pyarrow.float64() for field in list(table.schema)[3:])
    units, told = analysis.units(run / "indicators.parquet"), documented()
    assert len(told) > 30
    assert {name: units[name] for name in told} == told
    assert set(table.column_names[3:]) == set(units), "a column without a unit"
    assert set(table["format"].to_pylist()) == set(FORMATS)
    assert table.schema.metadata[b"label.fr:turnover"].decode() == "Rotation"


def test_pyarrow_finds_the_figures_of_the_comparison(run):
    rows = compared(run)
    table = parquet.read_table(run / "indicators.parquet").to_pylist()
    for column in ("retention-24", "cost-per-fte", "turnover.small"):
        for name in FORMATS[1:]:
            row = rows[column, FORMATS[0], name]
            values = [each[column] for each in table if each["format"] == name]
            assert math.isclose(statistics.median(values), float(row["median_b"]), rel_tol=1e-12)
    for indicator, _, name, difference, half, pairs in analysis.differences(run, analysis.BOARD):
        row = rows[indicator, FORMATS[0], name]
        assert pairs == int(row["pairs"]) == REPLICATIONS
        assert math.isclose(difference, float(row["mean_difference_b_minus_a"]), rel_tol=1e-9, abs_tol=1e-9)
        # Student's quantile with 11 degrees of freedom is 2.201, the example's is 1.96
        width = (float(row["difference_high_95"]) - float(row["difference_low_95"])) / 2
        assert math.isclose(half * 2.200985 / 1.96, width, rel_tol=1e-5)


def test_duckdb_finds_the_schema_the_units_and_the_rows(home):
    sql = duckdb.connect()
    file = home / "output" / "run" / "indicators.parquet"
    types = {name: kind for name, kind, *_ in sql.execute(f"describe select * from '{file}'").fetchall()}
    assert (types.pop("format"), types.pop("replication"), types.pop("status")) == ("VARCHAR", "INTEGER", "VARCHAR")
    assert set(types.values()) == {"DOUBLE"}
    by_format = sql.execute(f"select format, count(*) from '{file}' where status = 'done' group by all").fetchall()
    assert dict(by_format) == dict.fromkeys(FORMATS, REPLICATIONS)
    notes = f"select decode(key), decode(value) from parquet_kv_metadata('{file}') where decode(key) like 'unit:%'"
    units = {key.removeprefix("unit:"): value for key, value in sql.execute(notes).fetchall()}
    assert {name: units[name] for name in documented()} == documented()
    monthly = home / "output" / "run" / "monthly.parquet"
    (rows, formats, series), = sql.execute(
        f"select count(*), count(distinct format), count(distinct series) from '{monthly}'"
    ).fetchall()
    assert (formats, series) == (len(FORMATS), len(re.findall(r"^\| `", PAGE.split("series: from")[1], re.MULTILINE)))
    assert rows == formats * series * 36


def test_duckdb_finds_every_mean_difference_of_the_comparison(run):
    sql = duckdb.connect()
    wrong = sql.execute(
        f"""
        with long as (unpivot (from '{run}/indicators.parquet') on * exclude (format, replication, status)
                      into name "column" value x),
        paired as (select a."column", a.format as format_a, b.format as format_b, count(*) as pairs, avg(b.x - a.x) as d
                   from long a join long b using ("column", replication) group by all)
        select count(*), count(*) filter (abs(d - mean_difference_b_minus_a) > 1e-9 * (1 + abs(d))),
               count(*) filter (p.pairs <> c.pairs)
        from '{run}/comparison.csv' c join paired p using ("column", format_a, format_b)
        where mean_difference_b_minus_a is not null
        """
    ).fetchall()
    ((compared_rows, other_difference, other_pairs),) = wrong
    assert (other_difference, other_pairs) == (0, 0)
    # three pairs of formats; few of the columns have no value in so small a world
    assert compared_rows > 3 * 100


def test_the_examples_of_the_page_can_be_run(home, monkeypatch):
    monkeypatch.chdir(home)
    python = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    queries = re.findall(r"```sql\n(.*?)```", PAGE, flags=re.DOTALL)
    assert (len(python), len(queries)) == (1, 2)
    known = {}
    exec(python[0], known)  # noqa: S102
    assert known["means"].num_rows == 4 * len(FORMATS)
    by_sql = {(point, name): mean for point, name, mean in duckdb.execute(queries[0]).fetchall()}
    for row in known["means"].to_pylist():
        assert math.isclose(row["cost-per-fte_mean"], by_sql[row["point"], row["format"]], rel_tol=1e-12)
    assert ("unit:turnover", "percent_per_year") in duckdb.execute(queries[1]).fetchall()


def test_the_example_draws_the_figures_of_the_program_s_own_chart(run, tmp_path):
    with open(run / "charts" / "retention.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["p50"]]
    found = analysis.curves(run)
    assert list(found) == FORMATS
    for name, (months, middle, low, high) in found.items():
        of = [row for row in rows if row["format"] == name]
        assert list(months) == [int(row["month"]) for row in of]
        for mine, head in ((middle, "p50"), (low, "p05"), (high, "p95")):
            assert list(mine) == [float(row[head]) for row in of]
    pytest.importorskip("matplotlib")
    drawn = tmp_path / "retention.png"
    words = [sys.executable, str(HERE.parent / "analysis.py"), str(run), "--retention", str(drawn)]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    assert len(said.splitlines()) == len(analysis.BOARD) * (len(FORMATS) - 1)
    assert drawn.read_bytes().startswith(b"\x89PNG")
