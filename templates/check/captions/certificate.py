"""Works the certificates of pairs of captions out again: what becomes of a pair when picture and wording change a little, how it stands
among other captions of its form, and what the model makes of two controls."""

import re

import numpy as np
from PIL import Image, ImageOps

# The highest probability below which a pair counts as undecided, and the one that it aims at.
UNDECIDED, EVEN = 0.6, 0.51
# How many perturbations it must survive, the share of distractors that may fit better, and what the controls must reach.
ROBUST, RELEVANT, EASY, SAME = 9, 0.02, 0.95, np.log(1.5)
# The share of width and height that a crop keeps, in percent, and that of brightness.
CROPS = {"crop85": 85, "crop98": 98, "crop95": 95, "crop90": 90}
BRIGHTNESS = {"brighter": 105, "darker": 95}
OPENINGS = {"photo": "a photo of", "picture": "a picture of", "image": "an image of"}
PERTURBATIONS = ["mirror", *CROPS, *BRIGHTNESS, *OPENINGS, "fullStop", "shift"]
GATES = ["truth", "edit", "fluency", "undecided", "relevance", "robustness", "contrast", "paraphrase"]
DISTRACTORS = 1000


def encode(model, picture, name):
    """The vector of the picture after a small change."""
    if name == "shift":
        return model.image(model.patches(model.shift(model.pixels(picture))))
    return model.image(model.patches(model.pixels(changed(picture.convert("RGB"), name))))


