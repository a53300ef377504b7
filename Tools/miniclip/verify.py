"""Holds the committed MiniCLIP against transformers: its logits, and its held-out figures measured again.

    verify [LOGITS.json]

Prints `{"image": …, "captions": […], "logits": […]}`, the logits of the default image from transformers' `CLIPModel`
and `CLIPProcessor`. LOGITS.json, in the same form and with its image relative to the repository, is compared instead
where it is given: the logits may differ by 1e-3.
"""

import json
import sys
from pathlib import Path

import evaluate
import torch
from PIL import Image
from transformers import CLIPModel, CLIPProcessor

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "assets" / "miniclip"
LOGIT_TOLERANCE = 1e-3
ACCURACY_TOLERANCE = 0.005

IMAGE = "assets/two-cats.png"
CAPTIONS = [
    "two cats",
    "two cats sleeping",
    "two cats in the rain",
    "two cats in love",
    "two cats with hats",
    "a cat",
    "one cat",
    "three cats",
    "four cats",
    "two dogs",
    "two lions",
    "a cat and a dog",
    "a cat to the left of a dog",
    "a big cat and a small dog",
    "a big cat",
    "a small cat",
    "two cats on an orange background",
    "two cats on a blue background",
    "a photo of two cats",
    "an image of two cats on an orange background",
    "Two  CATS, not sleeping!",
    "zwei Kätzchen 2×",
]


@torch.inference_mode()
def transformers_logits(image, captions):
    model = CLIPModel.from_pretrained(MODEL, dtype=torch.float32).eval()
    processor = CLIPProcessor.from_pretrained(MODEL)
    inputs = processor(text=captions, images=Image.open(ROOT / image), return_tensors="pt", padding=True)
    return model(**inputs).logits_per_image[0].tolist()


def logits_agree(theirs):
    ours = transformers_logits(theirs["image"], theirs["captions"])
    worst = 0
    for caption, here, there in zip(theirs["captions"], ours, theirs["logits"], strict=True):
        worst = max(worst, abs(here - there))
        print(f"{here:10.4f} {there:10.4f} {here - there:10.1e}  {caption}")
    print(f"largest difference {worst:.1e}, allowed {LOGIT_TOLERANCE:.0e}")
    return worst <= LOGIT_TOLERANCE


def held_out_agrees():
    recorded = json.loads((MODEL / "held-out.json").read_text())
    measured = evaluate.held_out_table(MODEL)
    agree = True
    for old, new in zip(recorded["categories"], measured["categories"], strict=True):
        agree &= abs(old["accuracy"] - new["accuracy"]) <= ACCURACY_TOLERANCE
        print(f"{new['category']:14} {new['accuracy']:.4f}, recorded {old['accuracy']:.4f}, chance {new['chance']:.4f}")
    new, old = (table["unrelated"]["meanProbability"] for table in (measured, recorded))
    print(f"an unrelated caption beside the true one: {new:.4f}, recorded {old:.4f}")
    return agree and abs(old - new) <= ACCURACY_TOLERANCE


def main(logits=None):
    torch.set_num_threads(1)
    if logits:
        agree = logits_agree(json.loads(Path(logits).read_text()))
    else:
        agree = True
        logits = [round(logit, 5) for logit in transformers_logits(IMAGE, CAPTIONS)]
        print(json.dumps({"image": IMAGE, "captions": CAPTIONS, "logits": logits}, ensure_ascii=False, indent=2))
    agree &= held_out_agrees()
    if not agree:
        sys.exit("MiniCLIP does not verify: see the differences above")


if __name__ == "__main__":
    main(*sys.argv[1:])
