"""Where the numbers in the tables of the chapter on captions come from."""


def tables(check):
    """Says of each column which results it shows."""
    for column in ("cosine", "logit", "probability"):
        check.cells("captions", column, f"captions.{{row}}.{column}")
    kinds = {said["title"]: f"categories.{key}" for key, said in (check.said("categories") or {}).items()}
    columns = {
        "pairs": "decidable", "angle": "captionAngle", "undecided": "undecided", "false one higher": "prefersFalse",
        "fooled": "fooled",
    }  # fmt: skip
    for column, key in columns.items():
        check.cells("categories", column, lambda row, texts, key=key: [f"{kinds.get(texts[0], 'all')}.{key}"])

    places = {(said["description"], said["variant"]): n for n, said in enumerate(check.said("pairs") or [])}
    columns = {
        "angle": ["captionAngle"], "at most": ["largestProbability"], "logits": ["descriptionLogit", "variantLogit"],
        "probabilities": ["descriptionProbability", "variantProbability"],
    }  # fmt: skip
    for column, keys in columns.items():
        check.cells(
            "pairs",
            column,
            lambda row, texts, keys=keys: [f"pairs.{places.get((texts[0], texts[1]))}.{key}" for key in keys],
        )

    others = {said["variant"]: n for n, said in enumerate(check.said("alternatives") or [])}
    columns = {"angle": "captionAngle", "at most": "largestProbability", "true caption": "descriptionProbability"}
    for column, key in columns.items():
        check.cells("alternatives", column, lambda row, texts, key=key: [f"alternatives.{others.get(texts[0])}.{key}"])

    for column, key in {"rivals": "rivalShare", "right": "accuracy", "by chance": "chance"}.items():
        check.cells("held-out", column, f"heldOut.categories.{{row}}.{key}")
    check.leave_cells("published", "measured by others, in the works that are cited with it")
