"""Makes miniatures of T5, mT5 and mBART and their golden values: Tests/TransformersTests/Fixtures/encoder-decoders/.

    python t5_goldens.py OUTPUT

Needs torch, transformers (5.23.0), tokenizers and safetensors. Weights are random, kept in 16 bits, and read by the reference in 64:
scores that are not divided are large, and 32 bits of its own would be a part of the difference. What they are made and sampled like,
`encoder_decoder_goldens.py` says. `t5` is tied, with ReLU, and its heads are wider than the hidden size has room for; `t5-gated` (v1.1)
and `mt5` have heads of their own and gated feed-forward blocks, and say so as the hub's files do; `mbart` norms before its blocks.
`t5-encoder` is the encoder of `t5` as `T5EncoderModel` saves it.
"""

import json
import sys
from pathlib import Path

import torch
import transformers as hf
from encoder_decoder_goldens import CASES, LIMIT, LONGEST, SIZES, ids, run
from model_goldens import byte_pairs, randomize
from safetensors.torch import load_file, save_file
from sampling import sample


def miniature(name):
    if name == "mbart":
        config = hf.MBartConfig(scale_embedding=True, decoder_start_token_id=2, **SIZES)
        return hf.MBartForConditionalGeneration(config), dict(forced_bos_token_id=17, no_repeat_ngram_size=2)
    kind, make = (hf.T5Config, hf.T5ForConditionalGeneration)
    if name == "mt5":
        kind, make = (hf.MT5Config, hf.MT5ForConditionalGeneration)
    config = kind(
        vocab_size=320,
        d_model=32,
        d_kv=12 if name == "t5" else 8,
        d_ff=48,
        num_layers=2,
        num_decoder_layers=3,
        num_heads=4,
        relative_attention_num_buckets=10,
        relative_attention_max_distance=25,
        feed_forward_proj="relu" if name == "t5" else "gated-gelu",
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=1,
        # The reference's cache counts the layers of the encoder.
        use_cache=False,
        attn_implementation="eager",
    )
    return make(config), dict(no_repeat_ngram_size=2, min_length=6)


def keep(model, name, folder):
    """Saves a model with weights in 16 bits, which the configuration says nothing of: the reference reads them in 64."""
    model.save_pretrained(folder)
    file = folder / "model.safetensors"
    tensors = {key: tensor.half() for key, tensor in load_file(file).items()}
    if name in ("t5-gated", "mt5"):
        draw = torch.Generator().manual_seed(7)
        tensors["lm_head.weight"] = (0.25 * torch.randn(tensors["shared.weight"].shape, generator=draw)).half()
        file_of_choices = folder / "config.json"
        choices = json.loads(file_of_choices.read_text())
        choices.pop("scale_decoder_outputs", None)
        choices["tie_word_embeddings"] = False
        file_of_choices.write_text(json.dumps(choices, indent=1) + "\n")
    save_file(tensors, file, metadata={"format": "pt"})
    return type(model).from_pretrained(folder, attn_implementation="eager", dtype=torch.float64).eval()


def main(output):
    for seed, name in enumerate(["t5", "t5-gated", "mt5", "mbart"]):
        model, rules = miniature(name)
        randomize(model, 230 + seed)
        with torch.no_grad():
            for key, parameter in model.named_parameters():
                if key.endswith(("q_proj.weight", "Attention.q.weight")):
                    parameter.mul_(2 if name == "mbart" else 0.5)
                if key.endswith("relative_attention_bias.weight"):
                    parameter.mul_(6)
        if name == "mbart":
            draw = torch.Generator().manual_seed(seed)
            model.final_logits_bias.copy_(torch.randn(model.final_logits_bias.shape, generator=draw))
        model.tie_weights()
        for key, value in rules.items():
            setattr(model.generation_config, key, value)
        folder = output / name
        model = keep(model, name, folder)
        byte_pairs(True).save(str(folder / "tokenizer.json"))
        text = json.dumps({"tokenizer_class": "TokenizersBackend", "add_prefix_space": False})
        (folder / "tokenizer_config.json").write_text(text + "\n")
        out = {}
        for source, target in CASES:
            case = f"{source}-{target}"
            run(model, ids(source, 320), ids(target, 320), case, out)
            said = model.generate(
                torch.tensor([ids(source, 320)]), do_sample=False, num_beams=1, max_length=LONGEST, use_cache=False
            )
            out[f"{case}/said"] = said[0].to(torch.float32)
        run(model, ids(12, 320), ids(5, 320), "masked", out, hide=(3, 7, 11))
        save_file(out, output / f"{name}.golden.safetensors")
        print(name, {case: out[case].int().tolist() for case in out if case.endswith("said")})
        if name == "t5":
            encoder = hf.T5EncoderModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32)
            encoder = keep(encoder, "t5-encoder", output / "t5-encoder")
            with torch.no_grad():
                states = encoder(torch.tensor([ids(30, 320)])).last_hidden_state
            save_file({"hidden": sample(states[0], LIMIT)}, output / "t5-encoder.golden.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
