#!/usr/bin/env python3
"""Works the numbers of the chapter on captions out again, with NumPy and Pillow.

    python check.py [--model FOLDER]

Without the model, the numbers are worked out of the vectors that the submission carries: cosines, softmax, angles. With it
(config.json, preprocessor_config.json, vocab.json, merges.txt, model.safetensors), the vectors are worked out of the picture and the
captions as well. check_models.py does the same by PyTorch and transformers.
"""

import os
import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1]), str(pathlib.Path(__file__).resolve().parent)]
from checking import Check, need, read_json

# Small matrices: several threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
need("numpy", "PIL", "scipy")
import certificate
import limits
import numpy as np
import tables
from PIL import Image, ImageOps
from scipy.stats import spearmanr

# The assignment's rule: below this highest probability the model is undecided.
UNDECIDED = 0.6
OUTCOMES = {
    True: "which is below 0.6: by the assignment's rule the pair confuses the model",
    False: "which is not below 0.6: no pair that was tried confuses the model",
}


class Vectors:
    """The vectors of the picture, of its mirror image, of the picture with a patch hidden or changed a little, and of captions."""

    def __init__(self, check, load):
        rows = np.load(check.attachment("vectors.npy"), allow_pickle=False).astype(np.float64)
        about = read_json(check.attachment("vectors.json"))
        count, self.scale = about["patches"], about["logitScale"]
        # A SigLIP's; older submissions have none.
        self.bias = about.get("logitBias", 0)
        changes = about.get("perturbations", [])
        first = 2 + count + len(changes)
        self.changed = {"mirror": rows[1]} | dict(zip(changes, rows[2 + count : first]))
        self.distractors = about.get("distractors", [])
        self.things = np.array(about["things"]) if about.get("things") else None
        self.picture, self.mirror, self.hidden = rows[0], rows[1], rows[2 : 2 + count]
        self.captions = dict(zip(about["captions"], rows[first:]))
        model = check.model(load)
        if model:
            self.compare(check, model, rows, about)

    def compare(self, check, model, rows, about):
        """Works all vectors out of the picture and the captions."""
        files = list((check.folder / "attachments").glob("picture.*"))
        picture = ImageOps.exif_transpose(Image.open(files[0]))
        patches = model.patches(model.pixels(picture))
        found = [model.image(patches), model.image(model.patches(model.pixels(ImageOps.mirror(picture))))]
        found += [model.image(patches, hidden) for hidden in range(about["patches"])]
        found += [certificate.encode(model, picture, name) for name in about.get("perturbations", [])]
        found += [model.text(caption) for caption in about["captions"]]
        furthest = float(np.abs(np.array(found) - rows).max())
        check.note(
            f"the vectors worked out of picture and captions differ by at most {furthest:.1g} from the attached ones"
        )
        if furthest > 2e-4 or abs(model.scale - self.scale) > 1e-3:
            check.complain(f"the attached vectors are not the model's: they differ by up to {furthest:.2g}")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def score(vectors, description, variant):
    """What the model makes of two captions of the picture."""
    a, b, scale = vectors.captions[description], vectors.captions[variant], vectors.scale
    cosines = float(vectors.picture @ a), float(vectors.picture @ b)
    gap = scale * (cosines[0] - cosines[1])
    half = np.sqrt(max(0, (1 - a @ b) / 2))
    probability, largest = sigmoid(gap), sigmoid(2 * scale * half)
    return {
        "descriptionCosine": cosines[0], "variantCosine": cosines[1],
        "descriptionLogit": scale * cosines[0] + vectors.bias, "variantLogit": scale * cosines[1] + vectors.bias,
        "descriptionProbability": probability, "variantProbability": 1 - probability,
        "highestProbability": max(probability, 1 - probability), "isUndecided": bool(max(probability, 1 - probability) < UNDECIDED),
        "captionCosine": float(a @ b), "captionAngle": float(np.degrees(2 * np.arcsin(half))),
        "largestGap": 2 * scale * half, "largestProbability": largest, "isUndecidable": bool(largest < UNDECIDED),
        "usedShare": abs(gap) / (2 * scale * half) if half > 0 else 0.0,
    }  # fmt: skip


