"""Makes the golden values of the CLIP tests: Tests/TransformersTests/Fixtures/clip/.

    python clip_goldens.py OUTPUT BPE_SIMPLE_VOCAB_GZ VOCABULARY_FOLDER PHOTO

Needs torch, transformers (5.23.0), tokenizers, safetensors and pillow. Weights come from a counter: `numbers` below, written
again in `CounterWeights.swift`, so that of a ViT-B/32 at full size only goldens are kept. They are large enough for
attention to be peaked, and goldens are computed in double precision, so that what differs is Quire's rounding. A golden is
a safetensors file of samples: every `stride`-th element, `stride` the smallest odd number that keeps a sample within 150, or 60 at full size.

BPE_SIMPLE_VOCAB_GZ is CLIP's own list of pairs, from the package open-clip-torch; VOCABULARY_FOLDER receives it as
`vocab.json` and `merges.txt`, for the test that skips without it. PHOTO is the two cats of COCO, as PNG.
"""

import gzip
import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
import transformers as hf
from PIL import Image
from safetensors.torch import save_file
from sampling import sample
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

CAPTIONS = [
    "a photo of a cat",
    "a photo of a dog",
    "two cats",
    "two cats sleeping on a pink sofa",
    "",
    "A Photo, of 2 Cats!",
    "two cats",
    "a photo of a cat that is not a dog",
]
TEXT = (
    " ".join(CAPTIONS)
    + """ a photo of two dogs on the left of a red house. an image of three small birds above a boat in the
rain. one big horse sleeping below a tree. the sofa is pink and the remote is white."""
)
# Ids that words do not reach; the marks around a caption are put there by the test too.
ROWS = [[5, 400, 30], [5, 400, 31, 32], [(37 * i) % 500 for i in range(20)]]


def numbers(name, count):
    """`count` numbers from -1 to 1, by a counter that is mixed (Wellons' lowbias32), seeded by the name's FNV-1a."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x01000193) & 0xFFFFFFFF
    x = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return (x >> np.uint32(8)).astype(np.float32) * np.float32(2**-23) - np.float32(1)


def weight(name, shape):
    count = math.prod(shape)
    if name == "logit_scale":
        return np.array(4.6051702, dtype=np.float32)
    if "norm" in name and name.endswith("weight"):
        values = np.float32(1) + np.float32(0.2) * numbers(name, count)
    elif len(shape) == 1:
        values = np.float32(0.2) * numbers(name, count)
    elif "embedding.weight" in name and "patch" not in name:
        values = numbers(name, count)
    else:
        values = np.float32(3.2 / math.sqrt(count // shape[0])) * numbers(name, count)
    return values.reshape(shape)


def fill(model):
    state = {}
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            value = torch.from_numpy(weight(name, tuple(parameter.shape)))
            parameter.copy_(value)
            state[name] = value
    return state


def pairs(text, size):
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(
        [text.lower().split()], trainers.BpeTrainer(vocab_size=size, end_of_word_suffix="</w>", show_progress=False)
    )
    return [tuple(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]]


def characters():
    """The characters of the 256 bytes, in OpenAI's order: those that print first."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    return [chr(b) for b in printable] + [chr(0x100 + i) for i in range(256 - len(printable))]


def tokenizer(merges, marks_last):
    """CLIP's tokenizer over some pairs; its marks have the highest ids, as in CLIP's own vocabulary, or stand before the pairs."""
    tokens = characters() + [c + "</w>" for c in characters()]
    marks = ["<|startoftext|>", "<|endoftext|>"]
    joined = [a + b for a, b in merges]
    tokens += joined + marks if marks_last else marks + joined
    vocab = {token: index for index, token in enumerate(tokens)}
    assert len(vocab) == len(tokens)
    return hf.CLIPTokenizer(vocab=vocab, merges=merges), vocab


