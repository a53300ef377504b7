"""Where the numbers in the tables of the chapter on word embeddings come from."""

# What the table of parameters calls otherwise than the settings do.
FLAGS = {"true": 1, "false": 0}


def tables(check):
    """Says of each column which results it shows."""
    check.leave_cells("rows", "the number of a text", column="text")
    check.leave_cells("rows", "a number that the text holds")
    check.cells("parameters", "value", lambda row, texts: [setting(check, name) for name in texts[0].split(", ")])
    for place in range(len(check.list("words"))):
        check.cells("neighbours", 2 * place + 1, f"words.{place}.neighbours.{{row}}.similarity")
    why(check)
    check.cells("analogies", "answer", "arithmetic.analogies.{row}.answers.0.similarity")
    check.cells("analogies", "place", "arithmetic.analogies.{row}.rank")
    check.cells("doesnt-match", "cosine to the mean", lambda row, texts: centralities(check, row))
    for column, key in {
        "pairs": "pairs",
        "left out": "outOfVocabulary",
        "Pearson": "pearson",
        "Spearman": "spearman",
    }.items():
        check.cells("pairs", column, f"wordPairs.{{row}}.{key}")
    for place, key in {5: "pearsonP", 7: "spearmanP"}.items():
        check.cells("pairs", place, lambda row, texts, place=place, key=key: probability(check, row, texts[place], key))
    check.cells("reviews", "text", lambda row, texts: [near(check, row, "review")])
    check.cells("reviews", "cosine", lambda row, texts: [near(check, row, "similarity")])
    check.leave_cells("moved", "needs the vectors of all words: `save_vectors: true` attaches them")
    check.cells("others", "in both", "others.chosen.{row}.shared")
    check.cells("other-pairs", "pairs", "others.wordPairs.{row}.pairs")
    check.cells("other-pairs", 2, "others.ownPairs.{row}.spearman")
    check.cells("other-pairs", 3, "others.wordPairs.{row}.spearman")
    further(check)
    check.leave_cells("analogy-files", "needs the vectors of all words: `save_vectors: true` attaches them")


def setting(check, name):
    """A parameter as the settings have it."""
    value = check.settings.get(name, "")
    if name == "negative" and check.settings["hs"] == "true":
        value = "0"
    try:
        return (FLAGS[value] if value in FLAGS else float(value), 1e-12)
    except ValueError:
        return None


def probability(check, row, text, key):
    """A p-value; of one that has nothing in three decimals the bound is shown."""
    found = check.found.get(f"wordPairs.{row}.{key}")
    if found is None:
        return None
    return [(0.001, 0.0)] if text.startswith("<") and found[0] - found[1] < 0.001 else [found]


def near(check, row, key):
    """The path of a text near the chosen one: first come those by smooth inverse frequency, then those by the mean."""
    first = len(check.said("reviews.bySIF") or [])
    return f"reviews.bySIF.{row}.{key}" if row < first else f"reviews.byMean.{row - first}.{key}"


def why(check):
    """What neighbours have in common, a row for each."""
    places = {
        (said["word"], near["word"]): f"words.{index}.neighbours.{rank}"
        for index, said in enumerate(check.said("words"))
        for rank, near in enumerate(said["neighbours"])
    }

    def column(*keys):
        return lambda row, texts: [f"{places.get((texts[0], texts[1]))}.{key}" for key in keys]

    check.cells("neighbours-why", "cosine", column("similarity"))
    check.cells("neighbours-why", "company", column("company"))
    check.cells("neighbours-why", "beside the word", column("shared.share"))
    check.cells("neighbours-why", "beside the neighbour", column("shared.neighbourShare"))
    check.cells("neighbours-why", "places", column("shared.place", "shared.neighbourPlace"))


def centralities(check, row):
    """The paths of a set's cosines, in the order of the table."""
    said = check.said(f"arithmetic.doesntMatch.{row}.centrality") or []
    return [f"arithmetic.doesntMatch.{row}.centrality.{place}.similarity" for place in range(len(said))]


def further(check):
    """The trainings with one parameter changed, and CBOW on all texts beside skip-gram on the sample."""
    measures = check.said("grid.measures") if "grid" in check.results else []
    for number, measure in enumerate(measures or []):
        # Of two seeds each.
        sources = [f"grid.trainings.{{row}}.scores.{number}.seeds.{seed}" for seed in range(2)]
        check.cells("grid", measure["name"], *sources)
    check.leave_cells("grid", "needs the further trainings, which are not kept")
    for column, keys in {1: ["cbow"], 2: ["skipGram"], 3: ["difference"], 4: ["low", "high"]}.items():
        check.cells("effort", column, *[f"grid.effort.comparisons.{{row}}.{key}" for key in keys])
    check.leave_cells("effort", "needs the further trainings, which are not kept")
