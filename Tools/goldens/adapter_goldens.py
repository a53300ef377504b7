"""Makes the adapters and golden values of the adapter tests: Tests/TransformersTests/Fixtures/adapters/.

    python adapter_goldens.py TRANSFORMERS_FIXTURES

Needs torch, transformers (5.23.0), peft (0.21.2) and safetensors. The bases are the miniatures `classifiers/bert` and `models/gpt2`
of the other scripts, and `encoder-decoders/t5`, whose decoder reads the ids from the last to the first. Adapters have random weights in both halves, so that each changes its base; golden.json has what the model gives
after peft's `merge_and_unload()`, in 64 bits.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
import transformers as hf
from peft import LoraConfig, get_peft_model

IDS = [2, 51, 95, 100, 97, 51, 91, 87, 5, 3]


def randomize(model, seed):
    draw = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_" in name or "modules_to_save" in name or parameter.requires_grad:
                parameter.copy_((0.2 * torch.randn(parameter.shape, generator=draw)).half().float())


def make(output, name, base, config, seed):
    model = get_peft_model(base.eval(), config)
    randomize(model, seed)
    folder = output / name
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    file = folder / "adapter_config.json"
    keys = json.loads(file.read_text())
    keys["base_model_name_or_path"] = "base"
    for key in ("target_modules", "modules_to_save"):
        if keys[key]:
            keys[key] = sorted(keys[key])
    file.write_text(json.dumps(keys, indent=1, sort_keys=True) + "\n")
    # Merged and run in 64 bits, so that the golden has no rounding of its own.
    merged = model.double().merge_and_unload().eval()
    inputs = {"input_ids": torch.tensor([IDS])}
    if merged.config.is_encoder_decoder:
        inputs["decoder_input_ids"] = inputs["input_ids"].flip(1)
    with torch.no_grad():
        logits = merged(**inputs).logits[0]
    return logits.flatten()[::7].tolist() if logits.numel() > 100 else logits.flatten().tolist()


if __name__ == "__main__":
    fixtures = Path(sys.argv[1])
    output = fixtures / "adapters"
    output.mkdir(exist_ok=True)

    def bert():
        return hf.AutoModelForSequenceClassification.from_pretrained(
            fixtures / "classifiers/bert", attn_implementation="eager", dtype=torch.float32
        )

    def gpt2():
        return hf.GPT2LMHeadModel.from_pretrained(fixtures / "models/gpt2", attn_implementation="eager")

    def t5():
        return hf.T5ForConditionalGeneration.from_pretrained(
            fixtures / "encoder-decoders/t5", attn_implementation="eager", dtype=torch.float32
        )

    golden = {
        "t5": make(
            output,
            "t5",
            t5(),
            LoraConfig(r=2, lora_alpha=2, target_modules=["q", "v", "wo"], task_type="SEQ_2_SEQ_LM"),
            4,
        ),
        "patterns": make(
            output,
            "patterns",
            bert(),
            LoraConfig(
                r=4,
                lora_alpha=6,
                target_modules=["query", "value", "intermediate.dense"],
                rank_pattern={"layer.1.attention.self.query": 2},
                alpha_pattern={"intermediate.dense": 3},
                task_type="SEQ_CLS",
            ),
            1,
        ),
        "biases": make(
            output,
            "biases",
            bert(),
            LoraConfig(r=2, lora_alpha=4, target_modules=["key", "attention.output.dense"], bias="all"),
            2,
        ),
        "convolution": make(
            output,
            "convolution",
            gpt2(),
            LoraConfig(
                r=4, lora_alpha=6, target_modules=["c_attn", "c_proj", "wte"], use_rslora=True, fan_in_fan_out=True
            ),
            3,
        ),
    }
    (output / "golden.json").write_text(json.dumps({"ids": IDS, "logits": golden}, separators=(",", ":")) + "\n")