def changed(picture, name):
    if name == "mirror":
        return ImageOps.mirror(picture)
    if name in BRIGHTNESS:
        values = np.minimum(255, (np.asarray(picture).astype(int) * BRIGHTNESS[name] + 50) // 100)
        return Image.fromarray(values.astype(np.uint8))
    width, height = (max(1, (side * CROPS[name] + 50) // 100) for side in picture.size)
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return picture.crop((left, top, left + width, top + height))


def worded(caption, name):
    """The caption as it is asked under a perturbation of the wording."""
    text = " ".join(caption.split())
    if name == "fullStop":
        bare = text[:-1] if text[-1:] in (".", "!", "?") else text
        return bare if text.endswith(".") else bare + "."
    if name not in OPENINGS:
        return caption
    rest = re.sub(
        r"^(an? |the )?(photo|photograph|picture|image|drawing|painting) of (?=\S)", "", text, flags=re.IGNORECASE
    )
    is_there = rest != text and text.lower().startswith(OPENINGS[name] + " ")
    return rest if is_there else f"{OPENINGS[name]} {rest}"


def names_a_side(caption):
    return any(word.startswith(("left", "right")) for word in re.split(r"[\W\d_]+", caption.lower()))


def key(caption):
    return " ".join(caption.split()).lower()


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def certificates(check, vectors):
    """The certificate of the pair that is handed in, and those of the best pairs of each kind."""
    if not check.said("certificate"):
        return
    certificate(check, vectors, "certificate")
    for kind in check.said("certified") or {}:
        certificate(check, vectors, f"certified.{kind}")
    check.leave(
        r"(certificate|certified)\..*(distractors|relevance|passed|failed|isCertified)",
        "the captions that were drawn for the form of this pair are not attached",
    )
    check.leave(
        r"(certificate|certified|examined|unexamined|unsteady)\b", "a text, or found by the grammar of captions"
    )


def certificate(check, vectors, path):
    said = check.said(path)
    captions = said["description"], said["variant"]
    by_caption = {key(caption): vector for caption, vector in vectors.captions.items()}
    logit = lambda caption, picture=vectors.picture: vectors.scale * float(picture @ by_caption[key(caption)])
    gap = logit(captions[0]) - logit(captions[1])
    highest = sigmoid(abs(gap))
    check.put(path, {"descriptionProbability": sigmoid(gap), "highestProbability": highest}, 5e-4)
    check.put(path + ".isEven", bool(highest <= EVEN))

    count = perturbations(check, vectors, path, said, logit)
    passed = {
        # What is true, what one edit is and what is fluent is no matter of numbers.
        **{gate: said["gates"][gate]["isPassed"] for gate in GATES[:3]},
        "undecided": bool(highest < UNDECIDED),
        "relevance": relevance(check, vectors, path, said, logit),
        "robustness": count >= ROBUST,
        "contrast": control(check, path, said, "contrast", logit) > np.log(EASY / (1 - EASY)),
        "paraphrase": abs(control(check, path, said, "paraphrase", logit)) < SAME,
    }
    passed["contrast"] = bool(passed["contrast"] and said.get("contrast"))
    passed["paraphrase"] = bool(passed["paraphrase"] and said.get("paraphrase"))
    for gate in GATES[3:]:
        if passed[gate] is not None:
            check.put(f"{path}.gates.{gate}.isPassed", passed[gate])
    if None not in passed.values():
        failed = [gate for gate in GATES if not passed[gate]]
        check.put(path, {"passed": len(GATES) - len(failed), "of": len(GATES), "isCertified": not failed})
        check.put(path + ".failed", failed)


def perturbations(check, vectors, path, said, logit):
    """In how many of the ten the pair stays undecided."""
    captions = said["description"], said["variant"]
    left_out = "mirror" if any(map(names_a_side, captions)) else "crop85"
    # An opening that the model never learnt gives way to one that it did.
    opening = "picture" if "image" in said["perturbations"] else "image"
    if set(said["perturbations"]) != set(PERTURBATIONS) - {left_out, opening}:
        check.complain(f"{path}: the perturbations are not the ten that go with its captions")
    highest, undecided = [], 0
    for name, one in said["perturbations"].items():
        place = f"{path}.perturbations.{name}"
        asked = [worded(caption, name) for caption in captions]
        check.put(place, {"description": asked[0], "variant": asked[1]})
        if not one["isDone"]:
            check.put(place + ".isUndecided", False)
            continue
        picture = vectors.changed.get(name, vectors.picture)
        gap = logit(asked[0], picture) - logit(asked[1], picture)
        highest.append(sigmoid(abs(gap)))
        undecided += bool(highest[-1] < UNDECIDED)
        check.put(place, {"descriptionProbability": sigmoid(gap), "highestProbability": highest[-1]}, 5e-4)
        check.put(place + ".isUndecided", bool(highest[-1] < UNDECIDED))
    count = len(said["perturbations"])
    check.put(path, {"undecidedPerturbations": undecided, "impossiblePerturbations": count - len(highest)})
    if highest:
        check.put(path + ".highestPerturbed", max(highest), 5e-4)
    return undecided


def relevance(check, vectors, path, said, logit):
    """Whether hardly any caption of the same form fits the picture better; None where those captions are not attached."""
    form = (check.said("certificate").get("distractors") or {}).get("form")
    if not said.get("distractors"):
        return False
    if said["distractors"]["form"] != form:
        return None
    own = {key(said["description"]), key(said["variant"])}
    others = [caption for caption in vectors.distractors if key(caption) not in own][:DISTRACTORS]
    if len(set(map(key, others))) != len(others):
        check.complain(f"{path}: a distractor is there twice")
    logits = np.array([logit(caption) for caption in others])
    above = [int((logits > logit(said[side])).sum()) for side in ("description", "variant")]
    share = max(above) / len(others) if others else 1
    check.put(path + ".distractors", {"count": len(others), "aboveDescription": above[0], "aboveVariant": above[1]})
    check.put(path + ".distractors.largestShare", share, 1e-9)
    if said.get("contrast") and key(said["contrast"]["caption"]) not in set(map(key, others)):
        check.complain(f"{path}: the easy contrast is none of the distractors")
    return bool(share <= RELEVANT)


def control(check, path, said, name, logit):
    """By how much the logit of the true caption is above that of another; 0 where there is none."""
    if not said.get(name):
        return 0.0
    gap = logit(said["description"]) - logit(said[name]["caption"])
    check.put(f"{path}.{name}", {"gap": gap, "probability": sigmoid(gap)}, 5e-4)
    return gap
