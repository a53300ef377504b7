#!/usr/bin/env python3
"""Works the numbers of the chapter on captions out again, by PyTorch and transformers: what check.py does, with their model.

python check_models.py --model FOLDER_OR_ID
"""

import sys

import check  # the script beside this one
from checking import need

need("torch", "transformers")
import torch
from transformers import CLIPModel, CLIPProcessor


class Reference:
    """The model of transformers, with what check.py asks of one."""

    def __init__(self, folder):
        self.model = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
        self.processor = CLIPProcessor.from_pretrained(folder)
        self.scale = float(self.model.logit_scale.detach().exp())
        self.side = self.model.config.vision_config.patch_size

    def pixels(self, picture):
        return self.processor(images=picture.convert("RGB"), return_tensors="pt")["pixel_values"]

    def shift(self, pixels):
        return torch.cat([pixels[..., :1], pixels[..., :-1]], dim=-1)

    def patches(self, pixels):
        return pixels

    @torch.no_grad()
    def image(self, pixels, hidden=None):
        if hidden is not None:
            pixels, columns = pixels.clone(), pixels.shape[-1] // self.side
            top, left = hidden // columns * self.side, hidden % columns * self.side
            pixels[..., top : top + self.side, left : left + self.side] = 0
        pooled = self.model.vision_model(pixel_values=pixels).pooler_output
        return self.length_one(self.model.visual_projection(pooled))

    @torch.no_grad()
    def text(self, caption):
        tokens = self.processor(text=[caption], return_tensors="pt")
        pooled = self.model.text_model(**tokens).pooler_output
        return self.length_one(self.model.text_projection(pooled))

    @staticmethod
    def length_one(vector):
        return (vector[0] / vector[0].norm()).numpy()


if __name__ == "__main__":
    sys.exit(check.main(Reference))
