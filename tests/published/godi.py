"""The Global Open Data Index 2013-2015: raw answers in, published scores and ranks out.

Builds a clearwatt project from the published answers, scores it with the rubrics that ship, and compares every figure.
Source: Open Knowledge, Global Open Data Index, https://github.com/okfn/opendataindex (PDDL 1.0).
"""

import csv
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

QUESTIONS = ["exists", "digital", "public", "online", "free", "machinereadable", "bulk", "openlicense", "uptodate"]
YEARS = ["2013", "2014", "2015"]
RUBRICS = {"2013": "global-open-data-index", "2014": "global-open-data-index", "2015": "global-open-data-index-2015"}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def entries(folder):
    """All entries. The second copy of a row of 2013 is the answer that 2014 inherited: `year` says where it belongs,
    `filed` and `copy` where it stands in the file, which is what the published ranks of entries go by."""
    rows, seen = [], Counter()
    for row in read(folder / "entries.csv"):
        key = (row["place"], row["dataset"], row["year"])
        seen[key] += 1
        row["filed"], row["copy"] = row["year"], seen[key]
        if seen[key] == 2:
            assert row["year"] == "2013", key
            row["year"] = "2014"
        rows.append(row)
    return rows


def entity(place):
    """Ids of places are kept as they are, in capitals; some are countries, some are not."""
    return "P-" + place.upper()


def build(folder, rows, project, as_filed):
    year_of = lambda row: row["filed" if as_filed else "year"]
    entity_of = lambda row: entity(row["place"]) + ("-AGAIN" if as_filed and row["copy"] == 2 else "")
    datasets = {row["id"]: row for row in read(folder / "datasets.csv")}
    places = {row["id"]: row for row in read(folder / "places.csv")}
    quoted = lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    lines = ["title: Global Open Data Index", "catalogue: catalogue", "evidence: data",
             "source: Open Knowledge, Global Open Data Index", "licence: PDDL-1.0", "editions:"]
    lines += [f"  - {{ id: godi-{year}, rubric: 'builtin:{RUBRICS[year]}' }}" for year in YEARS]
    lines += ["entities:"]
    ids = {entity_of(row): places[row["place"]]["name"] for row in rows}
    lines += [f"  {id}: {{ label: {quoted(name)} }}" for id, name in ids.items()]
    (project / "clearwatt.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    years = {id: sorted({row["year"] for row in rows if row["dataset"] == id}) for id in datasets}
    lines = ["category: datasets", "label: Datasets", "subcategories:", "  all:", "    label: All datasets", "    indicators:"]
    for id, dataset in datasets.items():
        if years[id]:
            lines += [f"      {id}: {{ label: {quoted(dataset['title'])}, since: {years[id][0]}, until: {years[id][-1]} }}"]
    (project / "catalogue").mkdir()
    (project / "catalogue" / "datasets.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    (project / "data").mkdir()
    with open(project / "data" / "entries.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["edition", "entity", "indicator"] + QUESTIONS)
        for row in rows:
            out.writerow([f"godi-{year_of(row)}", entity_of(row), row["dataset"]] + [row[q].lower() for q in QUESTIONS])


def count(name, pairs, differences):
    """One line of the table; what differs is kept for the list below it."""
    matched = 0
    for what, published, ours in pairs:
        if published == ours:
            matched += 1
        else:
            differences.append(f"{name}: {what}: published {published}, computed {ours}")
    print(f"{name:<28} {matched} / {len(pairs)}")


def score(folder, rows, program, as_filed):
    """All result rows by year, index, entity, level and node."""
    with tempfile.TemporaryDirectory() as name:
        project = pathlib.Path(name)
        build(folder, rows, project, as_filed)
        run = subprocess.run([program, "score", str(project), "--format", "csv"], stdout=subprocess.PIPE, check=True)
    found = csv.DictReader(run.stdout.decode().splitlines())
    return {(row["edition"][-4:], row["index"], row["entity"], row["level"], row["node"]): row for row in found}


def main(folder, program):
    rows = entries(folder)
    scores = score(folder, rows, program, as_filed=False)
    filed = score(folder, rows, program, as_filed=True)

    differences = []
    def of(year, place, level, node, column):
        row = scores.get((year, "places", entity(place), level, node))
        return row[column] if row else None

    name = lambda row: f"{row['place']} {row['dataset']} {row['year']}"
    count("entry scores", [
        (name(row), row["score"], of(row["year"], row["place"], "indicator", row["dataset"], "score")) for row in rows
    ], differences)
    open_word = lambda row: {"1": "Yes", "0": "No"}.get(row["score"]) if row else None
    count("entry open flags", [
        (name(row), row["isopen"],
         open_word(scores.get((row["year"], "open_data", entity(row["place"]), "indicator", row["dataset"]))))
        for row in rows
    ], differences)
    again = lambda row: "-AGAIN" if row["copy"] == 2 else ""
    count("entry ranks", [
        (name(row), row["rank"], filed[row["filed"], "places", entity(row["place"]) + again(row), "indicator", row["dataset"]]["rank"])
        for row in rows
    ], differences)
    for year in YEARS:
        suffix = "" if year == "2015" else f"_{year}"
        there = {row["place"] for row in rows if row["year"] == year}
        places = [row for row in read(folder / "places.csv") if row["id"] in there]
        for column, ours in (("score", "shown"), ("rank", "rank")):
            count(f"place {column}s {year}", [
                (f"{row['id']} {year}", row[column + suffix], of(year, row["id"], "index", "places", ours)) for row in places
            ], differences)
    across = lambda year, index, level, node: scores[year, index, "*", level, node]
    for year in YEARS:
        suffix = "" if year == "2015" else f"_{year}"
        datasets = [row for row in read(folder / "datasets.csv") if (year, "places", "*", "indicator", row["id"]) in scores]
        for column, ours in (("score", "shown"), ("rank", "rank")):
            count(f"dataset {column}s {year}", [
                (f"{row['id']} {year}", row[column + suffix], across(year, "places", "indicator", row["id"])[ours])
                for row in datasets
            ], differences)
    summary = {row["id"]: row for row in read(folder / "summary.csv")}
    column = lambda year: "value" if year == "2015" else f"value_{year}"
    count("open datasets", [
        (year, summary["isopen_count"][column(year)], across(year, "open_data", "index", "open_data")["shown"]) for year in YEARS
    ], differences)
    count("percent open", [
        (year, summary["isopen_percent"][column(year)], across(year, "percent_open", "index", "percent_open")["shown"])
        for year in YEARS
    ], differences)
    count("entries", [
        (year, summary["entries_count"][column(year)], across(year, "open_data", "index", "open_data")["scored"]) for year in YEARS
    ], differences)
    for line in differences:
        print("  differs:", line)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