def save_tokenizer(tokenizer, path):
    path.write_text(
        json.dumps(json.loads(tokenizer.backend_tokenizer.to_str()), ensure_ascii=False, separators=(",", ":")) + "\n"
    )


def pixels(width, height):
    return torch.from_numpy(np.float32(1.5) * numbers(f"pixels {width} {height}", 3 * width * height)).reshape(
        1, 3, height, width
    )


def hidden(picture, patch, patches):
    picture = picture.clone()
    columns = picture.shape[3] // patch
    for index in patches:
        y, x = index // columns * patch, index % columns * patch
        picture[:, :, y : y + patch, x : x + patch] = 0
    return picture


def unit(x):
    return x / x.norm(dim=-1, keepdim=True)


def goldens(model, tokenizer, marks, limit=150, photo=None):
    """Vectors, logits and attentions of a model in double precision."""
    model = model.double().eval()
    vision = model.config.vision_config
    out = {}
    with torch.no_grad():
        picture = pixels(vision.image_size, vision.image_size).double()
        texts = [tokenizer(caption).input_ids for caption in CAPTIONS] + [[marks[0], *row, marks[1]] for row in ROWS]
        vectors = []
        for index, ids in enumerate(texts):
            ids = torch.tensor([ids])
            result = model.text_model(input_ids=ids, output_attentions=True)
            vectors.append(unit(model.text_projection(result.pooler_output))[0])
            out[f"ids/{index}"] = ids[0].float()
            for layer, weights in enumerate(result.attentions):
                out[f"text attention/{index}/{layer}"] = sample(weights[0], limit)
        captions = torch.stack(vectors)
        out["captions"] = captions.float()
        result = model.vision_model(pixel_values=picture, output_attentions=True)
        image = unit(model.visual_projection(result.pooler_output))
        out["image"] = image[0].float()
        for layer, weights in enumerate(result.attentions):
            out[f"image attention/{layer}"] = sample(weights[0], limit)
        out["logits"] = (model.logit_scale.exp() * image @ captions.T)[0].float()
        for index, patches in enumerate([[0], [1, 2], [3]]):
            features = model.get_image_features(pixel_values=hidden(picture, vision.patch_size, patches)).pooler_output
            out[f"hidden/{index}"] = unit(features)[0].float()
        # A picture of other sides: positions are stretched.
        width, height = 5 * vision.patch_size + 3, 3 * vision.patch_size
        features = model.get_image_features(
            pixel_values=pixels(width, height).double(), interpolate_pos_encoding=True
        ).pooler_output
        out["stretched"] = unit(features)[0].float()
        if photo is not None:
            out["photo pixels"] = sample(photo, 1000)
            features = model.get_image_features(pixel_values=photo.double()).pooler_output
            out["photo"] = unit(features)[0].float()
            out["photo logits"] = (model.logit_scale.exp() * unit(features) @ captions.T)[0].float()
    return out


def configuration(text, vision, **more):
    return hf.CLIPConfig(text_config=text, vision_config=vision, attn_implementation="eager", **more)


def miniatures(ids):
    """Name, configuration, whether the marks have the highest ids."""
    size, start, end = ids["size"], ids["start"], ids["end"]
    text = dict(
        vocab_size=size,
        hidden_size=24,
        intermediate_size=40,
        num_hidden_layers=2,
        num_attention_heads=3,
        max_position_embeddings=24,
    )
    yield (
        "patch-16",
        configuration(
            dict(text, hidden_act="quick_gelu", eos_token_id=2, bos_token_id=0),
            dict(
                hidden_size=32,
                intermediate_size=48,
                num_hidden_layers=2,
                num_attention_heads=4,
                image_size=48,
                patch_size=16,
                hidden_act="quick_gelu",
            ),
            projection_dim=20,
        ),
        True,
    )
    text = dict(text, hidden_size=32, num_attention_heads=2, num_hidden_layers=3)
    yield (
        "patch-32",
        configuration(
            dict(text, hidden_act="gelu", eos_token_id=513, bos_token_id=512),
            dict(
                hidden_size=40,
                intermediate_size=64,
                num_hidden_layers=3,
                num_attention_heads=2,
                image_size=64,
                patch_size=32,
                hidden_act="gelu",
            ),
            projection_dim=36,
        ),
        False,
    )
    yield (
        "patch-14",
        configuration(
            dict(text, hidden_act="quick_gelu", eos_token_id=end, bos_token_id=start, layer_norm_eps=1e-3),
            dict(
                hidden_size=48,
                intermediate_size=30,
                num_hidden_layers=1,
                num_attention_heads=6,
                image_size=42,
                patch_size=14,
                hidden_act="quick_gelu",
                layer_norm_eps=1e-3,
            ),
            projection_dim=24,
        ),
        True,
    )


