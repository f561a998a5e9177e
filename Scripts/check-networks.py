"""Compares networks with a reference and with networkx and igraph; run by check-networks."""

import csv
import io
import itertools
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from xml.etree import ElementTree

import igraph
import networkx as nx
import numpy as np

warnings.filterwarnings("ignore")

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


# What labels may hold and formats stumble over.
LABELS = [
    "Ministerio de Educación, Cultura y Deporte", "O'Brien \"the Boss\"", "semi;colon", "back\\slash", "Łódź & Co. <x>",
    "Партия", "[brackets]", "100 %", "tab-free # hash", "a, b; c | d", "🕊️ Peace", "(x) {y}", "1", "-2.5", "*Vertices 3", "data:",
]


def make_dna(path, actors, concepts, statements, labels):
    """A random database of the Discourse Network Analyzer."""
    chance = random.Random(actors)
    db = sqlite3.connect(path)
    with sqlite3.connect(f"file:{DNA}?mode=ro", uri=True) as real:
        for (sql,) in real.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'"):
            db.execute(sql)
    db.execute("INSERT INTO CODERS (ID, Name, Refresh, Password) VALUES (1, 'Coder', 0, 'x')")
    db.execute("INSERT INTO STATEMENTTYPES (ID, Label) VALUES (1, 'Statement')")
    for number, (name, kind) in enumerate(
        [("person", "short text"), ("organization", "short text"), ("concept", "short text"), ("agreement", "boolean")], 1
    ):
        db.execute("INSERT INTO VARIABLES VALUES (?, ?, ?, 1)", (number, name, kind))
    names = (labels + [f"Organization{i}" for i in range(actors)])[:actors]
    for number, name in enumerate(names):
        db.execute("INSERT INTO ENTITIES (ID, VariableId, Value) VALUES (?, 2, ?)", (number + 1, name))
    for number in range(concepts):
        db.execute("INSERT INTO ENTITIES (ID, VariableId, Value) VALUES (?, 3, ?)", (10_000 + number, f"Concept \"{number}\"; x" if labels else f"Concept{number}"))
    for number in range(20):
        text = f"Document {number} 🕊️ " + "words " * 400
        db.execute(
            "INSERT INTO DOCUMENTS (ID, Title, Text, Coder, Date) VALUES (?, ?, ?, 1, ?)",
            (number + 1, f"Document {number}", text, 1_550_000_000 + number * 864_000),
        )
    for number in range(1, statements + 1):
        # Two camps, so that communities are there to be found.
        actor = int(actors * chance.random() ** 1.5)
        concept = int(concepts * chance.random() ** 2)
        agrees = chance.random() < (0.85 if (actor + concept) % 2 else 0.15)
        start = chance.randrange(2000)
        db.execute(
            "INSERT INTO STATEMENTS VALUES (?, 1, ?, ?, ?, 1)",
            (number, chance.randrange(20) + 1, start, start + 1 + chance.randrange(300)),
        )
        db.execute("INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, 2, ?)", (number, actor + 1))
        db.execute("INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, 3, ?)", (number, 10_000 + concept))
        db.execute("INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, 4, ?)", (number, int(agrees)))
    db.commit()
    db.close()


def graph_of(file, *options):
    """The graph from the JSON that networkx reads, nodes by label."""
    graph = nx.node_link_graph(json.loads(standpoint("network", file, *options, "--format", "json")))
    return nx.relabel_nodes(graph, {n: d["label"] for n, d in graph.nodes(data=True)})


def ties(graph):
    """The ties of a graph by their ends."""
    return {frozenset((a, b)): float(d.get("weight", 0)) for a, b, d in graph.edges(data=True)}


def near(what, ours, theirs, tolerance=1e-9):
    """Whether two lists of numbers agree."""
    worst = max((abs(a - b) for a, b in zip(ours, theirs, strict=True)), default=0)
    print(f"  {what}: greatest difference {worst:.1e}")
    return int(not worst <= tolerance)


