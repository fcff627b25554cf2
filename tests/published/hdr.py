"""The Human Development Report 2023-24: components in, published indices, groups and ranks out, 1990-2022.

Builds a clearwatt project from the published components, scores it with the rubric that ships, and compares every figure.
Source: UNDP, Human Development Report Office, composite indices complete time series (CC BY 3.0 IGO).
"""

import csv
import pathlib
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_UP, Decimal

FACTS = {
    "life_expectancy": "le", "expected_school": "eys", "mean_school": "mys", "income": "gnipc",
    "life_expectancy_women": "le_f", "expected_school_women": "eys_f", "mean_school_women": "mys_f", "income_women": "gni_pc_f",
    "life_expectancy_men": "le_m", "expected_school_men": "eys_m", "mean_school_men": "mys_m", "income_men": "gni_pc_m",
    "inequality_life": "ineq_le", "inequality_education": "ineq_edu", "inequality_income": "ineq_inc",
    "maternal_mortality": "mmr", "adolescent_births": "abr", "secondary_women": "se_f", "secondary_men": "se_m",
    "seats_women": "pr_f", "seats_men": "pr_m", "labour_women": "lfpr_f", "labour_men": "lfpr_m",
    "carbon_dioxide": "co2_prod", "material_footprint": "mf",
}
INDICES = ["hdi", "hdi_f", "hdi_m", "gdi", "ihdi", "coef_ineq", "loss", "gii", "phdi"]
GROUPS = {"Very High": "very_high", "High": "high", "Medium": "medium", "Low": "low"}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def entity(row):
    """Groups of countries have ids such as ZZA.VHHD."""
    return "C-" + row["iso3"].replace(".", "-")


def kind(row):
    return "group" if row["iso3"].startswith("ZZ") else "country"


def build(rows, project):
    years = sorted({row["year"] for row in rows})
    lines = ["title: Human Development Index", "catalogue: catalogue", "evidence: data",
             "source: UNDP, Human Development Report 2023-24", "licence: CC-BY-3.0-IGO", "editions:"]
    lines += [f"  - {{ id: hdr-{year}, rubric: 'builtin:human-development-2023-24' }}" for year in years]
    lines += ["entities:"]
    for id, row in {entity(row): row for row in rows}.items():
        name = row["country"].replace('"', "'")
        lines += [f'  {id}: {{ label: "{name}", kind: {kind(row)} }}']
    (project / "clearwatt.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (project / "catalogue").mkdir()
    (project / "catalogue" / "all.yaml").write_text(
        "category: development\nlabel: Development\nsubcategories:\n  all:\n    label: All\n    indicators:\n"
        "      human-development: { label: Human development }\n", encoding="utf-8")
    (project / "data").mkdir()
    with open(project / "data" / "components.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["edition", "entity", "indicator", *FACTS])
        for row in rows:
            out.writerow([f"hdr-{row['year']}", entity(row), "human-development", *(row[name] for name in FACTS.values())])


def count(name, pairs, differences):
    matched = 0
    for what, published, ours in pairs:
        if published == ours:
            matched += 1
        else:
            differences.append(f"{name}: {what}: published {published}, computed {ours}")
    print(f"{name:<28} {matched} / {len(pairs)}")


def as_published(text):
    """Three decimals, half up, as the report prints them. The file has up to ten digits of some indices, the last of
    which hang on digits of the components that it does not have."""
    return Decimal(text).quantize(Decimal("0.001"), ROUND_HALF_UP) if text else None


def main(folder, program):
    rows = read(folder / "indices_long.csv")
    with tempfile.TemporaryDirectory() as name:
        project = pathlib.Path(name)
        build(rows, project)
        run = subprocess.run([program, "score", str(project), "--format", "csv", "--level", "index"],
                             stdout=subprocess.PIPE, check=True)
    found = {(row["edition"][-4:], row["entity"], row["index"]): row
             for row in csv.DictReader(run.stdout.decode("utf-8").splitlines())}
    differences = []
    for index in INDICES:
        count(f"hdr {index}", [
            (f"{row['iso3']} {row['year']}", as_published(row[index]),
             as_published(found[row["year"], entity(row), index]["shown"]))
            for row in rows if row[index]
        ], differences)
    countries = [row for row in rows if row["year"] == "2022" and kind(row) == "country"]
    count("hdr groups 2022", [
        (row["iso3"], GROUPS[row["hdicode_2022"]], found["2022", entity(row), "hdi"]["grade"])
        for row in countries if row["hdicode_2022"]
    ], differences)
    count("hdr ranks 2022", [
        (row["iso3"], row["hdi_rank_2022"], found["2022", entity(row), "hdi"]["rank"])
        for row in countries if row["hdi_rank_2022"]
    ], differences)
    for line in differences:
        print("  differs:", line)
    return 1 if len(differences) > 5 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