def put_pair(check, path, pair):
    """Angles and logits are more than one; what is divided by a small angle is less exact."""
    tolerances = {
        "captionAngle": 2e-3,
        "largestGap": 2e-3,
        "usedShare": 2e-3,
        "descriptionLogit": 1e-4,
        "variantLogit": 1e-4,
    }
    for key, value in pair.items():
        check.put(
            f"{path}.{key}",
            value,
            0 if isinstance(value, bool) else tolerances.get(key, 5e-4 if "Prob" in key else 2e-6),
        )


def pairs(check, vectors):
    """All pairs of captions, and how many of each kind the model decides."""
    scored = []
    for index, said in enumerate(check.said("pairs")):
        pair = score(vectors, said["description"], said["variant"])
        put_pair(check, f"pairs.{index}", pair)
        prefers = pair["descriptionProbability"] < 0.5
        verdict = (
            "is undecided"
            if pair["isUndecided"]
            else "prefers "
            + (
                ("the false one" if prefers else "the true one")
                if said["truth"] == "false"
                else ("the variant" if prefers else "the description")
            )
        )
        check.put(f"pairs.{index}.verdict", verdict)
        scored.append(pair | {"category": said["category"], "truth": said["truth"], "prefersVariant": prefers})
    for name in ("handIn", "mine", "found"):
        if check.said(name):
            said = check.said(name)
            pair = score(vectors, said["description"], said["variant"])
            put_pair(check, name, pair)
            if name == "handIn":
                confused = pair["isUndecided"]
                check.put("isConfused", confused)
                check.put("outcome", OUTCOMES[confused])
    for index, said in enumerate(check.said("alternatives") or []):
        put_pair(check, f"alternatives.{index}", score(vectors, said["description"], said["variant"]))
    kinds = {"all": scored} | {
        f"categories.{key}": [p for p in scored if p["category"] == key] for key in check.said("categories")
    }
    for path, chosen in kinds.items():
        decidable = [p for p in chosen if p["truth"] == "false"]
        fooled = [p for p in decidable if p["prefersVariant"] or p["isUndecided"]]
        check.put(
            path,
            {
                "pairs": len(chosen),
                "decidable": len(decidable),
                "fooled": len(fooled),
                "right": len(decidable) - len(fooled),
            },
        )
        check.put(path + ".undecided", sum(p["isUndecided"] for p in decidable))
        check.put(path + ".wrong", sum(p["prefersVariant"] and not p["isUndecided"] for p in decidable))
        check.put(path + ".prefersFalse", sum(p["prefersVariant"] for p in decidable))
        check.put(path + ".undecidable", sum(p["isUndecidable"] for p in decidable))
        check.put(path + ".fooledWithRoom", sum(p["largestProbability"] >= 0.9 for p in fooled))
        if decidable:
            check.put(path + ".captionAngle", np.mean([p["captionAngle"] for p in decidable]), 2e-3)
            check.put(path + ".leastProbability", min(p["descriptionProbability"] for p in decidable), 5e-4)
        if path == "all" and fooled and len(fooled) < len(decidable):
            separation(check, fooled, [p for p in decidable if p not in fooled])


def separation(check, fooled, right):
    angles, others = [p["captionAngle"] for p in fooled], [p["captionAngle"] for p in right]
    numbers = {
        "fooledMean": np.mean(angles),
        "fooledLargest": max(angles),
        "rightMean": np.mean(others),
        "rightSmallest": min(others),
    }
    check.put("separation", numbers, 2e-3)
    check.put("separation.isClean", bool(max(angles) < min(others)))


def table(check, vectors):
    """The probabilities of all captions together: a softmax over their logits."""
    said = check.said("captions")
    cosines = np.array([float(vectors.picture @ vectors.captions[entry["caption"]]) for entry in said])
    logits = vectors.scale * cosines + vectors.bias
    weights = np.exp(logits - logits.max())
    for index, (logit, weight) in enumerate(zip(logits, weights / weights.sum())):
        check.put(f"captions.{index}", {"logit": logit, "probability": weight}, 5e-4)
        check.put(f"captions.{index}.cosine", cosines[index], 1e-6)
    alone(check, vectors, logits)