def compare_measures(file, *options):
    """Every measure against networkx."""
    graph = graph_of(file, *options)
    rows = {row["node"]: row for row in json.loads(standpoint("network", file, *options, "--measures", "--json"))}
    (summary,) = json.loads(standpoint("network", file, *options, "--summary", "--json"))
    nodes = list(graph)
    print(f"measures of {len(nodes)} nodes, {graph.number_of_edges()} ties: {' '.join(options)}")
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]
    values, vectors = np.linalg.eigh(nx.to_numpy_array(graph, nodes))
    leading = vectors[:, -1] * np.sign(vectors[:, -1].sum())
    
    def column(name):
        return [rows[n][name] for n in nodes]

    wrong = near("degree", column("degree"), [graph.degree(n) for n in nodes])
    wrong += near("strength", column("strength"), [graph.degree(n, weight="weight") for n in nodes])
    between = nx.betweenness_centrality(graph)
    wrong += near("betweenness", column("betweenness"), [between[n] for n in nodes])
    # igraph takes lengths as equal that differ by rounding alone; networkx does not.
    ties_of = igraph.Graph(len(nodes), [(nodes.index(a), nodes.index(b)) for a, b in graph.edges])
    lengths = [data["length"] for _, _, data in graph.edges(data=True)]
    pairs = max(1, (len(nodes) - 1) * (len(nodes) - 2) / 2)
    weighted = [value / pairs for value in ties_of.betweenness(weights=lengths)]
    wrong += near("weighted betweenness (igraph)", column("weighted_betweenness"), weighted)
    if values[-1] - values[-2] > 1e-6:
        wrong += near("eigenvector", column("eigenvector"), leading)
        if nx.is_connected(graph):
            theirs = nx.eigenvector_centrality_numpy(graph, weight="weight")
            wrong += near("eigenvector (networkx)", column("eigenvector"), [theirs[n] for n in nodes])
    parts = list(nx.connected_components(graph))
    ours = {}
    for n in nodes:
        ours.setdefault(rows[n]["component"], set()).add(n)
    wrong += int(sorted(map(sorted, parts)) != sorted(map(sorted, ours.values())))
    groups = {}
    for n in nodes:
        groups.setdefault(rows[n]["community"], set()).add(n)
    groups = [groups[key] for key in sorted(groups)]
    wrong += near("modularity", [summary["modularity"]], [nx.community.modularity(graph, groups, weight="weight")])
    best = max(
        nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=s), weight="weight") for s in range(5)
    )
    print(f"  modularity {summary['modularity']:.4f}, networkx's Louvain at best {best:.4f}")
    wrong += int(summary["modularity"] < best - 0.03)
    place = {n: i for i, group in enumerate(groups) for n in group}
    outside = sum(d["weight"] for a, b, d in graph.edges(data=True) if place[a] != place[b])
    total = graph.size(weight="weight")
    wrong += near("E-I index", [summary["ei_index"]], [(2 * outside - total) / total])
    if len(groups) > 1:

        def pair(xs):
            return np.mean([graph.get_edge_data(a, b, {"weight": 0})["weight"] for a, b in xs])
        inside = pair([*itertools.combinations(groups[0], 2), *itertools.combinations(groups[1], 2)])
        across = pair([*itertools.product(groups[0], groups[1])])
        wrong += near("polarization", [summary["polarization"]], [(inside - across) / (inside + across)])
    return wrong


def same_graph(name, nodes, edges, expected):
    """Whether a graph that was read back is the same."""
    same_nodes = sorted(nodes) == sorted(expected)
    same_edges = {k: v for k, v in edges.items()} == ties(expected)
    print(f"  {name}: {'the same' if same_nodes and same_edges else 'DIFFERS'}")
    if not same_nodes:
        print("   ", sorted(set(nodes) ^ set(expected))[:6])
    elif not same_edges:
        theirs = ties(expected)
        print("   ", [(k, edges.get(k), theirs.get(k)) for k in set(edges) | set(theirs) if edges.get(k) != theirs.get(k)][:4])
    return int(not (same_nodes and same_edges))


def read_dl(path):
    """Nodes and ties of a DL edge list, as UCINET describes it: igraph does not read labels in quotation marks."""
    with open(path, encoding="utf-8") as source:
        lines = source.read().splitlines()
    count = sum(int(part) for part in lines[0].replace(",", " ").replace("=", " ").split() if part.isdigit())
    is_two_mode = "edgelist2" in lines[1]
    labels = [l[1:-1].replace('""', '"') if l.startswith('"') else l for l in lines[3 : 3 + count + int(is_two_mode)]]
    rows = labels.index("column labels:") if is_two_mode else 0
    if rows:
        labels.pop(rows)
    edges = {}
    for line in lines[3 + len(labels) + (2 if rows else 1) :]:
        a, b, weight = line.split()
        edges[frozenset((labels[int(a) - 1], labels[rows + int(b) - 1]))] = float(weight)
    return labels, edges


def compare_dynamic(file, folder):
    """The ties of windows in one dynamic GEXF file, read by networkx."""
    path = f"{folder}/dynamic.gexf"
    with open(path, "w", encoding="utf-8") as out:
        out.write(standpoint("network", file, "--of", "organizations", "--window", "1-month", "--format", "gexf"))
    # networkx keeps one weight of a tie; all of them stand in the file.
    graph = nx.read_gexf(path)
    values = ElementTree.parse(path).getroot().iter("{http://www.gexf.net/1.2draft}attvalue")
    weights = [(float(v.get("value")), v.get("start"), v.get("end")) for v in values if v.get("for") == "weight"]
    windows = json.loads(standpoint("network", file, "--of", "organizations", "--window", "1-month", "--json"))
    wrong = 0
    for window in windows:
        total = sum(w for w, start, end in weights if start <= window["first"] and window["last"] <= end)
        wrong += int(abs(total - window["weight"]) > 1e-9 * max(1, total))
    wrong += int(sum(len(data["spells"]) for _, _, data in graph.edges(data=True)) != len(weights))
    print(f"dynamic GEXF, networkx: {len(windows) - wrong} of {len(windows)} windows are the same")
    return wrong


