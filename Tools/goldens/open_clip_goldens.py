"""Makes the fixtures of the tests of open_clip's files: Tests/TransformersTests/Fixtures/clip/open-clip*.

    python open_clip_goldens.py FIXTURES/clip

Needs torch, torchvision, open_clip_torch (3.3.0), safetensors. A miniature with random weights that make attention peaked, in half
precision; its vectors and logits by open_clip in double precision, its text gradients by autograd, and what open_clip's own preparation
makes of a picture with odd margins.
"""

import json
import sys
from pathlib import Path

import numpy as np
import open_clip
import torch
from clip_goldens import CAPTIONS, numbers, pixels, unit
from open_clip.model import CLIP, CLIPTextCfg, CLIPVisionCfg
from open_clip.transform import PreprocessCfg, image_transform_v2
from PIL import Image
from safetensors.torch import save_file
from sampling import sample
from tokenizers import Tokenizer

SIZES = dict(
    embed_dim=24,
    quick_gelu=True,
    vision_cfg=dict(image_size=48, layers=2, width=32, patch_size=16, head_width=8, mlp_ratio=3.0),
    text_cfg=dict(context_length=24, vocab_size=0, width=24, heads=3, layers=2),
)
PREPARATION = dict(mean=[0.48, 0.45, 0.4], std=[0.26, 0.25, 0.27], interpolation="bilinear", resize_mode="shortest")


def peaked(model):
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.rand(parameter.shape, generator=generator) * 2 - 1
            if name == "logit_scale":
                parameter.fill_(4.6051702)
            elif "ln_" in name and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.2 * noise)
            elif "embedding" in name:
                parameter.copy_(noise)
            else:
                inputs = parameter.shape[0] if name.endswith("proj") else parameter[0].numel()
                parameter.copy_(3.2 / inputs**0.5 * noise)
            parameter.copy_(parameter.half().float())


def counted(width, height):
    """The picture that `CLIPPixelsTests.image` makes, without its alpha."""
    values = (np.arange(4 * width * height) * 37 % 256).astype(np.uint8).reshape(height, width, 4)
    return Image.fromarray(np.ascontiguousarray(values[:, :, :3]), "RGB")


def text_vector(model, ids):
    return model.encode_text(torch.tensor([ids]))[0]


def main(fixtures):
    tokenizer = Tokenizer.from_file(str(fixtures / "marks-last.json"))
    tokenizer.no_padding()
    SIZES["text_cfg"]["vocab_size"] = tokenizer.get_vocab_size()
    model = CLIP(
        SIZES["embed_dim"],
        CLIPVisionCfg(**SIZES["vision_cfg"]),
        CLIPTextCfg(**SIZES["text_cfg"]),
        quick_gelu=SIZES["quick_gelu"],
    )
    peaked(model)
    state = {name: value.half().contiguous() for name, value in model.state_dict().items() if name != "attn_mask"}
    save_file(state, fixtures / "open-clip.safetensors")
    settings = dict(model_cfg=SIZES, preprocess_cfg=PREPARATION)
    (fixtures / "open-clip.json").write_text(json.dumps(settings, indent=1) + "\n")

    model = model.double().eval()
    out = {}
    texts = [tokenizer.encode(caption).ids for caption in CAPTIONS]
    # open_clip fills captions up with zeros, which the causal mask hides.
    texts = [ids + [0] * (24 - len(ids)) for ids in texts]
    direction = torch.from_numpy(numbers("direction", SIZES["embed_dim"])).double()
    for index, ids in enumerate(texts[:4]):
        kept = []
        hook = model.token_embedding.register_forward_hook(
            lambda module, inputs, output, kept=kept: kept.append(output.detach().requires_grad_()) or kept[0]
        )
        vector = text_vector(model, ids)
        hook.remove()
        value = direction @ vector / vector.norm()
        (gradient,) = torch.autograd.grad(value, kept)
        length = ids.index(max(ids)) + 1
        out[f"value/{index}"] = value.detach().float()[None]
        out[f"norm/{index}"] = gradient.norm().float()[None]
        out[f"gradient/{index}"] = sample(gradient[0, :length], 400)
    with torch.no_grad():
        captions = unit(torch.stack([text_vector(model, ids) for ids in texts]))
        image = unit(model.encode_image(pixels(48, 48).double()))
        out["captions"] = captions.float()
        out["image"] = image[0].float()
        out["logits"] = (model.logit_scale.exp() * image @ captions.T)[0].float()
        for width, height in [(75, 50), (50, 77), (61, 61)]:
            prepared = image_transform_v2(PreprocessCfg(size=48, **PREPARATION), is_train=False)(counted(width, height))
            out[f"pixels/{width}/{height}"] = sample(prepared, 1000)
    save_file(out, fixtures / "open-clip.golden.safetensors")
    print(open_clip.__version__)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
