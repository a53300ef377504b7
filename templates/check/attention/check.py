#!/usr/bin/env python3
"""Works the numbers of the chapter on attention out again, with NumPy and SciPy.

    python check.py [--model FOLDER]

Without the model, the measures are worked out of the attention weights that the submission carries. With it (config.json, vocab.txt,
model.safetensors), the weights are worked out as well, and what hiding words and removing heads does. check_models.py does the same
by PyTorch and transformers.
"""

import os
import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1]), str(pathlib.Path(__file__).resolve().parent)]
from checking import Check, need, read_json

# Small matrices: several threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
need("numpy", "scipy")
import numpy as np
import tables
from decoder import decoder
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow
from scipy.stats import binom, kendalltau

PRONOUNS = "it he she they him them itself himself herself themselves".split()
# Words that hold a sentence together and name nothing.
FUNCTION = set(
    """
    a an the and or but nor so yet for if because although though while when whenever where wherever than whether as that which
    who whom whose what why how of in on at by to from with without into onto over under about after before between through during
    against among across behind beyond near since until upon within is am are was were be been being have has had do does did will
    would can could shall should may might must not no i you he she it we they me him her us them my your his its our their this
    these those there here both either neither each every some any all
    """.split()
) | set(PRONOUNS)
# The measures of importance by attention, by the names that tables and sentences have for them.
MEASURES = {
    "attention from words": "received", "attention from all": "receivedByAll", "rollout": "rollout",
    "norm-based": "normBased", "maximum flow": "flow",
}  # fmt: skip
NO_MASK = "the model has no token that hides a word"
# Clark et al. 2019; the last is 3.8 of at most ln 128.
THRESHOLDS = {
    "next": 0.5,
    "previous": 0.5,
    "start": 0.6,
    "separator": 0.6,
    "punctuation": 0.6,
    "broad": 3.8 / np.log(128),
}
TITLES = {
    "next": "next token", "previous": "previous token", "start": "first token", "separator": "separator",
    "punctuation": "punctuation", "broad": "broad",
}  # fmt: skip


class Sentence:
    """A sentence with the attention of all heads, over tokens and over words."""

    def __init__(self, check, read, model):
        self.read, self.names = read, read["names"]
        self.tokens, self.words = len(read["tokens"]), read["words"]
        self.special = np.isin(np.arange(self.tokens), read["special"])
        self.punctuation = np.isin(np.arange(self.tokens), read["punctuation"])
        file = check.attachment(read["file"]) if read["file"] else None
        attached = np.load(file, allow_pickle=False).astype(np.float64) if file else None
        self.model, self.ids, self.weights = model, None, attached
        if model:
            self.ids = model.encode(read["sentence"])
            self.hidden, self.passed = model.forward(self.ids)
            self.weights = np.array([layer["weights"] for layer in self.passed], dtype=np.float64)
            if attached is not None and np.abs(attached - self.weights).max() > 1e-3:
                check.complain(f"the attached attention of “{read['sentence']}” is not the model's")
        special = [all(self.special[list(word)]) for word in self.words]
        self.special_words = [w for w, added in enumerate(special) if added]
        judged = [w for w, word in enumerate(self.words) if not special[w] and not all(self.punctuation[list(word)])]
        self.judged = judged or list(range(len(self.words)))
        if self.weights is not None:
            # Attention to a word is the sum over its pieces, from a word their mean.
            to = np.stack([self.weights[..., word].sum(axis=-1) for word in self.words], axis=-1)
            self.map = np.stack([to[:, :, word].mean(axis=2) for word in self.words], axis=2)

    def profile(self):
        """Where each head's attention goes, averaged over the queries: Clark et al. 2019."""
        a, n = self.weights, self.tokens
        steps = np.abs(np.arange(n)[:, None] - np.arange(n)[None])
        plain = ~self.special
        entropy = -(a * np.log(np.maximum(a, 1e-300))).sum(axis=-1)
        given = a[..., plain].sum(axis=-1)[..., plain]
        far = (a * steps)[..., plain].sum(axis=-1)[..., plain]
        rest = self.special.copy()
        rest[0] = False
        return {
            "next": np.diagonal(a, 1, -2, -1).mean(axis=-1),
            "previous": np.diagonal(a, -1, -2, -1).mean(axis=-1),
            "start": a[..., 0].mean(axis=-1),
            "separator": a[..., rest].sum(axis=-1).mean(axis=-1),
            "punctuation": a[..., self.punctuation].sum(axis=-1).mean(axis=-1),
            "broad": (entropy / np.log(n)).mean(axis=-1),
            "special": a[..., self.special].sum(axis=-1).mean(axis=-1),
            "distance": (far / given).mean(axis=-1),
            "mix": self.mix(),
        }

    def mix(self):
        """Where the attention of each head goes, each part counted once."""
        n, parts = self.tokens, {}
        rest = self.special if self.special.any() else np.arange(n) == 0
        steps = np.arange(n)[None] - np.arange(n)[:, None]
        free = np.ones((n, n), dtype=bool)
        masks = {
            "special": np.tile(rest, (n, 1)), "itself": steps == 0, "previous": steps == -1, "next": steps == 1,
            "punctuation": np.tile(self.punctuation, (n, 1)), "words": np.ones((n, n), dtype=bool),
        }  # fmt: skip
        for name, mask in masks.items():
            parts[name] = (self.weights * (mask & free)).sum(axis=-1).mean(axis=-1)
            free &= ~mask
        parts["neighbours"] = parts["previous"] + parts["next"]
        return parts

    def even_distance(self):
        plain = np.flatnonzero(~self.special)
        return np.abs(plain[:, None] - plain[None]).mean()

    def divergences(self):
        """The Jensen–Shannon divergence of every two heads, mean over the queries."""
        rows = self.weights.reshape(-1, self.tokens, self.tokens)

        def entropy(p):
            return -(p * np.log(np.maximum(p, 1e-300))).sum(axis=-1)

        own = entropy(rows)
        return np.array(
            [np.maximum(entropy((p + rows) / 2) - (own[i] + own) / 2, 0).mean(axis=1) for i, p in enumerate(rows)]
        )

    def candidates(self, query, pronoun):
        """The words that a word may be asked about: of a pronoun those before it, neighbours left aside."""
        seen = [w for w in self.judged if w != query]
        far = [w for w in seen if abs(w - query) > 1]
        before = [w for w in far if w < query]
        return before if pronoun and before else far or seen

    def looks(self, query, keys):
        """Every head's attention from a word to others, and that of the remaining words to the same."""
        found = []
        for key in keys:
            rest = [w for w in self.judged if w not in (query, key)]
            others = self.map[:, :, rest, key].mean(axis=-1) if rest else np.zeros(self.map.shape[:2])
            for layer in range(self.map.shape[0]):
                for head in range(self.map.shape[1]):
                    found.append((self.map[layer, head, query, key], others[layer, head], layer, head, key))
        return found

    def targets(self, query, pronoun):
        """The strongest look at each word that a word may be asked about, the strongest first."""
        keys = self.candidates(query, pronoun)
        best = [max(self.looks(query, [key]), key=lambda look: look[0]) for key in keys]
        return sorted(best, key=lambda look: (-look[0], look[4]))

    def favourite(self, query, layer, head):
        """The word that another looks at hardest in a head."""
        return max((w for w in self.judged if w != query), key=lambda w: self.map[layer, head, query, w])

    def plain(self, word):
        name = self.names[word]
        return name.split(" (")[0].lower() if name.endswith(")") else name.lower()

    def pronoun(self):
        found = [w for w in self.judged if self.plain(w) in PRONOUNS and any(other < w - 1 for other in self.judged)]
        return found[0] if found else None