def alone(check, vectors, logits):
    """How well each caption fits by itself: beside one that names nothing, or by a SigLIP's own score."""
    check.put("hasAlone", check.said("alone") is not None)
    if check.said("alone") is None:
        return
    neutral, level = check.said("alone.neutral"), 0.0
    if neutral is not None:
        level = vectors.scale * float(vectors.picture @ vectors.captions[neutral]) + vectors.bias
        check.put("alone.neutralLogit", level, 5e-4)
    scores = sigmoid(logits - level)
    for index, one in enumerate(scores):
        check.put(f"captions.{index}.alone", one, 5e-4)
    check.put("alone.fitting", int((scores >= 0.5).sum()))
    check.put("alone.fitsNone", bool((scores < 0.5).all()))


def patches(check, vectors):
    """By how much the logits of the two captions fall when a patch is hidden."""
    hand_in = check.said("handIn")
    captions = [vectors.captions[hand_in[key]] for key in ("description", "variant")]
    first, second = (vectors.scale * ((vectors.picture - vectors.hidden) @ caption) for caption in captions)
    difference, gap = first - second, vectors.scale * float(vectors.picture @ (captions[0] - captions[1]))
    most, largest = int(np.abs(difference).argmax()), float(max(np.abs(first).max(), np.abs(second).max()))
    columns = check.said("model.imageSize") // check.said("model.patchSize")
    tolerance = 5e-4
    check.put(
        "difference",
        {"patches": len(difference), "largestChange": largest, "largest": abs(difference[most])},
        tolerance,
    )
    check.put("difference", {"descriptionFall": first[most], "variantFall": second[most]}, tolerance)
    check.put("difference.share", abs(difference[most]) / largest, tolerance)
    check.put("difference", {"row": most // columns, "column": most % columns})
    check.put("difference.sameWay", int((first * second > 0).sum()))
    gaps = gap - difference
    check.put("difference.undecided", int((np.abs(gaps) < np.log(UNDECIDED / (1 - UNDECIDED))).sum()))
    check.put("difference.reversed", int(((gaps < 0) != (gap < 0)).sum()))
    if check.said("difference.correlation") is not None:
        check.put("difference.correlation", spearmanr(first, second).statistic, 5e-3)
    things = vectors.things
    if things is not None:
        means = [falls[mask].mean() for mask in (things, ~things) for falls in (first, second)]
        names = ("descriptionFall", "variantFall", "groundDescriptionFall", "groundVariantFall")
        check.put("things", {"patches": int(things.sum()), "groundPatches": int((~things).sum())})
        check.put("things", dict(zip(names, means)), tolerance)
    reached = [
        abs(vectors.scale * float(v @ (captions[0] - captions[1])))
        for v in (vectors.picture, vectors.mirror, *vectors.hidden)
    ]
    largest_gap = score(vectors, hand_in["description"], hand_in["variant"])["largestGap"]
    share = min(1, max(reached) / largest_gap) if largest_gap > 0 else 0
    check.put("reach.pictures", len(reached))
    check.put("reach", {"share": share, "highestProbability": sigmoid(max(reached))}, 5e-4)
    for index, falls in enumerate((first, second)):
        most = int(falls.argmax())
        check.put(f"gazes.{index}", {"row": most // columns, "column": most % columns})
        check.put(f"gazes.{index}.fall", falls[most], tolerance)


def mirror(check, vectors):
    """What the model makes of the mirror image."""
    hand_in = check.said("handIn")
    a, b = (vectors.captions[hand_in[key]] for key in ("description", "variant"))
    gap, before = vectors.scale * float(vectors.mirror @ (a - b)), float(vectors.picture @ (a - b))
    probability = sigmoid(gap)
    angle = 2 * np.degrees(np.arcsin(min(1, np.linalg.norm(vectors.picture - vectors.mirror) / 2)))
    check.put("mirrored.angle", angle, 1e-3)
    check.put(
        "mirrored",
        {"descriptionProbability": probability, "highestProbability": max(probability, 1 - probability)},
        5e-4,
    )
    check.put("mirrored.isSameAnswer", bool((gap < 0) == (before < 0)))


def record(check):
    """What was measured when the model was made: the record in its folder."""
    folder = check.options.model
    if not folder or not (folder / "held-out.json").is_file():
        return
    rivals = {}
    if (folder / "rivals.json").is_file():
        counts = read_json(folder / "rivals.json")
        rivals = {row["category"]: row for row in counts["categories"]}
        check.put("rivals", {"batches": counts["batches"], "captions": counts["captions"]})
        swapped, numbers = rivals["swapped"], rivals["count"]
        check.put("rivals", {"placed": swapped["captions"], "exchanged": swapped["withRival"]})
        check.put("rivals.exchangedShare", swapped["withRival"] / swapped["captions"], 1e-9)
        check.put("rivals.countShare", numbers["withRival"] / numbers["captions"], 1e-9)
    for number, row in enumerate(read_json(folder / "held-out.json")["categories"]):
        first, *others = row["category"].split("-")
        path = "questions." + first + "".join(word.capitalize() for word in others)
        for place in (path, f"heldOut.categories.{number}"):
            check.put(place, {"accuracy": row["accuracy"], "chance": row["chance"], "n": row["n"]})
            if row["category"] in rivals:
                found = rivals[row["category"]]
                check.put(place + ".rivalShare", found["withRival"] / found["captions"], 1e-9)


def plain(check, vectors):
    """The two captions of a chapter that makes no pairs, of whose truth nothing is known."""
    said = check.said("handIn")
    check.put("hasHandIn", said is not None)
    if said is None:
        check.put("isConfused", False)
        return
    pair = score(vectors, said["description"], said["variant"])
    put_pair(check, "handIn", pair)
    check.put("isConfused", pair["isUndecided"])


def circumstances(check):
    """Whether the picture is foreign to the model, by what was measured on the model's own scenes."""
    found = check.said("familiarity")
    check.put("hasFamiliarity", found is not None)
    check.put("isShort", bool(check.said("isForeign") or check.said("isPlain")))
    if found is None:
        check.put("isForeign", False)
        return
    is_foreign = bool(found["bestCosine"] < found["threshold"] or found["unevenness"] > found["mostUneven"])
    check.put("isForeign", is_foreign)
    check.put("familiarity.isForeign", is_foreign)


def main(load=None):
    check = Check(__file__)
    if load is None:
        from clip import Clip as load
    vectors = Vectors(check, load)
    check.put("model.logitScale", vectors.scale, 1e-4)
    check.put("model.logitBias", vectors.bias, 1e-4)
    table(check, vectors)
    circumstances(check)
    if check.said("isShort"):
        plain(check, vectors)
        check.put("highestProbability", max(entry["probability"] for entry in check.said("captions")), 5e-4)
    else:
        pairs(check, vectors)
        patches(check, vectors)
        mirror(check, vectors)
        certificate.certificates(check, vectors)
        limits.typographic(check, vectors.scale)
    limits.outcomes(check)
    check.leave(r"(handIn|mine|found|pairs)\b", "a text that the author wrote or the pair finder made")
    record(check)
    limits.record(check)
    tables.tables(check)
    check.leave(
        r"(heldOut|atChance|chanceTasks|questions|rivals|familiarity)\b",
        "measured when the model was made, and recorded in its folder: --model FOLDER",
    )
    check.leave(
        r"limits\b",
        "measured on drawn pictures: in the folder of a model that comes with Quire (--model FOLDER), else by Quire alone",
    )
    check.leave(r"typographic\b", "a word, a caption or the width of a label")
    check.leave(r"published\b", "measured by others, in the work that is cited with it", foreign=True)
    check.leave(r"agreement\b", "needs the attention of the image tower")
    return check.finish()


if __name__ == "__main__":
    sys.exit(main())
