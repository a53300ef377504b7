"""Makes the golden values of the measures of attention: Tests/TransformersTests/Fixtures/measures.json.

    python measure_goldens.py MODELS_FOLDER OUTPUT.json

Entropy, Jensen-Shannon divergence, scaling and Kendall's tau by numpy and scipy, maximum flow by networkx, on attention
drawn at random; norm-based attention and ablation by torch on the miniature checkpoints, heads taken out by hooks.
"""

import json
import sys

import networkx
import numpy as np
import scipy.spatial.distance
import scipy.stats
import torch
import transformers as hf

LAYERS, HEADS, COUNT = 2, 3, 6


def plain():
    draw = np.random.default_rng(7)
    weights = draw.exponential(size=(LAYERS, HEADS, COUNT, COUNT)) ** 3
    weights = (weights / weights.sum(-1, keepdims=True)).astype(np.float32).astype(np.float64)
    flat = weights.reshape(LAYERS * HEADS, COUNT, COUNT)
    entropy = scipy.stats.entropy(weights, axis=-1).mean(-1)
    divergence = np.array(
        [[np.mean([scipy.spatial.distance.jensenshannon(a, b) ** 2 for a, b in zip(x, y)]) for y in flat] for x in flat]
    )
    centre = np.eye(len(flat)) - 1 / len(flat)
    values, vectors = np.linalg.eigh(-0.5 * centre @ divergence**2 @ centre)
    points = np.stack([vectors[:, -i] * np.sqrt(values[-i]) for i in (1, 2)], 1)
    points *= np.sign(points[np.abs(points).argmax(0), [0, 1]])
    rollout = np.eye(COUNT)
    for layer in weights:
        mixed = layer.mean(0) + np.eye(COUNT)
        rollout = mixed / mixed.sum(1, keepdims=True) @ rollout
    graph = networkx.DiGraph()
    for level, layer in enumerate(weights):
        mixed = (layer.mean(0) + np.eye(COUNT)) / 2
        graph.add_weighted_edges_from(
            [((level + 1, i), (level, j), mixed[i, j]) for i in range(COUNT) for j in range(COUNT)], "capacity"
        )
    flow = [networkx.maximum_flow_value(graph, (LAYERS, i), (0, j)) for i in range(COUNT) for j in range(COUNT)]
    words = [[0], [1, 2, 3], [4], [5]]
    to = np.stack([weights[..., group].sum(-1) for group in words], -1)
    joined = np.stack([to[..., group, :].mean(-2) for group in words], -2)
    left = draw.integers(0, 6, 12).astype(float)
    right = left + draw.integers(-3, 4, 12)
    return dict(
        weights=weights.ravel().tolist(),
        entropy=entropy.ravel().tolist(),
        divergence=divergence.ravel().tolist(),
        points=points.ravel().tolist(),
        received=weights.mean((0, 1, 2)).tolist(),
        rollout=rollout.ravel().tolist(),
        flow=flow,
        joined=joined.ravel().tolist(),
        left=left.tolist(),
        right=right.tolist(),
        kendall=scipy.stats.kendalltau(left, right).statistic,
    )


def model_values(folder, name):
    kinds = {"bert": hf.BertForPreTraining, "gpt2": hf.GPT2LMHeadModel}
    # The miniatures carry old spellings, which transformers reads too.
    model = kinds[name].from_pretrained(f"{folder}/{name}", attn_implementation="eager").eval()
    base = model.bert if name == "bert" else model.transformer
    layers = base.encoder.layer if name == "bert" else base.h
    outputs = [l.attention.output.dense if name == "bert" else l.attn.c_proj for l in layers]
    size = 32 // 4
    count = 12
    ids = [(37 * i + 11 * count) % model.config.vocab_size for i in range(count)]
    tensor = torch.tensor([ids])

    def run():
        with torch.no_grad():
            result = model(input_ids=tensor, output_hidden_states=True, output_attentions=True)
        logits = result.prediction_logits if name == "bert" else result.logits
        shift = 0 if name == "bert" else 1
        scores = torch.log_softmax(logits[0].double(), -1)
        likely = np.mean([scores[i, ids[i + shift]].item() for i in range(count - shift)])
        return result, result.hidden_states[-1][0].double().mean(0), likely

    contexts, values = {}, {}
    hooks = [
        o.register_forward_pre_hook(lambda _m, a, i=i: contexts.__setitem__(i, a[0][0])) for i, o in enumerate(outputs)
    ]
    source = [l.attention.self.value if name == "bert" else l.attn.c_attn for l in layers]
    hooks += [
        s.register_forward_hook(lambda _m, _a, o, i=i: values.__setitem__(i, o[0][:, -32:]))
        for i, s in enumerate(source)
    ]
    result, vector, likely = run()
    for hook in hooks:
        hook.remove()
    norms = []
    for i, output in enumerate(outputs):
        weight = output.weight.T if name == "bert" else output.weight
        f = torch.stack([values[i][:, h * size : (h + 1) * size] @ weight[h * size : (h + 1) * size] for h in range(4)])
        norms.append((result.attentions[i][0] * f.norm(dim=-1)[:, None, :]).detach().flatten().tolist())

    def effect():
        _, changed, after = run()
        return [1 - torch.cosine_similarity(vector, changed, dim=0).item(), after - likely]

    effects = []
    for layer, output in zip(layers, outputs):
        for heads in [[0], [1], [2], [3], [0, 1, 2, 3]]:

            def silence(_m, arguments):
                context = arguments[0].clone()
                for head in heads:
                    context[..., head * size : (head + 1) * size] = 0
                return (context, *arguments[1:])

            hook = output.register_forward_pre_hook(silence)
            effects.append(effect())
            hook.remove()
        hook = layer.register_forward_hook(lambda _m, a, o: a[0] if torch.is_tensor(o) else (a[0], *o[1:]))
        effects.append(effect())
        hook.remove()
    return dict(norms=norms, logProbability=likely, effects=effects)


if __name__ == "__main__":
    golden = dict(plain=plain(), bert=model_values(sys.argv[1], "bert"), gpt2=model_values(sys.argv[1], "gpt2"))
    golden = json.loads(json.dumps(golden), parse_float=lambda text: float(f"{float(text):.9g}"))
    with open(sys.argv[2], "w") as out:
        json.dump(golden, out, separators=(",", ":"))
        out.write("\n")