def as_look(sentence, query, look):
    weight, others, layer, head, key = look
    return {
        "word": sentence.names[query], "target": sentence.names[key], "weight": weight, "others": others,
        "layer": layer, "head": head,
    }  # fmt: skip


def heads(check, sentences, tolerance):
    """What heads and layers do, on the mean of all sentences."""
    profiles = [sentence.profile() for sentence in sentences]
    mean = {name: np.mean([profile[name] for profile in profiles], axis=0) for name in profiles[0] if name != "mix"}
    mix = {part: np.mean([profile["mix"][part] for profile in profiles], axis=0) for part in profiles[0]["mix"]}
    passing = {name: mean[name] > threshold for name, threshold in THRESHOLDS.items()}
    check.put("categories", {name: int(found.sum()) for name, found in passing.items()})
    check.put("headCount", mean["next"].size)
    idle = ~np.any(list(passing.values()), axis=0)
    check.put("uncategorised", int(idle.sum()))
    if idle.any():
        check.put("uncategorisedMix", {part: values[idle].mean() for part, values in mix.items()}, tolerance)
    order = ["next", "previous", "start", "separator", "punctuation", "broad"]
    for index, name in enumerate([name for name in order if mean[name].max() > 0]):
        layer, head = np.unravel_index(mean[name].argmax(), mean[name].shape)
        values = [profile[name][layer, head] for profile in profiles]
        for path in (f"specialists.{index}", f"specialistOf.{name}"):
            check.put(path, {"category": TITLES[name], "layer": layer, "head": head, "heads": passing[name].sum()})
            check.put(path + ".qualifies", bool(passing[name][layer, head]))
            check.put(path + ".sentences", sum(value > THRESHOLDS[name] for value in values))
            numbers = {"value": values[0], "mean": np.mean(values), "least": min(values), "largest": max(values)}
            check.put(path, numbers | {"threshold": THRESHOLDS[name]}, tolerance)
    names = {"entropy": "broad", "distance": "distance", "special": "special", "start": "start"}
    layers = {key: mean[name].mean(axis=1) for key, name in names.items()}
    layers |= {part: mix[part].mean(axis=1) for part in ("neighbours", "words")}
    for key, values in layers.items():
        scale = 10 if key == "distance" else 1
        if key in names:
            for layer, value in enumerate(values):
                check.put(f"layers.{layer}.{key}", value, tolerance * scale)
        extremes(check, f"layerExtremes.{key}", values, tolerance * scale)
    for part, values in mix.items():
        for layer, value in enumerate(values.mean(axis=1)):
            check.put(f"layers.{layer}.mix.{part}", value, tolerance)
    for layer in range(len(mean["next"])):
        check.put(f"layers.{layer}.kinds", {name: int(found[layer].sum()) for name, found in passing.items()})
    rest = mix["special"].mean(axis=1) > 0.5
    for key, chosen in (("resting", np.flatnonzero(rest)), ("reading", np.flatnonzero(~rest))):
        check.put(f"layersByRest.{key}", list(chosen))
    check.put("reachGrows", bool((np.diff(layers["distance"]) > 0).all()))
    check.put("evenDistance", np.mean([sentence.even_distance() for sentence in sentences]), 1e-9)
    divergences = np.mean([sentence.divergences() for sentence in sentences], axis=0)
    count = sentences[0].weights.shape[1]
    far = np.unravel_index(np.tril(divergences).argmax(), divergences.shape)
    check.put("largestDivergence", divergences[far], tolerance)
    check.put("greatestDivergence", float(np.log(2)), 1e-12)
    check.put("mostDifferent", [{"layer": int(h // count), "head": int(h % count)} for h in far])


def runner_up(values):
    """The largest of all values but the first of the largest; that one where it is alone."""
    return max(np.delete(values, np.argmax(values)), default=values[0])


def extremes(check, path, values, tolerance):
    """The layers in which something is largest and smallest, and how large it is there."""
    check.put(path, {"most": int(np.argmax(values)), "least": int(np.argmin(values))})
    numbers = {"largest": max(values), "smallest": min(values), "runnerUp": runner_up(values)}
    check.put(path, numbers, tolerance)


def looks(check, sentence, sentences, tolerance):
    """What the chosen word looks at, and how single heads answer."""
    said = check.said("look")
    query = sentence.names.index(said["word"])
    pronoun = sentence.plain(query) in PRONOUNS
    targets = sentence.targets(query, pronoun)
    wanted = [
        (look, check.settings["layer"], check.settings["head"])
        for look in sentence.looks(query, sentence.candidates(query, pronoun))
    ]
    allowed = [k for k, layer, head in wanted if layer in ("", str(k[2])) and head in ("", str(k[3]))]
    own = max(allowed, key=lambda look: look[0] - look[1])
    first = targets[0]
    check.put("look", as_look(sentence, query, first), tolerance)
    check.put("look.own", as_look(sentence, query, own), tolerance)
    check.put("look.targets", [as_look(sentence, query, look) for look in targets], tolerance)
    check.put("look.special", sentence.map[own[2], own[3], query, sentence.special_words].sum(), tolerance)
    others = [w for w in sentence.judged if w not in (query, first[4])]
    favourites = [sentence.favourite(w, first[2], first[3]) for w in others]
    check.put("look", {"othersMost": favourites.count(first[4]), "othersCount": len(favourites)})
    mean = sentence.map.mean(axis=(0, 1))[query]
    most = max((w for w in sentence.judged if w != query), key=lambda w: mean[w])
    check.put("look.mean", {"word": sentence.names[most], "weight": mean[most]}, tolerance)
    pair = two_heads(sentence, query)
    if pair:
        check.put("look.pair", [as_look(sentence, query, look) for look in pair], tolerance)
        check.put("look.together", pair[0][0] + pair[1][0], 2 * tolerance)
    for index, word in enumerate(sentence.judged):
        found = sentence.targets(word, sentence.plain(word) in PRONOUNS)
        if len(sentence.judged) == len(check.said("looks") or []):
            check.put(f"looks.{index}", as_look(sentence, word, found[0]), tolerance)
    far = [sentence.targets(word, False) for word in sentence.judged]
    named = [sentence.names[found[0][4]] for found in far if found]
    best = [name for name in dict.fromkeys(named) if named.count(name) == max(named.count(n) for n in named)]
    if len(best) == 1 and named.count(best[0]) > 1:
        others = sum(sentence.names[word] != best[0] for word, found in zip(sentence.judged, far) if found)
        check.put("favourite", {"word": best[0], "count": named.count(best[0]), "others": others})
        heads = [found[0][2:4] for found in far if found and sentence.names[found[0][4]] == best[0]]
        chosen = min(set(heads), key=lambda place: (-heads.count(place), place))
        check.put("favourite", {"layer": chosen[0], "head": chosen[1], "ofHead": heads.count(chosen)})
    layer, head = own[2], own[3]
    check.put("chosen", {"layer": layer, "head": head})
    check.put("answersOfLayer", len(set(sentence.map[layer, :, query].argmax(axis=-1))))
    answers = list(sentence.map[layer, :, query].argmax(axis=-1))
    named = max(answers.count(answer) for answer in answers)
    common = {answer for answer in answers if answers.count(answer) == named}
    if len(common) == 1:
        check.put("together", {"commonAnswer": sentence.names[common.pop()], "commonAnswerHeads": named})
    different = [
        len(set(sentence.map[number, :, word].argmax(axis=-1)))
        for number in range(len(sentence.map))
        for word in sentence.judged
    ]
    check.put("together.differentAnswers", np.mean(different), 0.05)
    if pair:
        check.put("together.pairMeans", [sentence.map[look[2], :, query, look[4]].mean() for look in pair], tolerance)
    together(check, sentence, query, own)
    one_query(check, sentence, query, own, tolerance)
    reference(check, sentences, query, pronoun, layer, head, tolerance)


def together(check, sentence, query, own):
    """What the heads of a layer do together, found out by altering their attention."""
    model, ids = sentence.model, sentence.ids
    if not ids:
        return check.leave(r"together\.(sharing|most|runnerUp|reliance)", "needs the model: --model FOLDER")
    if model.mask is None:
        return check.leave(r"together\.(sharing|most|runnerUp|reliance)", NO_MASK)
    whole, count = sentence.hidden.mean(axis=0), len(sentence.weights)

    def sharing(layers):
        return cosine_distance(whole, model.forward(ids, shared=layers)[0].mean(axis=0))

    moved = [sharing({layer}) for layer in range(count)]
    check.put("together", {"sharing": moved, "sharingAll": sharing(set(range(count))), "most": max(moved)}, 2e-5)
    check.put("together.runnerUp", runner_up(moved), 2e-5)
    check.put("together.mostLayer", int(np.argmax(moved)))
    hidden = list(ids)
    for token in sentence.words[own[4]]:
        hidden[token] = model.mask
    distances = []
    for silent in (None, (own[2], own[3])):
        before, after = (
            model.forward(text, silent=silent)[0][sentence.words[query]].mean(axis=0) for text in (ids, hidden)
        )
        distances.append(cosine_distance(before, after))
    check.put("together.reliance.on", sentence.names[own[4]])
    check.put("together.reliance", {"distance": distances[0], "withoutHead": distances[1]}, 2e-5)


def two_heads(sentence, query):
    """Two heads of one layer that look at different words, and whose weights add up to the most."""
    found, best = sentence.looks(query, sentence.candidates(query, False)), (0, None)
    for layer in range(sentence.map.shape[0]):
        strongest = sorted((k for k in found if k[2] == layer), key=lambda k: (-k[0], k[3]))
        for one in strongest[: sentence.map.shape[1]]:
            two = next((k for k in strongest if k[3] != one[3] and k[4] != one[4]), None)
            if two and one[0] + two[0] > best[0]:
                best = (one[0] + two[0], (one, two))
    return best[1]


def one_query(check, sentence, query, own, tolerance):
    """One query against every key: scores by their products, and what softmax makes of them."""
    rule = check.said("model.scoring") or {}
    if rule.get("addsDistance") or rule.get("cap") or rule.get("nearLayers"):
        return check.leave(r"query", "its scores are not the products of queries and keys alone")
    place, target, layer, head = sentence.words[query][0], sentence.words[own[4]][0], own[2], own[3]
    if sentence.ids:
        queries, keys = sentence.passed[layer]["queries"], sentence.passed[layer]["keys"]
    else:
        queries, keys = np.load(check.attachment("query-key.npy"), allow_pickle=False)
    rivals = [other for other in range(len(queries)) if other != head]
    if rivals:
        least = min(rivals, key=lambda other: sentence.weights[layer, other, place, target])
        score = float(queries[least, place] @ keys[least, target]) / rule.get("divisor", np.sqrt(keys.shape[-1]))
        check.put("query.contrast.head", least)
        check.put("query.contrast.weight", sentence.weights[layer, least, place, target], tolerance)
        check.put("query.contrast.score", score, 1e-4)
    queries, keys = queries[head], keys[head]
    products = queries[place].astype(np.float64) * keys.astype(np.float64)
    products /= rule.get("divisor", np.sqrt(keys.shape[1]))
    scores = products.sum(axis=1)
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    others = [t for t in range(len(scores)) if t != target]
    leads = products[target] - products[others].mean(axis=0)
    rival = max(others, key=lambda t: weights[t])
    check.put("query", {"layer": layer, "head": head, "products": keys.shape[1]})
    check.put("query", {"score": scores[target], "lead": leads.sum(), "rivalScore": scores[rival]}, 1e-4)
    check.put("query", {"targetWeight": weights[target], "rivalWeight": weights[rival], "weight": weights.max()}, 1e-4)
    order = np.argsort(-leads, kind="stable")
    half = int((np.cumsum(leads[order]) < leads.sum() / 2).sum()) + 1 if leads.sum() > 0 else 0
    check.put("query.half", half)
    check.put("query.halfOfTarget", products[target][order[:half]].sum(), 1e-4)
    check.put("query.halfOfOthers", products[target][order[:half]].sum() - leads[order[:half]].sum(), 1e-4)
    check.put("model.headSize", keys.shape[1])
    labels = check.said("tokens")
    named = {"token": place, "target": target, "rival": rival, "attendsTo": int(weights.argmax())}
    check.put("query", {key: labels[token] for key, token in named.items()})
    if np.abs(weights - sentence.weights[layer, head, place]).max() > 1e-3:
        check.complain("the softmax of the query's scores is not the attention that the submission carries")


def reference(check, sentences, query, pronoun, layer, head, tolerance):
    """What the pronouns of all sentences look at in one head, and whether that is what they stand for."""
    known = []
    for number, sentence in enumerate(sentences):
        word = query if number == 0 and (pronoun or sentence.read["antecedent"]) else sentence.pronoun()
        if word is not None:
            known.append((number, sentence, word, sentence.read["antecedent"].lower()))

    def finds(entry, layer, head):
        return entry[1].plain(entry[1].favourite(entry[2], layer, head)) == entry[3]

    judged = [entry for entry in known if entry[3]]
    elsewhere = [entry for entry in judged if entry[0] > 0]
    shape = sentences[0].weights.shape[:2]
    with_rival = [entry for entry in elsewhere if entry[1].read["rival"]]

    def either(layer, head):
        """The sentences in which the pronoun looks hardest at one of the two nouns that it could stand for."""
        found = []
        for entry in with_rival:
            word = entry[1].plain(entry[1].favourite(entry[2], layer, head))
            if word in (entry[3], entry[1].read["rival"].lower()):
                found.append(entry)
        return found

    eithers, both = [len(either(*place)) for place in np.ndindex(*shape)], either(layer, head)
    right = sum(finds(entry, layer, head) for entry in both)
    check.put("reference", {"pairsElsewhere": len(with_rival), "eitherElsewhere": len(both), "rightOfEither": right})
    check.put("reference.asManyEither", sum(count >= len(both) for count in eithers) - 1)
    check.put("reference.meanEither", np.mean(eithers), 1e-9)
    check.put("reference.coin", float(binom.sf(right - 1, len(both), 0.5)), 1e-9)
    counts = [sum(finds(entry, *place) for entry in elsewhere) for place in np.ndindex(*shape)]
    here = sum(finds(entry, layer, head) for entry in elsewhere)
    check.put("reference", {"layer": layer, "head": head, "known": len(judged), "knownElsewhere": len(elsewhere)})
    check.put("reference", {"found": sum(finds(entry, layer, head) for entry in judged), "foundElsewhere": here})
    check.put("reference.asGood", sum(count >= here for count in counts) - 1)
    check.put("reference.meanElsewhere", np.mean(counts), 1e-9)
    missed = 0
    for index, entry in enumerate(known):
        _, sentence, word, antecedent = entry
        key = sentence.favourite(word, layer, head)
        look = next(k for k in sentence.looks(word, [key]) if k[2:4] == (layer, head))
        shown = {
            "pronoun": sentence.names[word], "target": sentence.names[key], "weight": look[0], "others": look[1],
            "sentence": sentence.read["sentence"], "antecedent": sentence.read["antecedent"], "rival": sentence.read["rival"],
        }  # fmt: skip
        check.put(f"reference.sentences.{index}", shown, tolerance)
        if antecedent and not finds(entry, layer, head):
            check.put(f"reference.missed.{missed}", shown, tolerance)
            missed += 1


def received(check, sentence, tolerance):
    """The share of all attention that each token gets."""
    shares = sentence.weights.sum(axis=(0, 1, 2))
    shares = shares / shares.sum()
    check.put("mostReceived.share", shares.max(), tolerance)
    check.put("mostReceived.token", check.said("tokens")[int(shares.argmax())])
    check.put("mostReceived.equals", sum(f"{share:.0%}" == f"{shares.max():.0%}" for share in shares) - 1)
    check.put("specialShare", shares[sentence.special].sum(), tolerance)
    check.put("punctuationShare", shares[sentence.punctuation].sum(), tolerance)


# Beyond so many words the chapter leaves the flow out.
LONGEST_FLOW = 64
# SciPy's flows are whole numbers.
UNIT = 10**8


def flow(mixed):
    """The most that can flow to each word of the first layer, over all words of the last: Abnar and Zuidema 2020."""
    layers, count = mixed.shape[0], mixed.shape[-1]
    above, below = np.divmod(np.arange(count * count), count)
    capacities, starts, ends = [], [], []
    for layer in range(layers):
        capacities.append(np.rint(mixed[layer].ravel() * UNIT).astype(np.int32))
        starts.append((layer + 1) * count + above)
        ends.append(layer * count + below)
    edges = np.concatenate(capacities), (np.concatenate(starts), np.concatenate(ends))
    graph = csr_array(edges, shape=((layers + 1) * count,) * 2)
    found = [
        [maximum_flow(graph, layers * count + top, bottom).flow_value for top in range(count)]
        for bottom in range(count)
    ]
    return np.array(found).sum(axis=1) / UNIT


def importance_by_attention(sentence):
    """How important each word is by four measures of attention, as shares of all words."""
    judged, a = sentence.judged, sentence.map

    def shares(values):
        return np.asarray(values) / np.sum(values)

    kept = a[:, :, judged][..., judged]
    kept = kept / kept.sum(axis=-1, keepdims=True)
    mixed = a.mean(axis=1) + np.eye(a.shape[-1])
    mixed /= mixed.sum(axis=-1, keepdims=True)
    rollout = np.eye(a.shape[-1])
    for layer in mixed:
        rollout = layer @ rollout
    measures = {
        "received": shares(kept.mean(axis=(0, 1, 2))),
        "receivedByAll": shares(a.mean(axis=(0, 1, 2))[judged]),
        "rollout": shares(rollout.sum(axis=0)[judged]),
    }
    if a.shape[-1] <= LONGEST_FLOW:
        measures["flow"] = shares(flow(mixed)[judged])
    if sentence.ids:
        lengths = sum((layer["weights"] * layer["lengths"][:, None]).sum(axis=(0, 1)) for layer in sentence.passed)
        special = [token for word in sentence.special_words for token in sentence.words[word]]
        sentence.special_share = lengths[special].sum() / lengths.sum()
        measures["normBased"] = shares([lengths[sentence.words[w]].sum() for w in judged])
    return measures


def ranks(values):
    """The place of each value, the largest in place 1; of equals the earlier first."""
    result = np.empty(len(values), dtype=int)
    result[np.lexsort((np.arange(len(values)), -np.asarray(values)))] = np.arange(1, len(values) + 1)
    return result


def cosine_distance(a, b):
    return 1 - float(a @ b / np.sqrt((a @ a) * (b @ b)))


def printed_places(values, decimals):
    """The place of each value as a reader of so many decimals sees it: what is printed alike shares a place."""
    shown = [f"{value:.{decimals}f}" for value in values]
    return [1 + sum(b > a and shown[j] != shown[i] for j, b in enumerate(values)) for i, a in enumerate(values)]


def hide(sentence, word):
    """The hidden states of the sentence while the mask token stands in the place of a word."""
    ids = list(sentence.ids)
    for token in sentence.words[word]:
        ids[token] = sentence.model.mask
    return sentence.model.forward(ids)[0]


def hiding(sentence):
    """How far the sentence's vector moves when a word is hidden, how far the vectors of the words do, and the word's own share."""
    judged = sentence.judged
    whole, states = sentence.hidden.mean(axis=0), [sentence.hidden[sentence.words[w]].mean(axis=0) for w in judged]
    distances, moved, own = [], np.zeros((len(judged), len(judged))), []
    for place, word in enumerate(judged):
        hidden = hide(sentence, word)
        distances.append(cosine_distance(whole, hidden.mean(axis=0)))
        change = (hidden - sentence.hidden).astype(np.float64)
        own.append(change[sentence.words[word]].sum(axis=0) @ change.sum(axis=0) / (change.sum(axis=0) ** 2).sum())
        for other, unit in enumerate(judged):
            if other != place:
                moved[place, other] = cosine_distance(states[other], hidden[sentence.words[unit]].mean(axis=0))
    return np.array(distances), moved, np.array(own)


def kinds(check, sentences, distances, moved, places):
    """Whether words that name something matter more than words that hold a sentence together."""
    first = sentences[0]
    names = [first.names[w] for w in first.judged]
    function = np.array([first.plain(w) in FUNCTION for w in first.judged])
    if function.all() or not function.any():
        return
    pairs = []
    for sentence in sentences:
        whole = sentence.hidden.mean(axis=0)
        found = (
            distances
            if sentence is first
            else [cosine_distance(whole, hide(sentence, w).mean(axis=0)) for w in sentence.judged]
        )
        is_function = [sentence.plain(w) in FUNCTION for w in sentence.judged]
        content = [d for d, held in zip(found, is_function) if not held]
        held = [d for d, held in zip(found, is_function) if held]
        if content and held:
            # Distances that print alike to two decimals are ties.
            shown = [(f"{c:.2f}", f"{h:.2f}", c > h) for c in content for h in held]
            above = sum(is_above and c != h for c, h, is_above in shown)
            ties = sum(c == h for c, h, _ in shown)
            best = max(content)
            is_first = all(best > h and f"{best:.2f}" != f"{h:.2f}" for h in held)
            pairs.append((len(content) * len(held), above, is_first, len(content), len(held), ties))
    highest = max(np.flatnonzero(function), key=lambda i: distances[i])
    lowest = min(np.flatnonzero(~function), key=lambda i: distances[i])
    check.put("kinds", {"pairs": pairs[0][0], "above": pairs[0][1], "content": pairs[0][3], "function": pairs[0][4]})
    check.put("kinds", {"sentences": len(pairs), "first": sum(p[2] for p in pairs)})
    check.put("kinds", {"allPairs": sum(p[0] for p in pairs), "allAbove": sum(p[1] for p in pairs)})
    check.put("kinds", {"ties": pairs[0][5], "allTies": sum(p[5] for p in pairs)})
    check.put("kinds.highestFunctionDistance", distances[highest], 2e-5)
    check.put("kinds.lowestContentDistance", distances[lowest], 2e-5)
    check.put("kinds", {"highestFunction": names[highest], "lowestContent": names[lowest]})
    check.put("kinds", {"highestFunctionPlace": places[highest], "lowestContentPlace": places[lowest]})
    check.put("kinds.contentMovesFunction", moved[~function][:, function].mean(), 2e-5)
    check.put("kinds.functionMovesContent", moved[function][:, ~function].mean(), 2e-5)
    for name, kind in [("contentMovesContent", ~function), ("functionMovesFunction", function)]:
        count = int(kind.sum())
        # No word moves itself.
        within = moved[kind][:, kind].sum() / (count * (count - 1)) if count > 1 else 0.0
        check.put(f"kinds.{name}", within, 2e-5)


def words(check, sentences, tolerance):
    """How important each word is: by hiding it, and by attention."""
    sentence = sentences[0]
    names, count = [sentence.names[w] for w in sentence.judged], len(sentence.judged)
    measures = importance_by_attention(sentence)
    by_attention = printed_places(measures["received"] * 100, 1)
    said = {entry["word"]: place for place, entry in enumerate(check.said("words"))}
    for index, name in enumerate(names):
        path = f"words.{said[name]}"
        check.put(path, {key: values[index] for key, values in measures.items()}, tolerance)
        if sentence.ids:  # 16 bits are not enough for the places of words that are nearly alike
            check.put(path + ".rankByAttention", by_attention[index])
        check.put(path + ".isFunctionWord", sentence.plain(sentence.judged[index]) in FUNCTION)
    if not sentence.ids or sentence.model.mask is None:
        reason = NO_MASK if sentence.ids else "needs the model: --model FOLDER"
        needing = r"(words|places|kinds|ownShare|dependencies|othersMost|agreesWithOthers|topThree|underrated|overrated|specialShareBy)|look\.moved"
        return check.leave(needing, reason)
    check.put("specialShareByLength", sentence.special_share, 1e-5)
    distances, moved, own = hiding(sentence)
    occlusion = np.maximum(distances, 0) / np.maximum(distances, 0).sum()
    others = moved.sum(axis=1) / max(1, count - 1)
    places = printed_places(distances, 2)
    order = np.lexsort((np.arange(count), -occlusion))
    for place, index in enumerate(order):
        check.put(f"words.{place}", {"word": names[index], "rankByOcclusion": places[index]})
        numbers = {"distance": distances[index], "occlusion": occlusion[index], "others": others[index]}
        check.put(f"words.{place}", numbers | {"ownShare": own[index]}, 5e-5)
    check.put("ownShare", own.mean(), 2e-5)
    for number, place in enumerate(sorted(set(places))):
        here = [index for index in order if places[index] == place]
        check.put(f"places.{number}.words", [names[index] for index in here])
        check.put(f"places.{number}.distance", distances[here[0]], 2e-5)
    check.put("othersMost", {"word": names[int(others.argmax())], "distance": others.max()}, 2e-5)
    check.put("agreesWithOthers", kendalltau(occlusion, others).statistic, 1e-9)
    function = np.array([sentence.plain(w) in FUNCTION for w in sentence.judged])
    check.put("functionWords", int(function.sum()))
    taus = {name: kendalltau(occlusion, measures[key]).statistic for name, key in MEASURES.items() if key in measures}
    for name, pick in (("agreesMost", max), ("agreesLeast", min)):
        measure = pick(taus, key=taus.get)
        check.put(name, {"measure": measure, "tau": taus[measure]}, 1e-9)
    check.put("functionWordShare", occlusion[function].sum(), 2e-5)
    pairs = sorted(((moved[a, b], a, b) for a in range(count) for b in range(count) if a != b), reverse=True)[:5]
    for number, (distance, hidden, word) in enumerate(pairs):
        check.put(f"dependencies.{number}", {"word": names[word], "on": names[hidden], "distance": distance}, 2e-5)
    for name, sign in (("overrated", 1), ("underrated", -1)):
        differences = [
            (sign * (places[i] - by_attention[i]), sign * (measures["received"][i] - occlusion[i]))
            for i in range(count)
        ]
        word = max(range(count), key=lambda i: differences[i])
        if differences[word][0] > 0:
            check.put(
                name, {"word": names[word], "rankByAttention": by_attention[word], "rankByOcclusion": places[word]}
            )
            check.put(name, {"attention": measures["received"][word], "occlusion": occlusion[word]}, tolerance)
    hidden = [index for index in order if places[index] <= 3]
    titles = {"received": "attention from words", "rollout": "rollout", "normBased": "norm-based"}
    top = {
        key: [i for i in np.argsort(ranks(measures[key])) if ranks(measures[key])[i] <= len(hidden)] for key in titles
    }
    same = [key for key in titles if set(top[key]) == set(hidden)]
    firsts = {top[key][0] for key in same}
    check.put("topThree", {"words": [names[i] for i in hidden], "measures": list(titles.values())})
    check.put("topThree.same", [titles[key] for key in same])
    check.put("topThree.first", names[firsts.pop()] if len(firsts) == 1 else "")
    kinds(check, sentences, distances, moved, places)
    if check.said("look"):
        query = names.index(check.said("look.word"))
        order = sorted((i for i in range(count) if i != query), key=lambda i: -moved[i, query])
        for place, index in enumerate(order):
            check.put(f"look.moved.{place}", {"word": names[index], "distance": moved[index, query]}, 2e-5)


def removing(check, sentences, chosen):
    """What changes when heads and layers are taken out: Michel et al. 2019."""
    if not sentences[0].ids:
        return check.leave(
            r"(ablation|layers\.\d+\.without|layersByRest|layerExtremes\.heads)", "needs the model: --model FOLDER"
        )

    def distances(sentence):
        whole, shape = sentence.hidden.mean(axis=0), sentence.weights.shape[:2]
        return np.array(
            [
                cosine_distance(
                    whole, sentence.model.forward(sentence.ids, silent=place, known=sentence.passed)[0].mean(axis=0)
                )
                for place in np.ndindex(*shape)
            ]
        )

    first, model = sentences[0], sentences[0].model
    whole = first.hidden.mean(axis=0)
    heads = [distances(sentence) for sentence in sentences]
    own, count = heads[0], first.weights.shape[1]
    most = int(own.argmax())
    check.put("ablation.mostImportant", {"layer": most // count, "head": most % count})
    check.put("ablation", {"largestDistance": own[most], "meanDistance": own.mean()}, 2e-6)
    check.put("ablation.timesMean", own[most] / own.mean(), 2e-3)
    means = own.reshape(-1, count).mean(axis=1)
    busiest = int(means.argmax())
    check.put("ablation.timesLayerMean", own[most] / means[most // count], 2e-3)
    check.put("ablation.layerOfHeads", busiest)
    check.put("ablation.layerOfHeadsMean", means[busiest], 2e-6)
    check.put("ablation.otherLayersMean", max(np.delete(means, busiest), default=0.0), 2e-6)
    for layer, value in enumerate(means):
        check.put(f"layers.{layer}.withoutHead", value, 2e-6)
    place = chosen["layer"] * count + chosen["head"]
    check.put("ablation.chosenDistance", own[place], 2e-6)
    check.put("ablation.chosenRank", ranks(own)[place])
    sums = np.cumsum(np.sort(np.maximum(own, 0))[::-1])
    check.put("ablation.headsOfHalf", int((sums < sums[-1] / 2).sum()) + 1)
    check.put("ablation", {"sentences": len(heads), "sentencesFirst": sum(int(d.argmax()) == most for d in heads)})
    attention, layers = [], []
    for layer in range(first.weights.shape[0]):
        attention.append(
            cosine_distance(whole, model.forward(first.ids, silent=(layer, None), known=first.passed)[0].mean(axis=0))
        )
        layers.append(
            cosine_distance(whole, model.forward(first.ids, skipped=layer, known=first.passed)[0].mean(axis=0))
        )
        check.put(f"layers.{layer}", {"withoutHeads": attention[-1], "withoutLayer": layers[-1]}, 2e-6)
    check.put("ablation", {"attentionOfLayer": attention, "layer": layers}, 2e-6)
    extremes(check, "layerExtremes.heads", attention, 2e-6)
    for key, name, pick in (("leastLossOfReading", "reading", min), ("greatestLossOfResting", "resting", max)):
        losses = [layers[layer] for layer in check.said(f"layersByRest.{name}") or []]
        check.put(f"layersByRest.{key}", pick(losses, default=0), 2e-6)
    check.put("ablation", {"mostImportantLayer": int(np.argmax(layers)), "leastImportantLayer": int(np.argmin(layers))})


def main(load=None):
    check = Check(__file__)
    if check.said("model.isCausal"):
        check.leave(".*", "the script is for models that see a sentence whole")
        return check.finish()
    if load is None:
        from bert import Bert as load
    model = check.model(load)
    sentences = [Sentence(check, read, model) for read in read_json(check.attachment("sentences.json"))]
    # With the model, numbers come from 32 bits; attached are 16.
    tolerance = 3e-5 if model else 5e-4
    known = [sentence for sentence in sentences if sentence.weights is not None]
    check.put("sentences", [sentence.read["sentence"] for sentence in sentences])
    check.put("sentence", check.settings["sentence"])
    check.put("model.name", check.settings["model"])
    check.leave(r"look\.antecedent|reference", "what a pronoun stands for is known to people alone")
    if len(known) < len(sentences):
        check.note("the attention of all sentences is too large to be attached; --model FOLDER works it out")
    else:
        heads(check, sentences, tolerance)
    if sentences[0].weights is not None:
        layers, count = sentences[0].weights.shape[:2]
        check.put("model", {"layers": layers, "heads": count})
        received(check, sentences[0], tolerance)
        if len(sentences[0].judged) > 1:
            words(check, sentences, tolerance)
        if check.said("look") and len(known) == len(sentences):
            looks(check, sentences[0], sentences, tolerance)
        removing(check, sentences, check.said("chosen"))
    if check.said("decoder"):
        decoder(check, read_json(check.attachment("decoder.json")), sentences[0], model)
    tables.tables(check, MEASURES)
    return check.finish()


if __name__ == "__main__":
    sys.exit(main())
