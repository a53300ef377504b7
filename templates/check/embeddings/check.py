#!/usr/bin/env python3
"""Works the numbers of the chapter on word embeddings out again, with gensim, scikit-learn, SciPy and NumPy.

    python check.py [--data FILE] [--model FOLDER]

FILE is the data set (without it, what is counted in the texts is left out), FOLDER the model of the comparison.
"""

import csv
import gzip
import html
import json
import os
import pathlib
import re
import sys
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from checking import Check, need

# Small matrices: several threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
need("gensim", "numpy", "scipy", "sklearn")
import numpy as np
from gensim.models import KeyedVectors
from gensim.utils import simple_preprocess
from scipy.stats import pearsonr, rankdata, spearmanr
from sklearn.decomposition import PCA

# Vectors are attached in 16 bits: a cosine is then good to this.
HALF = 2e-4


def attached_vectors(check):
    """The words with their counts, and the vectors that the submission carries."""
    with open(check.attachment("words.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    counts = {word: int(count) for word, count, _ in rows}
    whole = check.attachment("vectors.bin")
    if whole:
        return counts, KeyedVectors.load_word2vec_format(str(whole), binary=True)
    vectors = np.load(check.attachment("vectors.npy"), allow_pickle=False).astype(np.float32)
    keyed = KeyedVectors(vectors.shape[1])
    keyed.add_vectors([word for word, _, row in rows if row], vectors)
    return counts, keyed


def ranked(check, path, found):
    """Neighbours in their order; of two that 16 bits cannot tell apart, the one that the results name."""
    said = [entry["word"] for entry in check.said(path)]
    similarity = dict(found)
    words = [word for word, _ in found]
    for place, word in enumerate(said):
        if place < len(words) and words[place] != word and abs(similarity.get(word, 9) - found[place][1]) < HALF:
            other = words.index(word)
            words[place], words[other] = words[other], words[place]
    return [(word, similarity[word]) for word in words[: len(said)]]


def neighbours(check, counts, vectors):
    """The nearest words, analogies and outliers: gensim's most_similar and doesnt_match."""
    words, most = check.list("words"), check.whole("topn")
    if len(vectors) < len(counts):
        check.note(
            f"neighbours are looked for among the {len(vectors)} words whose vectors are attached, of {len(counts)}"
        )
    nearest = {}
    for index, word in enumerate(words):
        found = ranked(check, f"words.{index}.neighbours", vectors.most_similar(word, topn=most + 3))
        nearest[word] = [name for name, _ in found]
        for rank, (name, similarity) in enumerate(found):
            for path in (f"words.{index}.neighbours.{rank}", f"neighbours.{word}.{rank}"):
                check.put(path + ".word", name)
                check.put(path + ".similarity", similarity, HALF)
        check.put(f"words.{index}.word", word)
        check.put(f"words.{index}.count", counts[word])
        check.put(f"words.{index}.similarityToFirst", vectors.similarity(words[0], word), HALF)
    for index, text in enumerate(check.list("analogies")):
        a, b, c = text.split()[:3]
        if all(word in vectors for word in (a, b, c)):
            found = vectors.most_similar(positive=[b, c], negative=[a], topn=6)
            for rank, (name, similarity) in enumerate(ranked(check, f"arithmetic.analogies.{index}.answers", found)):
                check.put(
                    f"arithmetic.analogies.{index}.answers.{rank}", {"word": name, "similarity": similarity}, HALF
                )
    for index, text in enumerate(check.list("doesnt_match")):
        if all(word in vectors for word in text.split()):
            check.put(f"arithmetic.doesntMatch.{index}.outlier", vectors.doesnt_match(text.split()))
    return nearest


def projection(check, counts, vectors, nearest):
    """How much of the variance two principal components hold: scikit-learn's PCA."""
    shown = list(dict.fromkeys(word for chosen in check.list("words") for word in [chosen] + nearest[chosen]))
    frequent = list(counts)[: check.whole("projection_words")]
    points = [vectors.get_vector(word, norm=True) for word in [w for w in frequent if w not in shown] + shown]
    shares = PCA(n_components=2).fit(np.array(points, dtype=np.float64)).explained_variance_ratio_
    check.put("projection", {"words": len(frequent), "explainedVariance": list(shares)}, 1.5e-4)
    check.put("projection.explainedTogether", shares.sum(), 3e-4)


def read_pairs(file):
    """The lines of two words and a number of a file of judged pairs."""
    for line in open(file, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(fields) == 3:
            yield fields[0].lower(), fields[1].lower(), float(fields[2])


def places(values):
    """The place of each value, the largest in place 1; of equals the earlier first."""
    result = np.empty(len(values), dtype=int)
    result[np.lexsort((np.arange(len(values)), -np.asarray(values)))] = np.arange(1, len(values) + 1)
    return result


def judgement(check, path, file, vectors, words=None):
    """Agreement with judged pairs: SciPy's correlations, as in gensim's evaluate_word_pairs."""
    known = vectors.key_to_index if words is None else words
    rows = list(read_pairs(file))
    pairs = [pair for pair in rows if pair[0] in known and pair[1] in known]
    if len(pairs) < 2:
        return None
    people = np.array([pair[2] for pair in pairs])
    cosines = np.array([vectors.similarity(pair[0], pair[1]) for pair in pairs])
    spearman = spearmanr(people, cosines).statistic
    check.put(f"{path}.pairs", len(pairs))
    check.put(f"{path}.outOfVocabulary", 1 - len(pairs) / len(rows), 1e-9)
    check.put(f"{path}.pearson", pearsonr(people, cosines).statistic, 5e-4)
    check.put(f"{path}.spearman", spearman, 1e-3)
    by_people, by_vectors = places(people), places(cosines)
    widest = int(np.argmax(np.abs(by_people - by_vectors)))
    check.put(f"{path}.farthest.byPeople", by_people[widest])
    check.put(f"{path}.farthest.byVectors", by_vectors[widest], 1)
    return spearman


def evaluation(check, counts, vectors):
    for index, file in enumerate(check.files("pairs")):
        spearman = judgement(check, f"wordPairs.{index}", file, vectors)
        comment = next((line[1:].strip() for line in open(file, encoding="utf-8") if line.startswith("#")), "")
        if comment:
            check.put(f"wordPairs.{index}.source", comment)
            if index == 0 and "grid" in check.results:
                check.put("grid.source", comment)
        if index == 0 and spearman is not None and check.results.get("grid", {}).get("score") == "Spearman":
            check.put("grid.wholeScore", spearman, 1e-3)
    if len(vectors) < len(counts):
        check.leave(
            r"(analogyFiles|arithmetic)\b", "needs the vectors of all words: `save_vectors: true` attaches them"
        )
        return
    for index, file in enumerate(check.files("analogy_files")):
        _, sections = vectors.evaluate_word_analogies(str(file))
        for number, section in enumerate(sections[:-1]):
            solved, missed = len(section["correct"]), len(section["incorrect"])
            check.put(f"analogyFiles.{index}.sections.{number}", {"solved": solved, "asked": solved + missed})


def others(check, counts, vectors, nearest):
    """The same words in the word pieces of a language model, whose vectors are read from its file."""
    said = check.results.get("others")
    if not said or not said["areWordPieces"]:
        return check.leave(r"others\b", "the other vectors are not part of the submission")
    if not check.options.model:
        return check.leave(r"others\b", "needs the model: --model FOLDER")
    from safetensors_file import read

    pieces = (check.options.model / "vocab.txt").read_text(encoding="utf-8").split("\n")
    matrix = read(check.options.model / "model.safetensors", lambda name: name.endswith("word_embeddings.weight"))
    matrix = next(iter(matrix.values()))
    whole = [(word.rstrip("\r"), row) for row, word in enumerate(pieces) if len(word) > 1 and word.isalpha()]
    index = dict(whole)
    common = [word for word in counts if word in index]
    theirs = KeyedVectors(matrix.shape[1])
    theirs.add_vectors(common, matrix[[index[word] for word in common]])
    check.put("others", {"words": len(whole), "vectorSize": matrix.shape[1], "commonWords": len(common)})
    most = check.whole("topn")
    for number, word in enumerate(check.list("words")):
        known = word in theirs
        found = theirs.most_similar(word, topn=most) if known else []
        names = [name for name, _ in found]
        check.put(f"others.chosen.{number}", {"word": word, "isKnown": known, "neighbours": names})
        check.put(f"others.chosen.{number}.shared", len(set(names) & set(nearest[word])))
        for rank, (name, similarity) in enumerate(found):
            check.put(f"others.neighbours.{word}.{rank}", {"word": name, "similarity": similarity}, 1e-4)
    for number, file in enumerate(check.files("pairs")):
        own = judgement(check, f"others.ownPairs.{number}", file, vectors, set(common))
        their = judgement(check, f"others.wordPairs.{number}", file, theirs)
        if number == 0 and own is not None:
            check.put("others.ownSpearman", own, 1e-3)
            check.put("others.spearman", their, 1e-3)
    check.leave(r"others\.share", "needs the vectors of all words: `save_vectors: true` attaches them")


def grid(check):
    """The scores of the trainings with one parameter changed, from the cosines of the judged pairs under each."""
    file = check.attachment("grid.tsv")
    if file is None:
        return check.leave(r"grid\b", "needs the further trainings, which are not kept")
    trainings = {}
    with open(file, encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            values = trainings.setdefault(row["training"], {}).setdefault(row["seed"], ([], []))
            values[0].append(float(row["judgement"]))
            values[1].append(float(row["cosine"]))
    scores = {name: [spearmanr(*pairs).statistic for pairs in seeds.values()] for name, seeds in trainings.items()}
    mean = {name: float(np.mean(values)) for name, values in scores.items()}
    # Of two values the variance is half of the square of their difference.
    deviation = float(np.mean([(a - b) ** 2 / 2 for a, b in scores.values()])) ** 0.5
    own = next(iter(scores))
    questions = len(next(iter(trainings[own].values()))[0])
    check.put("grid", {"questions": questions, "hasIntervals": True})
    check.put("grid", {"seedDeviation": deviation, "margin": 2 * deviation}, 5e-4)
    draws = bootstrap(trainings, questions, check.whole("seed"))
    intervals = {name: np.nanquantile(values - draws[own], [0.025, 0.975]) for name, values in draws.items()}
    for index, name in enumerate(scores):
        path, difference = f"grid.trainings.{index}", mean[name] - mean[own]
        check.put(path, {"change": name, "scores": scores[name], "score": mean[name], "difference": difference}, 1e-4)
        # NumPy draws other pairs than Quire does.
        check.put(path, {"low": intervals[name][0], "high": intervals[name][1]}, 0.03)
    for parameter, key in (("vector_size", "vectorSize"), ("window", "window"), ("sg", "sg")):
        effect(check, parameter, key, scores, mean, own, intervals)
    if "grid.wholeScore" in check.found:
        check.put("grid.gainOfText", check.found["grid.wholeScore"][0] - mean[own], 1e-3)
    check.leave(
        r"grid\..*\b(analogies|nearest|share|shareOfSeeds|compared)", "needs the further trainings, which are not kept"
    )


def effect(check, parameter, key, scores, mean, own, intervals):
    """What one parameter does: the best, the worst and the report's own value."""
    value = check.settings[parameter]
    value = {"true": 1, "false": 0}.get(value) if value in ("true", "false") else int(value)
    tried = {value: own} | {int(n.split()[1]): n for n in scores if n.startswith(parameter + " ")}
    said = check.results["grid"][key]
    check.put(f"grid.{key}", {"values": sorted(tried), "ownScore": mean[own]}, 1e-4)
    ordered = sorted(tried, key=lambda v: mean[tried[v]])
    check.put(f"grid.{key}.spread", mean[tried[ordered[-1]]] - mean[tried[ordered[0]]], 1e-4)
    for which in ("best", "worst"):
        name = tried[said[which]]
        check.put(f"grid.{key}.{which}", said[which] if which == "best" else ordered[0])
        check.put(f"grid.{key}.{which}Score", mean[name], 1e-4)
        check.put(f"grid.{key}.{which}Difference", mean[name] - mean[own], 1e-4)
        low, high = intervals[name] if name != own else (0, 0)
        check.put(f"grid.{key}", {which + "Low": low, which + "High": high}, 0.03)
    margin, real = check.found["grid.margin"][0], {}
    for v, name in tried.items():
        low, high = intervals[name]
        # What hangs on which pairs are drawn is taken as the results have it.
        certain = name != own and (abs(low) > 0.03 and abs(high) > 0.03)
        if certain or abs(mean[name] - mean[own]) <= margin:
            real[v] = name != own and abs(mean[name] - mean[own]) > margin and (low > 0 or high < 0)
        else:
            real[v] = v in said["better"] + said["worse"]
    for word, chosen in (
        ("better", [v for v in tried if real[v] and mean[tried[v]] > mean[own]]),
        ("worse", [v for v in tried if real[v] and mean[tried[v]] < mean[own]]),
        ("undecided", [v for v in tried if not real[v] and tried[v] != own]),
    ):
        check.put(f"grid.{key}.{word}", sorted(chosen))


def bootstrap(trainings, questions, seed):
    """The scores on pairs drawn with replacement, the same draws for every training."""
    random = np.random.default_rng(seed)
    draws = random.integers(0, questions, size=(2000, questions))
    scores = {}
    for name, seeds in trainings.items():
        values = np.zeros(len(draws))
        for judged, cosines in seeds.values():
            a, b = rankdata(np.array(judged)[draws], axis=1), rankdata(np.array(cosines)[draws], axis=1)
            a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
            values += (a * b).sum(axis=1) / np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1)) / len(seeds)
        scores[name] = values
    return scores


# What is counted in the texts.

ELEMENTS = (
    "a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|canvas|caption|center|cite|code|col|"
    "colgroup|dd|del|details|dfn|dir|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|h[1-6]|head|header|hr|"
    "html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|"
    "samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|"
    "time|title|tr|track|tt|u|ul|var|video|wbr|s"
)
TAG = re.compile(rf"<!--.*?-->|</?(?:{ELEMENTS})(?=[\s/>])[^<>]*>", re.IGNORECASE | re.DOTALL | re.ASCII)


def texts(file, column):
    """The texts of a file: JSON lines, CSV or plain text, gzipped or not."""
    usual = [column] if column else ["reviewText", "text", "review", "content", "body"]
    name = file.name.removesuffix(".gz").lower()
    opener = gzip.open if file.name.endswith(".gz") else open
    with opener(file, "rt", encoding="utf-8", errors="replace", newline="") as lines:
        if name.endswith((".json", ".jsonl", ".ndjson")):
            for line in lines:
                row = json.loads(line)
                yield next((row[key] for key in usual if key in row), "")
        elif name.endswith(".csv"):
            csv.field_size_limit(1 << 28)
            reader = csv.DictReader(lines)
            key = next(key for key in usual if key in reader.fieldnames)
            for row in reader:
                yield row[key] or ""
        else:
            yield from lines


def corpus(check, counts, vectors):
    """Tokens and counts by gensim's simple_preprocess, and what stands beside the chosen words."""
    data = check.options.data or next(iter(check.files("data")), None)
    if not data:
        return check.leave(
            r"(corpus|words\.\d+\.link|vocabulary|grid\.(rows|tokens|timesText))\b", "needs the data set: --data FILE"
        )
    strips = check.results["corpus"]["markup"]["removed"]
    ids, rows, ends = {}, [], []
    for text in texts(data, check.settings["column"]):
        if strips:
            text = html.unescape(TAG.sub(" ", text))
        words = simple_preprocess(text, deacc=check.settings["deacc"] == "true")
        rows.append(np.array([ids.setdefault(word, len(ids)) for word in words], dtype=np.int32))
        ends.append(len(words))
    lengths, tokens, names = np.array(ends), np.concatenate(rows), list(ids)
    total = np.bincount(tokens, minlength=len(ids))
    kept = int(total[total >= check.whole("min_count")].sum())
    size = int((total >= check.whole("min_count")).sum())
    check.put("corpus", {"rows": len(lengths), "tokens": len(tokens), "distinctWords": len(ids)})
    check.put("corpus", {"meanLength": lengths.mean(), "medianLength": np.median(lengths)}, 1e-6)
    check.put("vocabulary", {"size": size, "keptTokens": kept})
    check.put("vocabulary.keptShare", kept / len(tokens), 1e-9)
    check.put("vocabulary.lostShare", 1 - kept / len(tokens), 1e-9)
    check.put("vocabulary.leftOutShare", 1 - size / len(ids), 1e-9)
    step = check.results.get("grid", {}).get("step")
    if step:
        part = lengths[::step]
        check.put("grid", {"rows": len(part), "tokens": int(part.sum())})
        check.put("grid.timesText", len(tokens) / max(1, part.sum()), 1e-6)
    reasons(check, vectors, tokens, lengths, ids, names, total)


def reasons(check, vectors, tokens, lengths, ids, names, total):
    """For each chosen word and neighbour, the word that stands directly beside both most beyond chance."""
    # A row does not touch the next one.
    before, after = np.full(len(tokens), -1), np.full(len(tokens), -1)
    before[1:], after[:-1] = tokens[:-1], tokens[1:]
    bounds = np.cumsum(lengths)
    before[bounds[:-1][bounds[:-1] < len(tokens)]] = -1
    after[bounds[bounds > 0] - 1] = -1

    def sides(word):
        here = tokens == ids[word]
        return Counter(before[here][before[here] >= 0].tolist()), Counter(after[here][after[here] >= 0].tolist())

    said = check.results["words"]
    beside = {w: sides(w) for entry in said for w in [entry["word"]] + [n["word"] for n in entry["neighbours"]]}
    for index, entry in enumerate(said):
        word, shared = entry["word"], []
        for rank, neighbour in enumerate(entry["neighbours"]):
            found = most_shared(beside, word, neighbour["word"], ids, names, total, len(tokens))
            shared.append((neighbour["word"], found))
            if found:
                for path in (f"words.{index}.neighbours.{rank}.shared", f"neighbours.{word}.{rank}.shared"):
                    check.put(path, found, 1e-9)
        link(check, index, word, shared, sides, ids, names, total, before, after, tokens)


def most_shared(beside, word, other, ids, names, total, count):
    (b1, a1), (b2, a2) = beside[word], beside[other]
    c1, c2, best = total[ids[word]], total[ids[other]], None
    for token in (b1.keys() | a1.keys()) & (b2.keys() | a2.keys()):
        mine, theirs = b1[token] + a1[token], b2[token] + a2[token]
        if token in (ids[word], ids[other]) or mine < 2 or theirs < 2:
            continue
        least, chance = min(mine / c1, theirs / c2) / 2, total[token] / count
        if least > chance and (best is None or least * np.log(least / chance) > best[0]):
            best = (least * np.log(least / chance), token, chance)
    if best is None:
        return None
    token, name = best[1], names[best[1]]
    first, second = b1[token] >= a1[token], b2[token] >= a2[token]
    return {
        "word": name,
        "phrase": f"{name} {word}" if first else f"{word} {name}",
        "share": max(b1[token], a1[token]) / c1,
        "neighbourPhrase": f"{name} {other}" if second else f"{other} {name}",
        "neighbourShare": max(b2[token], a2[token]) / c2,
        "chance": best[2],
        "sameSide": bool(first == second),
    }


def link(check, index, word, shared, sides, ids, names, total, before, after, tokens):
    """The word that links a chosen word to most of its neighbours, and how usual it is to have it beside one."""
    path = f"words.{index}.link"
    votes = Counter(found["word"] for _, found in shared if found)
    if not votes:
        return
    first = next(found for _, found in shared if found and votes[found["word"]] == max(votes.values()))
    linked = [(name, found) for name, found in shared if found and found["word"] == first["word"]]
    same, other = [p for p in linked if p[1]["sameSide"]], [p for p in linked if not p[1]["sameSide"]]
    nearest = shared[0][1]
    check.put(path, {key: first[key] for key in ("word", "phrase", "share", "chance")}, 1e-9)
    check.put(
        path, {"sameSide": [n for n, _ in same], "otherSide": [n for n, _ in other], "linked": [n for n, _ in linked]}
    )
    check.put(path + ".samePhrase", same[0][1]["neighbourPhrase"] if same else "")
    check.put(path + ".otherPhrase", other[0][1]["neighbourPhrase"] if other else "")
    if nearest:
        check.put(path, {"firstWord": nearest["word"], "firstPhrase": nearest["phrase"]})
        check.put(path + ".firstNeighbourPhrase", nearest["neighbourPhrase"])
    # Of the most frequent words, how many have that word beside them in a larger share of their occurrences?
    token = ids[first["word"]]
    followed = np.bincount(tokens[after == token], minlength=len(ids))
    preceded = np.bincount(tokens[before == token], minlength=len(ids))
    share = np.maximum(followed, preceded) / np.maximum(total, 1)
    frequent = [ids[w] for w in list(check.counts)[:3000]]

    def higher(name):
        return int(sum(share[i] > share[ids[name]] for i in frequent if i != ids[name]))

    check.put(path, {"neighbours": len(linked), "ranked": len(frequent), "higher": higher(word)})
    check.put(path + ".neighboursHigher", [higher(name) for name, _ in linked])


def parameters(check):
    """The parameters of the training, as the settings have them."""
    names = {
        "vectorSize": "vector_size",
        "window": "window",
        "minCount": "min_count",
        "epochs": "epochs",
        "seed": "seed",
    }
    for name, setting in names.items():
        check.put("parameters." + name, check.whole(setting))
    for name, setting in {
        "alpha": "alpha",
        "minAlpha": "min_alpha",
        "sample": "sample",
        "nsExponent": "ns_exponent",
    }.items():
        check.put("parameters." + name, float(check.settings[setting]), 1e-12)
    check.put("parameters.negative", 0 if check.settings["hs"] == "true" else check.whole("negative"))
    check.put("parameters.contextWords", 2 * check.whole("window"))
    check.leave(r"loss\b", "the loss is counted while training, and nobody can count it afterwards")
    check.leave(r"map\b", "t-SNE by another program gives another map")
    check.leave(r"stability\b", "needs the trainings under other seeds, which are not kept")


def main():
    check = Check(__file__)
    counts, vectors = attached_vectors(check)
    check.counts = counts
    parameters(check)
    check.put("vocabulary", {"size": len(counts), "keptTokens": sum(counts.values())})
    nearest = neighbours(check, counts, vectors)
    projection(check, counts, vectors, nearest)
    evaluation(check, counts, vectors)
    others(check, counts, vectors, nearest)
    if "grid" in check.results:
        grid(check)
    corpus(check, counts, vectors)
    check.leave(r"(wordPairs|analogyFiles|others|grid)\b", "its file is not part of the submission")
    check.leave(r"arithmetic\b", "a word of it has no vector here")
    return check.finish()


if __name__ == "__main__":
    sys.exit(main())
