"""The Open Data Barometer 2014: answers in, published dataset scores, clusters, components, index and ranks out.

Builds a clearwatt project from the published answers, scores it with the rubric that ships, and compares every figure.
Source: World Wide Web Foundation, Open Data Barometer, second edition, 2015 (CC BY 4.0).
Taken as given, because what they are made of is not published: three components of readiness, the economic impact, and
the countries' mean dataset scores of 2013.
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

CLUSTERS = {
    "innovation": ["D1", "D9", "D10", "D13", "D16"],
    "social_policy": ["D2", "D4", "D11", "D12", "D14"],
    "accountability": ["D5", "D6", "D7", "D8", "D15"],
}
QUESTIONS = {"impact-efficiency": "ODB.2013.I.GOV", "impact-accountability": "ODB.2013.I.ACCOUNT",
             "impact-environment": "ODB.2013.I.ENV", "impact-inclusion": "ODB.2013.I.INC"}
COMPONENTS = {"readiness-government": "Readiness_Government", "readiness-citizens": "Readiness_Citizens",
              "readiness-entrepreneurs": "Readiness_Entrepreneurs", "impact-economic": "Impact_Economic"}
CHECKLIST = {"bulk": "dBulk", "free": "eFree", "licence": "fLicense", "sustained": "hSustainable",
             "found": "iDiscoverable", "linked": "jLinked"}
FACTS = ["exists", "online", "machine_readable", "updated", *CHECKLIST, "answer"]


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def iso(row):
    """Namibia's code is NA, which some program took for "not available" and left out."""
    return row["ISO2"] or "NA"


def answers(row):
    """The published points are what the answers gave; this takes them back to the answers."""
    yes = lambda name: "yes" if int(row[name]) > 0 else "no"
    found = {"exists": yes("aExists")}
    if found["exists"] == "yes":
        found["online"] = yes("bAvailable")
        if found["online"] == "yes":
            found["machine_readable"] = yes("cMachineReadable")
            found["updated"] = "no" if int(row["gUpdated"]) < 0 else "yes"
            if found["machine_readable"] == "yes":
                found.update({fact: yes(name) for fact, name in CHECKLIST.items()})
    return found


