"""Compares networks with a reference and with networkx and igraph; run by check-networks."""

import csv
import io
import json
import subprocess
import sys
import tempfile

COMMAND, DNA, REFERENCE = sys.argv[1:4]
RELATIONS = {
    ("onemode", "ignore"): "cooccurrence",
    ("onemode", "congruence"): "congruence",
    ("onemode", "conflict"): "conflict",
    ("onemode", "subtract"): "subtract",
    ("twomode", "ignore"): "affiliation",
    ("twomode", "subtract"): "affiliation-subtract",
    ("twomode", "combine"): "affiliation-combine",
}
NORMALIZATIONS = {"no": "none", "average": "average-activity", "cosine": "activity-product"}
DUPLICATES = {
    "include": "all",
    "document": "once-per-document",
    "week": "once-per-week",
    "month": "once-per-month",
    "year": "once-per-year",
    "acrossrange": "once",
}


def standpoint(*arguments):
    """Runs the command."""
    done = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"standpoint {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def matrix(text):
    """Rows, columns and values of a CSV matrix."""
    lines = list(csv.reader(io.StringIO(text, newline="")))
    return [line[0] for line in lines[1:]], lines[0][1:], [[float(x) for x in line[1:]] for line in lines[1:]]


def compare_reference(file):
    """All configurations of the reference; returns how many differ."""
    with open(REFERENCE, encoding="utf-8") as source:
        references = json.load(source)
    wrong = 0
    for reference in references:
        config = reference["config"]
        options = [
            "--of", "organizations",
            "--relation", RELATIONS[config["networkType"], config["qualifierAggregation"]],
            "--normalization", NORMALIZATIONS.get(config["normalization"], config["normalization"]),
            "--duplicates", DUPLICATES[config["duplicates"]],
            "--format", "csv",
        ]
        if config["isolates"]:
            options.append("--isolates")
        rows, columns, values = matrix(standpoint("network", file, *options))
        expected = reference["matrices"][0]
        # The reference has 15 significant digits.
        same = (
            rows == expected["rows"]
            and columns == expected["cols"]
            and [[f"{x:.15g}" for x in row] for row in values]
            == [[f"{x:.15g}" for x in row] for row in expected["matrix"]]
        )
        if not same:
            wrong += 1
            print("differs:", config)
    print(f"{len(references) - wrong} of {len(references)} matrices are the same")
    return wrong


def main():
    """Imports the file and compares."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/dna.sqlite"
        standpoint("import", file, DNA)
        again = standpoint("import", file, DNA, "--csv").splitlines()[1]
        if not again.endswith(",0,0,0,"):
            sys.exit(f"importing again changed something: {again}")
        print("importing again changes nothing")
        wrong = compare_reference(file)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
