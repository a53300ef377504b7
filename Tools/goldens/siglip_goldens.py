"""Makes the golden values of the SigLIP tests, Tests/TransformersTests/Fixtures/clip/siglip-*, and siglip-tiny/, a whole model for tests
of chapters.

    python siglip_goldens.py FIXTURES/clip

Needs torch, transformers (5.23.0), tokenizers, safetensors. Weights come from the counter of `clip_goldens.py`, whose tokenizer is taken
too: a caption is filled up to its full length and nothing of it is masked. Vectors, logits, scores, attentions, what the pooling
attends to, and the gradients of `clip_gradient_goldens.py`, all in double precision.
"""

import json
import sys
from pathlib import Path

import torch
import transformers as hf
from clip_goldens import CAPTIONS, fill, hidden, numbers, pixels, unit
from safetensors.torch import save_file
from sampling import sample
from tokenizers import Tokenizer

MINIATURES = {
    "siglip-16": dict(
        text=dict(hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, projection_size=32),
        vision=dict(
            hidden_size=32,
            intermediate_size=48,
            num_hidden_layers=2,
            num_attention_heads=4,
            image_size=48,
            patch_size=16,
        ),
    ),
    "siglip-14": dict(
        text=dict(
            hidden_size=24,
            intermediate_size=36,
            num_hidden_layers=3,
            num_attention_heads=2,
            projection_size=36,
            hidden_act="gelu",
            layer_norm_eps=1e-4,
        ),
        vision=dict(
            hidden_size=36,
            intermediate_size=50,
            num_hidden_layers=1,
            num_attention_heads=3,
            image_size=44,
            patch_size=14,
            hidden_act="gelu",
            layer_norm_eps=1e-4,
        ),
    ),
}


def padded(ids, end, length):
    return ids + [end] * (length - len(ids))


def gradients(model, ids, direction):
    """f = d · v / |v| of a caption, and its gradient at the embedding of every token."""
    kept = []
    hook = model.text_model.embeddings.token_embedding.register_forward_hook(
        lambda module, inputs, output: kept.append(output.detach().requires_grad_()) or kept[0]
    )
    vector = model.text_model(input_ids=torch.tensor([ids])).pooler_output[0]
    hook.remove()
    value = direction @ vector / vector.norm()
    (gradient,) = torch.autograd.grad(value, kept)
    return value.detach(), gradient[0]


def goldens(model, texts, limit=150):
    model = model.double().eval()
    vision = model.config.vision_config
    out = {}
    direction = torch.from_numpy(numbers("direction", model.config.text_config.projection_size)).double()
    for index, ids in enumerate(texts[:4]):
        value, gradient = gradients(model, ids, direction)
        out[f"value/{index}"] = value.float()[None]
        out[f"norm/{index}"] = gradient.norm().float()[None]
        out[f"gradient/{index}"] = sample(gradient, 400)
    with torch.no_grad():
        picture = pixels(vision.image_size, vision.image_size).double()
        vectors = []
        for index, ids in enumerate(texts):
            result = model.text_model(input_ids=torch.tensor([ids]), output_attentions=True)
            vectors.append(unit(result.pooler_output)[0])
            out[f"ids/{index}"] = torch.tensor(ids).float()
            for layer, weights in enumerate(result.attentions):
                out[f"text attention/{index}/{layer}"] = sample(weights[0], limit)
        captions = torch.stack(vectors)
        out["captions"] = captions.float()
        result = model.vision_model(pixel_values=picture, output_attentions=True)
        image = unit(result.pooler_output)
        out["image"] = image[0].float()
        for layer, weights in enumerate(result.attentions):
            out[f"image attention/{layer}"] = sample(weights[0], limit)
        head = model.vision_model.head
        states = result.last_hidden_state
        _, gathered = head.attention(head.probe, states, states, need_weights=True, average_attn_weights=False)
        out["gathered"] = gathered[0, :, 0].flatten().float()
        whole = model(input_ids=torch.tensor(texts), pixel_values=picture).logits_per_image[0]
        assert torch.allclose(whole, (model.logit_scale.exp() * image @ captions.T + model.logit_bias)[0])
        out["logits"] = whole.float()
        out["scores"] = torch.sigmoid(whole).float()
        for index, patches in enumerate([[0], [1, 2], [3]]):
            features = model.vision_model(pixel_values=hidden(picture, vision.patch_size, patches)).pooler_output
            out[f"hidden/{index}"] = unit(features)[0].float()
        width, height = 5 * vision.patch_size + 3, 3 * vision.patch_size
        features = model.vision_model(
            pixel_values=pixels(width, height).double(), interpolate_pos_encoding=True
        ).pooler_output
        out["stretched"] = unit(features)[0].float()
    return out


def tiny(folder, size):
    """A model with weights in half precision and a bias as real ones have it."""
    config = hf.SiglipConfig(
        text_config=dict(
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            vocab_size=size,
            max_position_embeddings=64,
            pad_token_id=size - 1,
        ),
        vision_config=dict(
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            image_size=48,
            patch_size=16,
        ),
    )
    model = hf.SiglipModel(config)
    fill(model)
    with torch.no_grad():
        model.logit_bias.fill_(-10)
    folder.mkdir(exist_ok=True)
    model.half().save_pretrained(folder)


def main(fixtures):
    tokenizer = Tokenizer.from_file(str(fixtures / "marks-last.json"))
    tokenizer.no_padding()
    size = tokenizer.get_vocab_size()
    for name, sizes in MINIATURES.items():
        text = dict(
            sizes["text"],
            vocab_size=size,
            max_position_embeddings=24,
            pad_token_id=size - 1,
            bos_token_id=size - 2,
            eos_token_id=size - 1,
        )
        config = hf.SiglipConfig(text_config=text, vision_config=sizes["vision"], attn_implementation="eager")
        model = hf.SiglipModel(config)
        fill(model)
        settings = {key: value for key, value in model.config.to_dict().items() if value is not None}
        (fixtures / f"{name}.json").write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n")
        texts = [padded(tokenizer.encode(caption).ids, size - 1, 24) for caption in CAPTIONS]
        save_file(goldens(model, texts), fixtures / f"{name}.golden.safetensors")
    tiny(fixtures / "siglip-tiny", size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
