"""The ASEM Sustainable Connectivity data: index, correlations, alpha and components as the R package COINr has them.

Builds a clearwatt project of 51 countries and 49 indicators with a rubric that brings them to one scale and takes weighted
means, scores and audits it, and compares every figure with the reference files.
Source: R package COINr 1.1.14 (MIT), data compiled by the European Commission's Joint Research Centre, 2018.
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def family(indicators, aggregates, prefix, mean, normal):
    """One index per pillar, sub-index and the whole; all weights are 1."""
    text = []
    for node in aggregates:
        code = node["iCode"]
        own = [row for row in indicators if row["Parent"] == code]
        if own:
            parts = ", ".join(normal(f'indicator("{row["iCode"]}")', row["Direction"] == "-1") for row in own)
        else:
            parts = ", ".join(prefix + row["iCode"].lower() for row in aggregates if row["Parent"] == code)
        text.append(f'  index {prefix}{code.lower()} "{node["iName"]}" {{\n    total = {mean}({parts})\n    missing: left out\n  }}')
    return text


def build(folder, project):
    table = read(folder / "indicators.csv")
    indicators = [row for row in table if row["Type"] == "Indicator"]
    aggregates = [row for row in table if row["Type"] == "Aggregate"]
    assert all(float(row["Weight"]) == 1 for row in indicators + aggregates)
    scaled = lambda low: lambda x, down: f"{low} + {100 - low} * (1 - min_max({x}))" if down else f"{low} + {100 - low} * min_max({x})"
    rubric = ['rubric connectivity "Sustainable Connectivity" {', "  evidence {", "    value : optional number", "  }", "  score value"]
    rubric += family(indicators, aggregates, "", "mean", scaled(0))
    rubric += family(indicators, aggregates, "geometric_", "geometric_mean", scaled(1))
    rubric += family(indicators, aggregates, "standard_", "mean", lambda x, down: f"-z_score({x})" if down else f"z_score({x})")
    (project / "asem.rubric").write_text("\n".join(rubric) + "\n}\n", encoding="utf-8")
    data = read(folder / "data.csv")
    lines = ["title: Sustainable Connectivity", "catalogue: catalogue", "evidence: data", "editions:",
             "  - { id: asem-2018, rubric: asem.rubric }", "entities:"]
    lines += [f'  C-{row["uCode"]}: {{ label: "{row["uName"]}" }}' for row in data]
    (project / "clearwatt.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (project / "catalogue").mkdir()
    lines = ["category: asem", "label: ASEM", "subcategories:", "  all:", "    label: All", "    indicators:"]
    lines += [f'      {row["iCode"]}: {{ label: "{row["iName"]}" }}' for row in indicators]
    (project / "catalogue" / "all.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (project / "data").mkdir()
    with open(project / "data" / "values.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["edition", "entity", "indicator", "value"])
        for row in data:
            for indicator in indicators:
                value = row[indicator["iCode"]]
                value = "" if value == "NA" else value
                # The language has no exponents.
                value = f"{float(value):.20f}" if "e" in value.lower() else value
                out.writerow(["asem-2018", "C-" + row["uCode"], indicator["iCode"], value])


def digits(text):
    """How close a number must be to come out to the last printed digit of a text."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
    return 0.51 * 10.0 ** -decimals


def count(name, pairs, differences, least=0.0):
    matched = 0
    for what, published, ours in pairs:
        if ours is not None and ours != "" and abs(float(published) - float(ours)) <= max(digits(published), least):
            matched += 1
        else:
            differences.append(f"{name}: {what}: published {published}, computed {ours}")
    print(f"{name:<28} {matched} / {len(pairs)}")


def audit(program, project):
    run = subprocess.run([program, "audit", "structure", str(project), "--index", "index", "--format", "json"],
                         stdout=subprocess.PIPE, check=True)
    return {table["name"]: table["rows"] for table in json.loads(run.stdout)["tables"]}


def main(folder, program):
    with tempfile.TemporaryDirectory() as name:
        project = pathlib.Path(name)
        build(folder, project)
        run = subprocess.run([program, "score", str(project), "--format", "csv", "--level", "index"],
                             stdout=subprocess.PIPE, check=True)
        tables = audit(program, project)
    rows = {(row["entity"], row["index"]): row for row in csv.DictReader(run.stdout.decode("utf-8").splitlines())}
    differences = []
    for file, prefix in [("amean", ""), ("gmean_1_100", "geometric_"), ("zscore", "standard_")]:
        reference = read(folder / f"reference_{file}.csv")
        nodes = [column for column in reference[0] if column not in ("uCode", "Rank")]
        count(f"asem {file}", [
            (f'{row["uCode"]} {node}', row[node], rows["C-" + row["uCode"], prefix + node.lower()]["score"])
            for row in reference for node in nodes
        ], differences)
        count(f"asem {file} ranks", [
            (row["uCode"], row["Rank"], rows["C-" + row["uCode"], prefix + "index"]["rank"]) for row in reference
        ], differences)
    # The references have 15 digits; of that many the last is noise of floating point.
    noise = 1e-11
    found = {frozenset((row["first"], row["second"])): row for row in tables["correlations"]}
    for kind in ("pearson", "spearman", "kendall"):
        matrix = read(folder / f"reference_corr_pillars_{kind}.csv")
        names = list(matrix[0])
        count(f"asem {kind}", [
            (f"{first} {second}", row[second], found[frozenset((first.lower(), second.lower()))][kind])
            for first, row in zip(names, matrix) for second in names if names.index(second) > names.index(first)
        ], differences, noise)
    alphas = {row["node"]: row["alpha"] for row in tables["consistency"] if row["dropped"] is None}
    count("asem alpha", [
        (row["pillar"], row["alpha"], alphas[row["pillar"].lower()]) for row in read(folder / "reference_cronbach.csv")
    ], differences, noise)
    for node in ("Conn", "Sust"):
        own = {row["component"]: row for row in tables["components"] if row["node"] == node.lower()}
        reference = read(folder / f"reference_pca_{node}.csv")
        count(f"asem components {node}", [
            (f'{row["component"]} {column}', row[column], own[int(row["component"])][column])
            for row in reference for column in ("eigenvalue", "share")
        ], differences, noise)
    for line in differences:
        print("  differs:", line)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
