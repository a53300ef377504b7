"""Where the numbers in the tables of the chapter on attention come from."""

from scipy.stats import kendalltau


def tables(check, measures):
    """Says of each column which results it shows."""
    check.cells("sentences", "looks at", "reference.sentences.{row}.weight")
    kinds = len(check.said("specialists") or [])

    def heads(row, texts):
        # The last row is of the heads that are of no kind.
        return [f"specialists.{row}.heads" if row < kinds else "uncategorised"]

    check.cells("specialists", "heads", heads)
    check.cells("specialists", "above", "specialists.{row}.threshold")
    check.cells("specialists", "share", "specialists.{row}.mean")
    check.cells("specialists", "least–largest", "specialists.{row}.least", "specialists.{row}.largest")
    check.cells("layers", "layer", lambda row, texts: [(row, 0)])
    check.cells("layers", "without its heads", "layers.{row}.withoutHeads")
    check.cells("layers", "without the layer", "layers.{row}.withoutLayer")
    agreement(check, {"occlusion": "occlusion"} | measures)


def agreement(check, measures):
    """How far the measures of importance agree on the order of the words: SciPy's Kendall's τ."""
    count = len(check.said("words") or [])
    values = {
        name: [check.found.get(f"words.{row}.{key}", (None,))[0] for row in range(count)]
        for name, key in measures.items()
    }
    known = {name: found for name, found in values.items() if count and None not in found}

    def column(name):
        def tau(row, texts):
            other = texts[0]
            if other == name:
                return [(1, 0)]
            if name not in known or other not in known:
                return []
            return [(float(kendalltau(known[other], known[name]).statistic), 1e-9)]

        return tau

    for name in measures:
        check.cells("agreement", name, column(name))
    check.leave_cells("agreement", "needs the model: --model FOLDER")
