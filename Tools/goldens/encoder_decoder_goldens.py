"""Makes the miniature encoder–decoders and their golden values: Tests/TransformersTests/Fixtures/encoder-decoders/.

    python encoder_decoder_goldens.py OUTPUT

Needs torch, transformers (5.23.0), tokenizers and safetensors. The weights are random and about ten times as large as a fresh
model's, so that attention is peaked. A golden is a safetensors file of samples, `<case>/<tensor>/<layer>`, as in
`model_goldens.py`; `<case>/said` are the ids of `generate(do_sample=False, num_beams=1)`. Ids of a text of n tokens are
(37 i + 11 n) mod the vocabulary.
"""

import sys
from pathlib import Path

import torch
import transformers as hf
from model_goldens import byte_pairs, randomize
from safetensors.torch import save_file
from sampling import sample

LIMIT = 150
CASES = [(1, 1), (2, 7), (12, 5), (30, 24), (9, 40)]
LONGEST = 24


SIZES = dict(
    vocab_size=320,
    d_model=32,
    encoder_layers=2,
    decoder_layers=3,
    encoder_attention_heads=4,
    decoder_attention_heads=2,
    encoder_ffn_dim=48,
    decoder_ffn_dim=40,
    max_position_embeddings=64,
    attn_implementation="eager",
)


def miniature(name):
    if name == "bart":
        config = hf.BartConfig(pad_token_id=1, bos_token_id=0, eos_token_id=2, decoder_start_token_id=2, **SIZES)
        model = hf.BartForConditionalGeneration(config)
        rules = dict(forced_bos_token_id=0, no_repeat_ngram_size=3, min_length=8, repetition_penalty=1.3)
    else:
        apart = name == "marian-apart"
        config = hf.MarianConfig(
            activation_function="swish",
            scale_embedding=True,
            pad_token_id=1,
            eos_token_id=2,
            decoder_start_token_id=1,
            decoder_vocab_size=260 if apart else 320,
            share_encoder_decoder_embeddings=not apart,
            tie_word_embeddings=True,
            **SIZES,
        )
        model = hf.MarianMTModel(config)
        rules = dict(
            bad_words_ids=[[1], [40, 41]], suppress_tokens=[7], begin_suppress_tokens=[120], no_repeat_ngram_size=1
        )
    return model, rules


def ids(count, vocabulary):
    return [(37 * index + 11 * count) % vocabulary for index in range(count)]


def run(model, source, target, case, out, hide=()):
    mask = torch.tensor([[0 if index in hide else 1 for index in range(len(source))]])
    with torch.no_grad():
        result = model(
            input_ids=torch.tensor([source]),
            attention_mask=mask,
            decoder_input_ids=torch.tensor([target]),
            output_attentions=True,
            output_hidden_states=True,
        )
    kinds = {
        "encoder": result.encoder_attentions,
        "decoder": result.decoder_attentions,
        "cross": result.cross_attentions,
        "encoder-hidden": result.encoder_hidden_states,
        "decoder-hidden": result.decoder_hidden_states,
    }
    for kind, layers in kinds.items():
        for layer, tensor in enumerate(layers):
            out[f"{case}/{kind}/{layer}"] = sample(tensor[0], LIMIT)
    out[f"{case}/logits"] = sample(result.logits[0], LIMIT)


def main(output):
    output.mkdir(parents=True, exist_ok=True)
    for seed, name in enumerate(["bart", "marian", "marian-apart"]):
        model, rules = miniature(name)
        randomize(model, 190 + seed)
        with torch.no_grad():
            for key, parameter in model.named_parameters():
                if key.endswith("q_proj.weight"):
                    parameter.mul_(2)
        if hasattr(model.model.encoder.embed_positions, "create_weight"):
            for side in (model.model.encoder, model.model.decoder):
                with torch.no_grad():
                    side.embed_positions.weight.copy_(side.embed_positions.create_weight())
        with torch.no_grad():
            draw = torch.Generator().manual_seed(seed)
            model.final_logits_bias.copy_(torch.randn(model.final_logits_bias.shape, generator=draw))
        model.tie_weights()
        model.eval()
        for key, value in rules.items():
            setattr(model.generation_config, key, value)
        folder = output / name
        model.save_pretrained(folder)
        tokenizer = byte_pairs(True)
        if name != "marian-apart":
            tokenizer.save(str(folder / "tokenizer.json"))
        kind = "BartTokenizer" if name == "bart" else "TokenizersBackend"
        (folder / "tokenizer_config.json").write_text(f'{{"tokenizer_class": "{kind}", "add_prefix_space": false}}\n')
        out = {}
        heard = model.config.vocab_size
        spoken = getattr(model.config, "decoder_vocab_size", heard)
        for source, target in CASES:
            case = f"{source}-{target}"
            run(model, ids(source, heard), ids(target, spoken), case, out)
            said = model.generate(
                torch.tensor([ids(source, heard)]), do_sample=False, num_beams=1, max_length=LONGEST, use_cache=True
            )
            out[f"{case}/said"] = said[0].to(torch.float32)
        run(model, ids(12, heard), ids(5, spoken), "masked", out, hide=(3, 7, 11))
        save_file(out, output / f"{name}.golden.safetensors")
        print(name, {case: out[case].int().tolist() for case in out if case.endswith("said")})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