def compare_formats(file, folder, *options):
    """Every format read back."""
    expected = graph_of(file, *options)
    is_two_mode = any("mode" in d for _, d in expected.nodes(data=True))
    print(f"formats of {len(expected)} nodes, {expected.number_of_edges()} ties: {' '.join(options)}")
    wrong = 0
    paths = {}
    for kind in ["graphml", "gexf", "pajek", "dl", "dot", "csv", "edges"]:
        paths[kind] = f"{folder}/network.{kind}"
        with open(paths[kind], "w", encoding="utf-8", newline="") as out:
            out.write(standpoint("network", file, *options, "--format", kind))

    def check(name, graph, label):
        labels = {n: label(n, d) for n, d in graph.nodes(data=True)}
        edges = {frozenset((labels[a], labels[b])): float(d["weight"]) for a, b, d in graph.edges(data=True)}
        return same_graph(name, labels.values(), edges, expected)

    def check_igraph(name, graph, attribute):
        labels = graph.vs[attribute]
        edges = {frozenset((labels[e.source], labels[e.target])): e["weight"] for e in graph.es}
        return same_graph(name, labels, edges, expected)

    wrong += check("GraphML, networkx", nx.read_graphml(paths["graphml"]), lambda n, d: d["label"])
    wrong += check_igraph("GraphML, igraph", igraph.Graph.Read_GraphML(paths["graphml"]), "label")
    wrong += check("GEXF, networkx", nx.read_gexf(paths["gexf"]), lambda n, d: d["label"])
    with open(paths["pajek"], encoding="utf-8") as source:
        head, rest = source.read().split("\n", 1)
    # networkx does not know of a second mode, and igraph not of quotation marks in labels.
    lines = " ".join(head.split()[:2]) + "\n" + rest
    wrong += check("Pajek, networkx", nx.Graph(nx.parse_pajek(lines)), lambda n, d: n)
    if not any('"' in label or "\\" in label for label in expected):
        wrong += check_igraph("Pajek, igraph", igraph.Graph.Read_Pajek(paths["pajek"]), "name")
    if not is_two_mode:
        if all(label.isalnum() for label in expected):
            wrong += check_igraph("DL, igraph", igraph.Graph.Read_DL(paths["dl"], directed=True), "name")
    wrong += same_graph("DL", *read_dl(paths["dl"]), expected)

    def unquote(text):
        return text[1:-1].replace('\\"', '"').replace("\\\\", "\\") if text[:1] == '"' else text
    dot = nx.nx_pydot.read_dot(paths["dot"])
    for _, _, data in dot.edges(data=True):
        data["weight"] = unquote(data["weight"])
    wrong += check("DOT, pydot", nx.Graph(dot), lambda n, d: unquote(d["label"]))
    with open(paths["csv"], encoding="utf-8", newline="") as source:
        rows, columns, values = matrix(source.read())
    edges = {frozenset((r, c)): v for r, line in zip(rows, values) for c, v in zip(columns, line) if v}
    wrong += same_graph("CSV matrix", sorted(set(rows) | set(columns)), edges, expected)
    with open(paths["edges"], encoding="utf-8", newline="") as source:
        edges = {frozenset((r["source"], r["target"])): float(r["weight"]) for r in csv.DictReader(source)}
    wrong += same_graph("CSV ties", list(expected), edges, expected)
    return wrong


def main():
    """Imports files and compares."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/dna.sqlite"
        standpoint("import", file, DNA)
        again = standpoint("import", file, DNA, "--csv").splitlines()[1]
        if not again.endswith(",0,0,0,"):
            sys.exit(f"importing again changed something: {again}")
        print("importing again changes nothing")
        wrong = compare_reference(file)
        organizations = ["--of", "organizations"]
        for actors, concepts, statements, labels in [(12, 8, 60, LABELS), (60, 25, 500, []), (300, 60, 2500, LABELS)]:
            made, base = f"{folder}/random{actors}.dna", f"{folder}/random{actors}.sqlite"
            make_dna(made, actors, concepts, statements, labels)
            standpoint("import", base, made)
            for more in [
                ["--relation", "congruence"],
                ["--relation", "congruence", "--normalization", "average-activity"],
                ["--relation", "cooccurrence", "--normalization", "jaccard"],
                ["--relation", "affiliation"],
            ]:
                wrong += compare_measures(base, *organizations, *more)
            wrong += compare_dynamic(base, folder)
            for more in [
                ["--relation", "congruence", "--normalization", "jaccard"],
                ["--relation", "subtract", "--normalization", "cosine"],
                ["--relation", "affiliation-subtract", "--normalization", "activity"],
            ]:
                wrong += compare_formats(base, folder, *organizations, *more)
    print("everything agrees" if wrong == 0 else f"{wrong} comparisons fail")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