def write_configuration(model, path, old):
    config = {k: v for k, v in model.config.to_dict().items() if v is not None}
    if old:
        # As the hub's files are: sections twice, the first of them without its settings.
        for key in ("text_config", "vision_config"):
            config[key + "_dict"] = config[key]
            config[key] = {"model_type": config[key]["model_type"], "hidden_size": 12345}
    path.write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")


def fingerprint(ids):
    value = 0xCBF29CE484222325
    for byte in "".join(f"{i};" for i in ids).encode():
        value = ((value ^ byte) * 0x100000001B3) & (2**64 - 1)
    return f"{len(ids)} {value:016x}"


def ids_golden(tokenizer, path):
    backend = tokenizer.backend_tokenizer
    backend.no_padding()
    backend.no_truncation()
    lines = [json.loads(line) for line in open(path.parent.parent / "tokenizers/lines.jsonl")]
    path.write_text("".join(fingerprint(backend.encode(line).ids) + "\n" for line in lines))


if __name__ == "__main__":
    output, pairs_file, vocabulary_folder, photo = map(Path, sys.argv[1:])
    merges = pairs(TEXT, 190)
    last, vocab = tokenizer(merges, True)
    middle, _ = tokenizer(merges, False)
    save_tokenizer(last, output / "marks-last.json")
    save_tokenizer(middle, output / "marks-between.json")
    ids_golden(last, output / "marks-last.golden")
    ids = dict(size=len(vocab), start=len(vocab) - 2, end=len(vocab) - 1)
    for name, config, marks_last in miniatures(ids):
        model = hf.CLIPModel(config)
        state = fill(model)
        if name == "patch-16":
            # What is stored is what the reference runs: weights are rounded first.
            state = {key: value.half() for key, value in state.items()}
            model.load_state_dict({key: value.float() for key, value in state.items()}, strict=False)
        write_configuration(model, output / f"{name}.json", old=name == "patch-16")
        if name == "patch-16":
            state["text_model.embeddings.position_ids"] = torch.arange(24)[None]
            torch.save(state, output / "patch-16.bin")
        marks = (ids["start"], ids["end"]) if marks_last else (512, 513)
        save_file(goldens(model, last if marks_last else middle, marks), output / f"{name}.golden.safetensors")

    lines = gzip.open(pairs_file, "rt").read().split("\n")[1 : 49152 - 256 - 2 + 1]
    clip, vocab = tokenizer([tuple(line.split()) for line in lines], True)
    vocabulary_folder.mkdir(parents=True, exist_ok=True)
    (vocabulary_folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False))
    (vocabulary_folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(lines) + "\n")
    ids_golden(clip, output / "vocabulary.golden")

    model = hf.CLIPModel(configuration(dict(eos_token_id=2), {}))
    fill(model)
    prepared = CLIPImageProcessorPil()(Image.open(photo).convert("RGB"), return_tensors="pt").pixel_values
    save_file(goldens(model, last, (ids["start"], ids["end"]), 60, prepared), output / "vit-b-32.golden.safetensors")