def build(folder, project):
    lines = ["title: Open Data Barometer", "catalogue: catalogue", "evidence: data",
             "source: World Wide Web Foundation, Open Data Barometer", "licence: CC-BY-4.0", "editions:",
             "  - { id: odb-2013, rubric: 'builtin:open-data-barometer-2014' }",
             "  - { id: odb-2014, rubric: 'builtin:open-data-barometer-2014' }"]
    (project / "clearwatt.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    catalogue = project / "catalogue"
    catalogue.mkdir()
    parts = {cluster: [(id.lower(), "dataset") for id in ids] for cluster, ids in CLUSTERS.items()}
    parts["answers"] = [(id, "question") for id in QUESTIONS] + [(id, "component") for id in COMPONENTS]
    for category, indicators in parts.items():
        lines = [f"category: {category}", f"label: {category}", "subcategories:", f"  all-{category}:", "    label: All",
                 "    indicators:"]
        lines += [f"      {id}: {{ label: {id}, kind: {kind} }}" for id, kind in indicators]
        (catalogue / f"{category}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    data = project / "data"
    data.mkdir()
    with open(data / "answers.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["edition", "entity", "indicator", *FACTS])
        out.writeheader()
        for row in read(folder / "ODB-2014-Datasets-Scored.csv"):
            id = row["Variable"].rsplit(".", 1)[1].lower()
            out.writerow({"edition": "odb-2014", "entity": iso(row), "indicator": id, **answers(row)})
        for row in read(folder / "ODB-2014-Survey-Ordered.csv"):
            for id, name in QUESTIONS.items():
                out.writerow({"edition": "odb-2014", "entity": iso(row), "indicator": id, "answer": row[name]})
        for row in read(folder / "2013-14-Score-Comparison.csv"):
            if row["Year"] == "2013":
                for id, name in QUESTIONS.items():
                    out.writerow({"edition": "odb-2013", "entity": iso(row), "indicator": id, "answer": row[name]})
    for row in read(folder / "ODB-2014-Rankings.csv"):
        lines = ["edition: odb-2014", f"entity: {iso(row)}", "given:"]
        lines += [f"  - {{ indicator: {id}, score: {row[name]} }}" for id, name in COMPONENTS.items()]
        (data / f"components-{iso(row)}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for row in read(folder / "ODB-2013-Rankings.csv"):
        lines = ["edition: odb-2013", f"entity: {iso(row)}", "given:",
                 f"  - {{ index: datasets, score: {row['Datasets_Average']} }}"]
        (data / f"datasets-2013-{iso(row)}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def count(name, pairs, differences, close=None):
    matched = 0
    for what, published, ours in pairs:
        same = abs(float(published) - float(ours)) < close if close else float(published) == float(ours)
        if same:
            matched += 1
        else:
            differences.append(f"{name}: {what}: published {published}, computed {ours}")
    print(f"{name:<28} {matched} / {len(pairs)}")


def main(folder, program):
    with tempfile.TemporaryDirectory() as name:
        project = pathlib.Path(name)
        build(folder, project)
        run = subprocess.run([program, "score", str(project), "--format", "csv", "--edition", "odb-2014"],
                             stdout=subprocess.PIPE, check=True)
    rows = list(csv.DictReader(run.stdout.decode("utf-8").splitlines()))
    found = {(row["entity"], row["index"], row["level"], row["node"]): row for row in rows}
    total = lambda row, index: found[iso(row), index, "index", index]
    differences = []
    scored = read(folder / "ODB-2014-Datasets-Scored.csv")
    dataset = lambda row: (iso(row), "datasets", "indicator", row["Variable"].rsplit(".", 1)[1].lower())
    count("odb datasets", [(row["Variable"] + iso(row), row["CalculatedScore"], found[dataset(row)]["score"]) for row in scored],
          differences)
    rankings = read(folder / "ODB-2014-Rankings.csv")
    clusters = {"innovation": "Datasets_Innovation", "social_policy": "Datasets_Social_Policy",
                "accountability": "Datasets_Accountability"}
    count("odb clusters", [
        (f"{iso(row)} {node}", row[column], found[iso(row), "datasets", "category", node]["score"])
        for row in rankings for node, column in clusters.items()
    ], differences)
    # The published z-scores go back to means of 2013 that are published with ten digits.
    for index, column in {"implementation": "Implementation", "impact_political": "Impact_Political",
                          "impact_social": "Impact_Social", "barometer": "ODB-Score"}.items():
        count(f"odb {index}", [(iso(row), row[column], total(row, index)["score"]) for row in rankings], differences, 5e-9)
    count("odb scaled", [(iso(row), row["ODB-Scaled"], total(row, "scaled")["shown"]) for row in rankings], differences)
    count("odb ranks", [(iso(row), row["ODB-Rank"], total(row, "scaled")["rank"]) for row in rankings], differences)
    scaled = {"readiness_scaled": "Readiness-Scaled", "implementation_scaled": "Implementation-Scaled",
              "impact_scaled": "Impact-Scaled", "readiness_government_scaled": "Readiness_Government-Scaled",
              "readiness_citizens_scaled": "Readiness_Citizens-Scaled",
              "readiness_entrepreneurs_scaled": "Readiness_Entrepreneurs-Scaled",
              "impact_political_scaled": "Impact_Political-Scaled", "impact_social_scaled": "Impact_Social-Scaled",
              "impact_economic_scaled": "Impact_Economic-Scaled"}
    count("odb nine scaled columns", [
        (f"{iso(row)} {index}", row[column], total(row, index)["shown"])
        for row in rankings for index, column in scaled.items()
    ], differences)
    for line in differences:
        print("  differs:", line)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
