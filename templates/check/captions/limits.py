"""What a model keeps of a difference, and what a word does that is written on the picture."""

import numpy as np
from checking import read_json

# Where the logits of two captions differ by less, neither reaches 0.6.
UNDECIDED_GAP = np.log(0.6 / 0.4)
MEASURED = (
    "accuracy", "low", "high", "chance", "captionAngle", "rewordedAngle", "pictureAngle", "redrawnAngle", "gap",
)  # fmt: skip


def typographic(check, scale):
    """The true caption's probabilities with labels, of the vectors of the labelled pictures and of the two captions."""
    file = check.attachment("typographic.npy")
    if not check.said("typographic") or file is None:
        return
    rows = np.load(file, allow_pickle=False).astype(np.float64)
    leads = scale * rows[:-2] @ (rows[-2] - rows[-1])
    shares = 1 / (1 + np.exp(-leads))
    check.put("typographic", {"plain": shares[0], "plainLead": leads[0]}, 5e-4)
    labels = list(zip(shares[1:].reshape(-1, 3), leads[1:].reshape(-1, 3)))
    for number, (label, ahead) in enumerate(labels):
        paths = [f"typographic.labels.{number}"] + ["typographic.largest"] * (number == len(labels) - 1)
        for path in paths:
            check.put(path, dict(zip(("blank", "backwards", "written"), label)), 5e-4)
            check.put(path, dict(zip(("blankLead", "backwardsLead", "writtenLead"), ahead)), 5e-4)
    blank, backwards, written = leads[-3:]
    pull = blank - written - max(0, blank - backwards)
    check.put("typographic.pull", pull, 1e-3)
    check.put("typographic.isRead", bool(pull >= UNDECIDED_GAP))
    check.put("typographic.isFooled", bool(written < 0))


def outcomes(check):
    """What becomes of each category's difference, of its interval and its angles."""
    said = check.said("limits.categories") or []
    found = []
    for number, row in enumerate(said):
        middle = (1 + row["chance"]) / 2
        outcome = "kept" if row["low"] > middle else "partly" if row["low"] > row["chance"] else "lost"
        text, picture = row["captionAngle"] <= row["rewordedAngle"], row["pictureAngle"] <= row["redrawnAngle"]
        cause = "both" if text and picture else "text" if text else "picture" if picture else "cosine"
        cause = "nowhere" if outcome == "kept" else cause
        for path in (f"limits.categories.{number}", f"limits.named.{row['category']}"):
            check.put(path, {"outcome": outcome, "lostIn": cause})
        found.append((row["title"], outcome, cause))
    if not said:
        return
    check.put("limits.pairs", sum(row["pairs"] for row in said))
    for name in ("kept", "partly", "lost"):
        check.put(f"limits.{name}", [title for title, outcome, _ in found if outcome == name])
    check.put("limits.misled", [row["title"] for row in said if row["high"] < row["chance"]])
    for name, where in {"Text": "text", "Picture": "picture", "Both": "both", "Cosine": "cosine"}.items():
        check.put(f"limits.lostIn{name}", [title for title, _, cause in found if cause == where])


def record(check):
    """What was measured when the model was made: the record in its folder."""
    folder = check.options.model
    if not folder or not (folder / "limits.json").is_file() or not check.said("limits"):
        return
    rows = {row["category"]: row for row in read_json(folder / "limits.json")["categories"]}
    for number, said in enumerate(check.said("limits.categories")):
        row = rows.get(said["category"])
        if row is None:
            check.complain(f"limits.json of the model has no category {said['category']}")
            continue
        for path in (f"limits.categories.{number}", f"limits.named.{said['category']}"):
            check.put(path, {key: row[key] for key in MEASURED}, 1e-9)
            check.put(path + ".pairs", row["pairs"])
