"""What Tools/miniclip makes of how well MiniCLIP knows four pictures, as Tests/ChaptersTests/FamiliarityTests.swift has it.

    Tools/miniclip/python Tools/goldens/familiar_goldens.py

The pictures are the three that come with Quire and stripes that both draw. Best caption and cosine by transformers, unevenness by NumPy.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tools/miniclip"))
import familiar
import numpy
import torch
from evaluate import Scorer
from PIL import Image


def stripes():
    y, x = numpy.mgrid[0:64, 0:64]
    return Image.fromarray(
        numpy.stack([numpy.where(x // 4 % 2 == 0, 0, 200), y, numpy.full_like(x, 90)], 2).astype("u1")
    )


def main():
    torch.set_num_threads(1)
    scorer = Scorer(ROOT / "assets/miniclip")
    captions = familiar.vocabulary()
    rows = scorer.captions(captions)
    pictures = {
        name: Image.open(ROOT / "assets" / name).convert("RGB")
        for name in ("two-cats-three-dogs.png", "dog-and-cat.png", "two-cats.png")
    }
    for name, picture in (pictures | {"stripes.png": stripes()}).items():
        cosines = (scorer.images([picture]) @ rows.T)[0]
        best = int(cosines.argmax())
        reduced = numpy.asarray(picture.resize((64, 64), Image.Resampling.BICUBIC))
        print(f'("{name}", {familiar.unevenness(reduced):.6f}, "{captions[best]}", {cosines[best].item():.6f}),')


if __name__ == "__main__":
    main()
