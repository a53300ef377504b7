"""Where the numbers in the tables of the chapter on captions come from."""

import math


def tables(check):
    """Says of each column which results it shows."""
    for column in ("cosine", "logit", "probability", *(["alone"] if check.said("hasAlone") else [])):
        check.cells("captions", column, f"captions.{{row}}.{column}")
    kinds = {said["title"]: f"categories.{key}" for key, said in (check.said("categories") or {}).items()}
    columns = {
        "pairs": "decidable", "angle": "captionAngle", "undecided": "undecided", "false one higher": "prefersFalse",
        "fooled": "fooled",
    }  # fmt: skip
    for column, key in columns.items():
        check.cells("categories", column, lambda row, texts, key=key: [f"{kinds.get(texts[0], 'all')}.{key}"])

    # A pair that the search found is none of those that are made of what the settings state.
    two = {name: check.said(name) for name in ("mine", "found") if check.said(name)}
    places = {(said["description"], said["variant"]): name for name, said in two.items()}
    places |= {(said["description"], said["variant"]): f"pairs.{n}" for n, said in enumerate(check.said("pairs") or [])}
    columns = {
        "angle": ["captionAngle"], "at most": ["largestProbability"], "logits": ["descriptionLogit", "variantLogit"],
        "probabilities": ["descriptionProbability", "variantProbability"],
    }  # fmt: skip
    for column, keys in columns.items():
        check.cells(
            "pairs",
            column,
            lambda row, texts, keys=keys: [f"{places.get((texts[0], texts[1]))}.{key}" for key in keys],
        )

    others = {said["variant"]: n for n, said in enumerate(check.said("alternatives") or [])}
    columns = {"angle": "captionAngle", "at most": "largestProbability", "true caption": "descriptionProbability"}
    for column, key in columns.items():
        check.cells("alternatives", column, lambda row, texts, key=key: [f"alternatives.{others.get(texts[0])}.{key}"])

    certificates(check)
    for column, key in {"rivals": "rivalShare", "right": "accuracy", "by chance": "chance"}.items():
        check.cells("held-out", column, f"heldOut.categories.{{row}}.{key}")
    check.leave_cells("published", "measured by others, in the works that are cited with it")


def certificates(check):
    """The two tables of certificates."""
    measured = {
        "one edit": [(1, 0)],
        "undecided": ["highestProbability"],
        "relevant": ["distractors.aboveDescription", "distractors.aboveVariant", "distractors.count"],
        "robust": ["undecidedPerturbations", (10, 0)],
        "easy contrast": ["contrast.probability"],
    }
    needed = {
        "one edit": 1, "undecided": 0.6, "relevant": 0.02, "easy contrast": 0.95, "paraphrase": math.log(1.5),
    }  # fmt: skip

    def sources(row, texts):
        if texts[0] == "paraphrase" and "certificate.paraphrase.gap" in check.found:
            gap, tolerance = check.found["certificate.paraphrase.gap"]
            return [(abs(gap), tolerance)]
        return [s if isinstance(s, tuple) else f"certificate.{s}" for s in measured.get(texts[0], [])]

    check.cells("certificate", "measured", sources)
    check.cells(
        "certificate",
        "needed",
        lambda row, texts: [(9, 0), (10, 0)] if texts[0] == "robust" else [(needed.get(texts[0]), 0)],
    )
    kinds = {said["categoryTitle"]: f"certified.{key}" for key, said in (check.said("certified") or {}).items()}
    check.cells("certified", "higher", lambda row, texts: [f"{kinds.get(texts[0])}.highestProbability"])
    check.cells("certified", "undecided", lambda row, texts: [f"{kinds.get(texts[0])}.undecidedPerturbations", (10, 0)])
