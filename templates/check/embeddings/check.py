#!/usr/bin/env python3
"""Works the numbers of the chapter on word embeddings out again, with gensim, scikit-learn, SciPy and NumPy.

    python check.py [--data FILE] [--model FOLDER]

FILE is the data set (without it, what is counted in the texts is left out), FOLDER the model of the comparison.
"""

import bz2
import csv
import gzip
import html
import json
import lzma
import os
import pathlib
import re
import sys
from collections import Counter

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1]), str(pathlib.Path(__file__).resolve().parent)]
from checking import Check, need

# Small matrices: several threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
need("gensim", "numpy", "scipy", "sklearn")
import numpy as np
import tables
from gensim.models import KeyedVectors
from gensim.models.phrases import Phrases
from gensim.utils import deaccent, simple_preprocess
from scipy.stats import pearsonr, rankdata, spearmanr
from scipy.stats import t as student
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

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
        check.put(f"words.{index}.lowest", found[-1][1], HALF)
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
            place = expected_place(found, text.split()[3:])
            if place:
                check.put(f"arithmetic.analogies.{index}.rank", place)
    for index, text in enumerate(check.list("doesnt_match")):
        if all(word in vectors for word in text.split()):
            check.put(f"arithmetic.doesntMatch.{index}.outlier", vectors.doesnt_match(text.split()))
            units = {word: vectors.get_vector(word, norm=True) for word in text.split()}
            mean = np.mean(list(units.values()), axis=0)
            mean /= np.linalg.norm(mean)
            order = sorted(units, key=lambda word: -float(units[word] @ mean))
            entries = [{"word": word, "similarity": float(units[word] @ mean)} for word in order]
            check.put(f"arithmetic.doesntMatch.{index}.centrality", entries, HALF)
    return nearest


def expected_place(found, expected):
    """The place of the expected word among the answers; None where none is expected, or 16 bits cannot tell."""
    names = [name for name, _ in found]
    if not expected or expected[0] not in names:
        return None
    place = names.index(expected[0])
    near = [value for rank, (_, value) in enumerate(found) if rank != place]
    return None if any(abs(value - found[place][1]) < HALF for value in near) else place + 1


def projection(check, counts, vectors, nearest):
    """How much of the variance two principal components hold: scikit-learn's PCA."""
    shown = list(dict.fromkeys(word for chosen in check.list("words") for word in [chosen] + nearest[chosen]))
    frequent = list(counts)[: check.whole("projection_words")]
    points = [vectors.get_vector(word, norm=True) for word in [w for w in frequent if w not in shown] + shown]
    shares = PCA(n_components=2).fit(np.array(points, dtype=np.float64)).explained_variance_ratio_
    check.put("projection", {"words": len(frequent), "explainedVariance": list(shares)}, 5e-4)
    check.put("projection.explainedTogether", shares.sum(), 1e-3)


def read_table(file):
    """The rows of a file of columns with tabs between."""
    with open(file, encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def judged_pairs(check):
    """The judged pairs whose words have a vector, by the name of their file."""
    files = {}
    for row in read_table(check.attachment("pairs.tsv")):
        files.setdefault(row["file"], []).append((row["first"], row["second"], float(row["judgement"])))
    return files


def places(values):
    """The place of each value, the largest in place 1; of equals the earlier first."""
    result = np.empty(len(values), dtype=int)
    result[np.lexsort((np.arange(len(values)), -np.asarray(values)))] = np.arange(1, len(values) + 1)
    return result


def judgement(check, path, name, pairs, vectors):
    """Agreement with judged pairs: SciPy's correlations, as in gensim's evaluate_word_pairs."""
    pairs = [pair for pair in pairs if pair[0] in vectors and pair[1] in vectors]
    check.put(path, {"name": name, "pairs": len(pairs)})
    if len(pairs) < 3:
        return None
    people = np.array([pair[2] for pair in pairs])
    cosines = np.array([vectors.similarity(pair[0], pair[1]) for pair in pairs])
    spearman, pearson = spearmanr(people, cosines), pearsonr(people, cosines)
    put_correlation(check, f"{path}.pearson", pearson, len(pairs), 5e-4)
    put_correlation(check, f"{path}.spearman", spearman, len(pairs), 1e-3)
    spearman = spearman.statistic
    by_people, by_vectors = places(people), places(cosines)
    if path.startswith("wordPairs"):
        return pairs, by_people, by_vectors, cosines
    return spearman


def put_correlation(check, path, found, count, tolerance):
    """A correlation and its p-value, which moves with it."""
    check.put(path, found.statistic, tolerance)
    degrees = max(1, count - 2)
    near = np.clip(found.statistic + np.array([-tolerance, tolerance]), -1 + 1e-12, 1 - 1e-12)
    reach = 2 * student.sf(np.abs(near * np.sqrt(degrees / ((1 - near) * (1 + near)))), degrees)
    check.put(path + "P", found.pvalue, float(np.abs(reach - found.pvalue).max()))


def evaluation(check, counts, vectors, nearest):
    """Judged pairs and analogies."""
    about = {"neighbours": [], "chosen": []}
    words = check.list("words")
    for index, (name, pairs) in enumerate(judged_pairs(check).items()):
        found = judgement(check, f"wordPairs.{index}", name, pairs, vectors)
        for place, pair in enumerate(found[0] if found else []):
            for first, second in (pair[:2], pair[1::-1]):
                if first not in words:
                    continue
                is_chosen = second in words and first == pair[0] and first != second
                if is_chosen or second in nearest[first]:
                    entry = {"name": name, "pairs": len(pairs), "first": first, "second": second, "judgement": pair[2]}
                    entry["byPeople"] = found[1][place]
                    about["chosen" if is_chosen else "neighbours"].append((entry, found[3][place], found[2][place]))
    for kind, entries in about.items():
        for index, (entry, similarity, place) in enumerate(entries):
            check.put(f"judged.{kind}.{index}", entry)
            check.put(f"judged.{kind}.{index}.similarity", similarity, 3e-4)
            # Vectors of 16 bits may exchange neighbours in the order.
            check.put(f"judged.{kind}.{index}.byVectors", place, 1)
    check.leave(r"reviews\b", "needs the vectors of all words: `save_vectors: true` attaches them")
    stability(check, nearest)
    check.leave(r"stability\b", "needs the training under another seed, which is not kept")
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


def stability(check, nearest):
    """Which neighbours stay under other seeds, from the neighbours that the trainings under these gave."""
    file = check.attachment("seeds.tsv")
    if file is None:
        return
    lists = {}
    for row in read_table(file):
        lists.setdefault(row["word"], {}).setdefault(row["seed"], []).append(row["neighbour"])
    gone, kept = [], 0
    for number, (word, seeds) in enumerate(lists.items()):
        stay = [name for name in nearest[word] if all(name in names for names in seeds.values())]
        gone += [name for name in nearest[word] if name not in stay]
        kept += len(stay)
        check.put(f"stability.words.{number}", {"word": word, "stay": stay})
    check.put("stability", {"neighbours": kept + len(gone), "kept": kept, "gone": gone})


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
    ours = KeyedVectors(vectors.vector_size)
    shared = [word for word in common if word in vectors]
    ours.add_vectors(shared, vectors[shared])
    for number, (name, pairs) in enumerate(judged_pairs(check).items()):
        own = judgement(check, f"others.ownPairs.{number}", name, pairs, ours)
        their = judgement(check, f"others.wordPairs.{number}", name, pairs, theirs)
        if number == 0 and own is not None:
            check.put("others.ownSpearman", own, 1e-3)
            check.put("others.spearman", their, 1e-3)
    check.leave(r"others\.alignment", "needs the vectors of all words: `save_vectors: true` attaches them")
    check.leave(r"others\.share", "needs the vectors of all words: `save_vectors: true` attaches them")


def grid(check):
    """The scores of the trainings with one parameter changed, from the cosines of the judged pairs under each."""
    file = check.attachment("grid.tsv")
    if file is None:
        return check.leave(r"grid\b", "needs the further trainings, which are not kept")
    rows = {}
    for row in read_table(file):
        seeds = rows.setdefault(row["measure"], {}).setdefault(row["training"], {})
        judged, cosines = seeds.setdefault(row["seed"], ([], []))
        judged.append(float(row["judgement"]))
        cosines.append(float(row["cosine"]))
    measures = []
    for number, (name, trainings) in enumerate(rows.items()):
        measures.append(Measure(check, number, name, trainings))
    changes = [change for change in measures[0].means if change != WHOLE]
    check.put("grid.hasIntervals", True)
    ahead = all(m.means[WHOLE] - m.means[OWN] > m.margin for m in measures)
    check.put("grid.isTextAhead", check.said("grid.step") > 1 and ahead)
    most = all(m.means[change] < m.means[WHOLE] for m in measures for change in changes)
    check.put("grid.isTextMost", check.said("grid.step") > 1 and most)
    for index, change in enumerate(changes):
        check.put(f"grid.trainings.{index}.change", change)
    for parameter, key in PARAMETERS.items():
        effect(check, parameter, key, changes, measures)
    effort(check, measures)
    check.leave(r"grid\..*(nalogies|nearest|\bshare|compared)", "needs the further trainings, which are not kept")
    check.leave(r"grid\.measures\.\d+\.source", "what the file says of itself, which is not part of the submission")


OWN, WHOLE = "as it stands", "all texts"
PARAMETERS = {"vector_size": "vectorSize", "window": "window", "sg": "sg", "negative": "negative", "epochs": "epochs"}
# NumPy draws other pairs than Quire does: bounds of intervals are good to this.
DRAWS = 0.02


class Measure:
    """The scores of all trainings by one file of judged pairs."""

    def __init__(self, check, number, name, trainings):
        self.name, self.number = name, number
        self.scores = {c: [spearmanr(*pairs).statistic for pairs in seeds.values()] for c, seeds in trainings.items()}
        self.means = {change: float(np.mean(values)) for change, values in self.scores.items()}
        # Of two values the variance is half of the square of their difference.
        seeds = [values for change, values in self.scores.items() if change != WHOLE]
        deviation = float(np.mean([(a - b) ** 2 / 2 for a, b in seeds])) ** 0.5
        self.margin = 2 * deviation
        questions = len(next(iter(trainings[OWN].values()))[0])
        self.draws = bootstrap(trainings, questions, check.whole("seed"))
        path = f"grid.measures.{number}"
        check.put(path, {"name": name, "isOfPairs": True, "questions": questions})
        check.put(path, {"seedDeviation": deviation, "margin": self.margin, "score": self.means[OWN]}, 1e-5)
        check.put(path + ".wholeScore", self.means[WHOLE], 1e-5)
        self.real = {}
        for index, change in enumerate(change for change in self.scores if change != WHOLE):
            path = f"grid.trainings.{index}.scores.{number}"
            difference = self.means[change] - self.means[OWN]
            low, high = self.interval(change, OWN) if change != OWN else (0.0, 0.0)
            said = check.said(path + ".isReal")
            self.real[change] = self.decide(difference, low, high, said) if change != OWN else False
            check.put(path, {"seeds": self.scores[change], "mean": self.means[change], "difference": difference}, 1e-4)
            check.put(path, {"low": low, "high": high}, DRAWS)
            check.put(path + ".isReal", self.real[change])

    def interval(self, change, other):
        """Where 95 % of the differences of two trainings lie, over pairs drawn with replacement."""
        return tuple(float(bound) for bound in np.nanquantile(self.draws[change] - self.draws[other], [0.025, 0.975]))

    def decide(self, difference, low, high, said):
        """Whether a difference is more than the seeds make, and the pairs; where the draws decide, as the results have it."""
        if abs(difference) <= self.margin:
            return False
        return said if min(abs(low), abs(high)) < DRAWS / 2 else low > 0 or high < 0


def effect(check, parameter, key, changes, measures):
    """What one parameter does to the scores."""
    value = check.settings[parameter]
    own = {"true": 1, "false": 0}[value] if value in ("true", "false") else int(value)
    tried = {int(change.split()[1]): change for change in changes if change.startswith(parameter + " ")}
    up = {v: [m for m in measures if m.real[c] and m.means[c] > m.means[OWN]] for v, c in tried.items()}
    down = {v: [m for m in measures if m.real[c] and m.means[c] < m.means[OWN]] for v, c in tried.items()}
    better = [v for v in tried if up[v] and not down[v]]
    worse = [v for v in tried if down[v] and not up[v]]
    path = f"grid.{key}"
    check.put(path, {"parameter": parameter, "values": sorted([own, *tried]), "better": better, "worse": worse})
    check.put(path + ".mixed", [v for v in tried if up[v] and down[v]])
    check.put(path + ".undecided", [v for v in tried if not up[v] and not down[v]])
    for word, found, by in (("better", better, up), ("worse", worse, down)):
        check.put(f"{path}.{word}By", [m.name for m in measures if any(m in by[v] for v in found)])
        least = [abs(m.means[tried[v]] - m.means[OWN]) for v in found for m in by[v]]
        check.put(f"{path}.{word}Least", min(least, default=0.0), 1e-5)
    real = [(abs(m.means[c] - m.means[OWN]), v, m) for v, c in tried.items() for m in measures if m.real[c]]
    check.put(path, {"isDecided": bool(real), "isOwnBehind": bool(better)})
    if real:
        _, v, measure = max(real, key=lambda found: found[0])
        low, high = measure.interval(tried[v], OWN)
        check.put(path, {"measure": measure.name, "value": v})
        numbers = {"score": measure.means[tried[v]], "ownScore": measure.means[OWN]}
        check.put(path, numbers | {"difference": measure.means[tried[v]] - measure.means[OWN]}, 1e-5)
        check.put(path, {"low": low, "high": high}, DRAWS)


def effort(check, measures):
    """CBOW on all texts beside skip-gram on the sample."""
    if check.said("grid.effort") is None:
        return
    verdicts = {"ahead": [], "behind": [], "undecided": []}
    for measure in measures:
        path, difference = f"grid.effort.comparisons.{measure.number}", measure.means[WHOLE] - measure.means["sg 1"]
        low, high = measure.interval(WHOLE, "sg 1")
        real = measure.decide(difference, low, high, check.said(path + ".isReal"))
        verdicts["undecided" if not real else "ahead" if difference > 0 else "behind"].append(measure.name)
        check.put(path, {"name": measure.name, "isReal": real})
        numbers = {"cbow": measure.means[WHOLE], "skipGram": measure.means["sg 1"], "difference": difference}
        check.put(path, numbers, 1e-5)
        check.put(path, {"low": low, "high": high}, DRAWS)
    check.put("grid.effort", verdicts)


def bootstrap(trainings, questions, seed):
    """The scores on pairs drawn with replacement, the same draws for every training."""
    draws = np.random.default_rng(seed).integers(0, questions, size=(1000, questions))
    scores = {}
    for name, seeds in trainings.items():
        values = np.zeros(len(draws))
        for judged, cosines in seeds.values():
            a, b = rankdata(np.array(judged)[draws], axis=1), rankdata(np.array(cosines)[draws], axis=1)
            a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
            values += (a * b).sum(axis=1) / np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1)) / len(seeds)
        scores[name] = values
    return scores


def kept_shares(counts, sample):
    """How probable it is that a word of each count is kept where frequent words are thinned out, as gensim has it."""
    if sample <= 0:
        return np.ones(len(counts))
    threshold = sample * counts.sum() if sample < 1 else np.floor(sample * (3 + 5**0.5) / 2)
    ratio = threshold / counts
    return np.minimum(1, (np.sqrt(1 / ratio) + 1) * ratio)


def thinning(check, counts):
    """How much of the text is thinned out."""
    counts = np.array(list(counts.values()), dtype=np.float64)
    kept = kept_shares(counts, float(check.settings["sample"]))
    thinned = kept < 1
    check.put("vocabulary.thinnedWords", int(thinned.sum()))
    check.put("vocabulary.thinnedShare", counts[thinned].sum() / counts.sum(), 1e-6)
    check.put("vocabulary.droppedShare", (counts[thinned] * (1 - kept[thinned])).sum() / counts.sum(), 1e-6)


# What is counted in the texts.

ELEMENTS = (
    "a|abbr|acronym|address|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|canvas|caption|center|cite|code|col|"
    "colgroup|dd|del|details|dfn|dir|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|h[1-6]|head|header|hr|"
    "html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|"
    "samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|"
    "time|title|tr|track|tt|u|ul|var|video|wbr|s"
)
TAG = re.compile(rf"<!--.*?-->|</?(?:{ELEMENTS})(?=[\s/>])[^<>]*>", re.IGNORECASE | re.DOTALL | re.ASCII)


OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
PACKED = (".zst", ".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")


def texts(file, column):
    """The texts of a file: JSON lines, CSV or plain text, compressed or not."""
    usual = [column] if column else ["reviewText", "text", "review", "content", "body"]
    opener = OPENERS.get(file.suffix.lower(), open)
    name = (file.stem if file.suffix.lower() in OPENERS else file.name).lower()
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


def words_of(check, text):
    """The words of a text: gensim's simple_preprocess, or the same with digits and hyphens where the settings keep these."""
    numbers, hyphens, plain = (check.settings[name] == "true" for name in ("keep_numbers", "keep_hyphens", "deacc"))
    shortest, longest = check.whole("min_len"), check.whole("max_len")
    if not numbers and not hyphens:
        return simple_preprocess(text, deacc=plain, min_len=shortest, max_len=longest)
    text = deaccent(text.lower()) if plain else text.lower()
    unit = r"\w" if numbers else r"[^\W\d]"
    found = re.findall(rf"{unit}+(?:-{unit}+)*" if hyphens else rf"{unit}+", text)
    return [word for word in found if shortest <= len(word) <= longest and not word.startswith("_")]


def prepared(check, rows):
    """The rows of words without stop words, and with phrases joined, where the settings ask for that."""
    stop_words = set()
    for word in check.list("stop_words"):
        stop_words |= ENGLISH_STOP_WORDS if word == "english" else set(words_of_any_length(check, word))
    if stop_words:
        total = sum(map(len, rows))
        rows = [[word for word in row if word not in stop_words] for row in rows]
        check.put("corpus.stopWords", {"listed": len(stop_words), "leftOut": total - sum(map(len, rows)), "of": total})
    if check.settings["phrases"] == "true":
        least, threshold = check.whole("phrase_min_count"), float(check.settings["phrase_threshold"])
        model = Phrases(rows, min_count=least, threshold=threshold)
        found = model.find_phrases(rows)
        total = sum(map(len, rows))
        rows = [model[row] for row in rows]
        check.put("corpus.phrases", {"count": len(found), "places": total - sum(map(len, rows))})
        counts = Counter(word for row in rows for word in row if word in found)
        for index, phrase in enumerate(check.said("corpus.phrases.most")):
            if phrase["word"] in found:
                check.put(f"corpus.phrases.most.{index}.count", counts[phrase["word"]])
                check.put(f"corpus.phrases.most.{index}.score", found[phrase["word"]], 1e-9)
    return rows


def words_of_any_length(check, text):
    """The words of a stop word as the settings spell it, whose length does not matter."""
    lengths = {name: check.settings[name] for name in ("min_len", "max_len")}
    check.settings |= {"min_len": "1", "max_len": "10000"}
    words = words_of(check, text)
    check.settings |= lengths
    return words


def corpus(check, counts, vectors):
    """Tokens and counts by gensim's simple_preprocess, and what stands beside the chosen words."""
    data = check.options.data or next(iter(check.files("data")), None)
    if not data:
        return check.leave(
            r"(corpus|words\.\d+\.link|vocabulary|grid\.(rows|tokens|timesText))\b", "needs the data set: --data FILE"
        )
    if data.name.lower().endswith(PACKED):
        return check.leave(
            r"(corpus|words\.\d+\.link|vocabulary|grid\.(rows|tokens|timesText))\b",
            "needs the data unpacked: --data FILE",
        )
    strips = check.results["corpus"]["markup"]["removed"]
    ids, rows, ends = {}, [], []
    written = (
        words_of(check, html.unescape(TAG.sub(" ", text)) if strips else text)
        for text in texts(data, check.settings["column"])
    )
    if check.list("stop_words") or check.settings["phrases"] == "true":
        written = prepared(check, list(written))
    for words in written:
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
        predictions(check, rows, total, step)
    reviews(check, counts, vectors, rows, names)
    reasons(check, tokens, lengths, ids, names, total)


def reviews(check, counts, vectors, rows, names):
    """The texts nearest to a chosen one, by the mean of their words' vectors and by smooth inverse frequency."""
    chosen = check.said("reviews.review") if check.results.get("reviews") else None
    if chosen is None or check.attachment("vectors.bin") is None:
        return
    index = {word: place for place, word in enumerate(counts)}
    place = np.array([index.get(name, -1) for name in names])
    matrix = np.array([vectors[word] for word in counts], dtype=np.float64)
    share = np.array(list(counts.values()), dtype=np.float64)
    share /= share.sum()

    def together(weights):
        sums = np.zeros((len(rows), matrix.shape[1]))
        for number, row in enumerate(rows):
            known = place[row][place[row] >= 0]
            if len(known):
                sums[number] = (weights[known, None] * matrix[known]).mean(axis=0)
        return sums

    sif = together(1e-3 / (1e-3 + share))
    common = np.linalg.eigh(sif.T @ sif)[1][:, -1]
    check.put("reviews", {"words": len(rows[chosen]), "known": int((place[rows[chosen]] >= 0).sum())})
    for name, found in {"byMean": together(np.ones(len(share))), "bySIF": sif - np.outer(sif @ common, common)}.items():
        lengths = np.linalg.norm(found, axis=1)
        if lengths[chosen] == 0:
            continue
        cosines = found @ found[chosen] / np.maximum(lengths * lengths[chosen], 1e-300)
        cosines[chosen], cosines[lengths == 0] = -2, -2
        for rank, near in enumerate(np.argsort(-cosines, kind="stable")[: len(check.said(f"reviews.{name}"))]):
            check.put(f"reviews.{name}.{rank}", {"review": int(near)})
            check.put(f"reviews.{name}.{rank}.similarity", cosines[near], 1e-5)


def predictions(check, rows, total, step):
    """How often CBOW on all texts and skip-gram on the sample predict a word, as expected before the lot decides."""
    if check.said("grid.effort") is None:
        return
    window, epochs, least = check.whole("window"), check.whole("epochs"), check.whole("min_count")

    def lengths(chosen, counts):
        known = counts >= least
        kept = np.zeros(len(counts))
        kept[known] = kept_shares(counts[known].astype(np.float64), float(check.settings["sample"]))
        return np.array([kept[row].sum() for row in chosen])

    def pairs(length):
        return sum(np.where(length > d, 2 * (length - d) * (window - d + 1) / window, 0) for d in range(1, window + 1))

    part = rows[::step]
    whole, sample = lengths(rows, total), lengths(part, np.bincount(np.concatenate(part), minlength=len(total)))
    cbow = whole[whole > 1].sum() * epochs
    skip_gram = pairs(sample).sum() * epochs
    check.put("grid.effort", {"cbow": cbow / 1e6, "skipGram": skip_gram / 1e6}, 1e-3)
    check.put("grid.effort", {"ratio": skip_gram / cbow, "times": pairs(whole).sum() * epochs / cbow}, 1e-4)
    check.put("grid.effort.isAlike", bool(0.75 <= skip_gram / cbow <= 4 / 3))


class Company:
    """What stands directly beside words, within a text."""

    def __init__(self, tokens, lengths, ids, names, total):
        self.tokens, self.ids, self.names, self.total = tokens, ids, names, total
        # A row does not touch the next one.
        self.before, self.after = np.full(len(tokens), -1), np.full(len(tokens), -1)
        self.before[1:], self.after[:-1] = tokens[:-1], tokens[1:]
        bounds = np.cumsum(lengths)
        self.before[bounds[:-1][bounds[:-1] < len(tokens)]] = -1
        self.after[bounds[bounds > 0] - 1] = -1
        self.known, self.ranked = {}, {}

    def beside(self, word):
        """How often each word stands before a word, and how often behind it."""
        if word not in self.known:
            here = self.tokens == self.ids[word]
            before, after = self.before[here], self.after[here]
            self.known[word] = Counter(before[before >= 0].tolist()), Counter(after[after >= 0].tolist())
        return self.known[word]

    def shares(self, companion):
        """For each word the share of its occurrences that have another beside them, at the side where that is more often."""
        if companion not in self.ranked:
            followed = np.bincount(self.tokens[self.after == companion], minlength=len(self.names))
            preceded = np.bincount(self.tokens[self.before == companion], minlength=len(self.names))
            self.ranked[companion] = np.maximum(followed, preceded) / np.maximum(self.total, 1)
        return self.ranked[companion]

    def higher(self, word, companion, frequent):
        """How many frequent words have the other beside them in a larger share than a word has."""
        shares, own = self.shares(companion), self.ids[word]
        return int(sum(shares[other] > shares[own] for other in frequent if other != own))

    def beyond_chance(self, word):
        """Each companion's share of a word's company over its share of the text, as a logarithm, where that is above nought."""
        before, after = self.beside(word)
        both = before + after
        everything = sum(both.values())
        found = {
            token: np.log(count / everything / (self.total[token] / len(self.tokens)))
            for token, count in both.items()
            if count >= 2
        }
        return {token: value for token, value in found.items() if value > 0}

    def likeness(self, word, other):
        """How alike the company of two words is: the cosine of how far beyond chance it is."""
        mine, theirs = self.beyond_chance(word), self.beyond_chance(other)
        lengths = sum(v * v for v in mine.values()) * sum(v * v for v in theirs.values())
        return sum(v * theirs.get(token, 0) for token, v in mine.items()) / np.sqrt(lengths) if lengths > 0 else 0.0

    def candidates(self, word, other):
        """The ten words furthest beyond chance that stand beside both at least five times, and how they stand."""
        (b1, a1), (b2, a2) = self.beside(word), self.beside(other)
        c1, c2, found = self.total[self.ids[word]], self.total[self.ids[other]], []
        for token in (b1.keys() | a1.keys()) & (b2.keys() | a2.keys()):
            mine, theirs = b1[token] + a1[token], b2[token] + a2[token]
            if token in (self.ids[word], self.ids[other]) or mine < 5 or theirs < 5:
                continue
            least, chance = min(mine / c1, theirs / c2) / 2, self.total[token] / len(self.tokens)
            if least > chance:
                found.append((-least * np.log(least / chance), token, chance))
        result = []
        for _, token, chance in sorted(found)[:10]:
            name, first, second = self.names[token], b1[token] >= a1[token], b2[token] >= a2[token]
            shared = {"word": name, "share": max(b1[token], a1[token]) / c1, "chance": chance}
            shared["phrase"] = f"{name} {word}" if first else f"{word} {name}"
            shared["neighbourPhrase"] = f"{name} {other}" if second else f"{other} {name}"
            shared["neighbourShare"] = max(b2[token], a2[token]) / c2
            shared["sameSide"] = bool(first == second)
            result.append((token, shared))
        return result


def reasons(check, tokens, lengths, ids, names, total):
    """Why words are neighbours: what stands directly beside both, and beside few others."""
    company = Company(tokens, lengths, ids, names, total)
    frequent = [ids[word] for word in list(check.counts)[:3000]]
    telling = max(1, len(frequent) // 30)
    for index, entry in enumerate(check.results["words"]):
        word, shared, firsts = entry["word"], [], []
        for rank, neighbour in enumerate(entry["neighbours"]):
            found = company.candidates(word, neighbour["word"])
            firsts += found[:1]
            best = None
            for number, (token, candidate) in enumerate(found):
                place = [company.higher(w, token, frequent) + 1 for w in (word, neighbour["word"])]
                key = (max(place), sum(place), number)
                if best is None or key < best[0]:
                    telltale = {"place": place[0], "neighbourPlace": place[1], "isTelling": max(place) <= telling}
                    best = (key, candidate | telltale)
            if best:
                shared.append((neighbour["word"], best[1]))
                for path in (f"words.{index}.neighbours.{rank}.shared", f"neighbours.{word}.{rank}.shared"):
                    check.put(path, best[1], 1e-9)
        check.put(f"words.{index}", {"ranked": len(frequent), "tellingPlaces": telling})
        named = link(check, f"words.{index}.reasons", shared, telling)
        near = [neighbour["word"] for neighbour in entry["neighbours"]]
        alike = [company.likeness(word, other) for other in near]
        for rank, value in enumerate(alike):
            check.put(f"words.{index}.neighbours.{rank}.company", value, 1e-9)
            check.put(f"neighbours.{word}.{rank}.company", value, 1e-9)
        first = check.results["words"][0]["word"]
        check.put(f"words.{index}.companyOfFirst", company.likeness(first, word), 1e-9)
        other_side = check.results["words"][index]["reasons"][0]["otherSide"] if named else []
        others = [value for name, value in zip(near, alike) if name in other_side]
        check.put(f"words.{index}", {"leastCompany": min(alike, default=0), "mostCompany": max(alike, default=0)}, 1e-9)
        check.put(
            f"words.{index}",
            {"leastOtherCompany": min(others, default=0), "mostOtherCompany": max(others, default=0)},
            1e-9,
        )
        for number, name in enumerate(named):
            shares, own = company.shares(ids[name]), ids[word]
            higher = [other for other in frequent if other != own and shares[other] > shares[own]]
            close = [
                other
                for other, found in shared
                if found["word"] == name and ids[other] in frequent and found["neighbourShare"] > found["share"]
            ]
            check.put(f"words.{index}.reasons.{number}.higher", len(higher))
            check.put(f"words.{index}.reasons.{number}.higherNear", close)
        usual(check, f"words.{index}.usual", word, firsts, named, company, frequent)


def link(check, path, shared, telling):
    """The words that neighbours share with a chosen word, that of most neighbours first."""
    groups = {}
    for neighbour, found in shared:
        groups.setdefault(found["word"], []).append((neighbour, found))
    order = sorted(groups.values(), key=lambda group: -len(group))
    for number, group in enumerate(order):
        first, last = group[0][1], max(max(found["place"], found["neighbourPlace"]) for _, found in group)
        same, other = [g for g in group if g[1]["sameSide"]], [g for g in group if not g[1]["sameSide"]]
        check.put(f"{path}.{number}", {key: first[key] for key in ("word", "phrase", "share", "chance", "place")}, 1e-9)
        reason = {"neighbours": [n for n, _ in group], "phrases": [found["neighbourPhrase"] for _, found in group]}
        reason |= {"sameSide": [n for n, _ in same], "otherSide": [n for n, _ in other]}
        reason |= {"lastPlace": last, "isTelling": last <= telling}
        reason["samePhrase"] = same[0][1]["neighbourPhrase"] if same else ""
        reason["otherPhrase"] = other[0][1]["neighbourPhrase"] if other else ""
        check.put(f"{path}.{number}", reason)
    return [group[0][1]["word"] for group in order]


def usual(check, path, word, firsts, named, company, frequent):
    """What stands beside a chosen word and most of its neighbours most beyond chance, where that is none of the reasons."""
    votes = Counter(found["word"] for _, found in firsts)
    if not votes:
        return
    token, found = next(entry for entry in firsts if votes[entry[1]["word"]] == max(votes.values()))
    if found["word"] in named:
        return check.put(path, {"word": "", "phrase": "", "share": 0, "higher": 0})
    check.put(path, {"word": found["word"], "phrase": found["phrase"]})
    check.put(path, {"share": found["share"], "higher": company.higher(word, token, frequent)}, 1e-9)


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
    losses = check.results["loss"]["perEpoch"]
    if len(losses) > 1:
        check.note(
            "how far the loss falls is worked out of the losses that the training counted, which nobody can count afterwards"
        )
        check.put("loss", {"firstDrop": losses[0] - losses[1], "lastDrop": losses[-2] - losses[-1]}, 1e-9)
    check.leave(r"loss\b", "the loss is counted while training, and nobody can count it afterwards")
    check.leave(r"map\b", "t-SNE by another program gives another map")


def main():
    check = Check(__file__)
    counts, vectors = attached_vectors(check)
    check.counts = counts
    parameters(check)
    check.put("vocabulary", {"size": len(counts), "keptTokens": sum(counts.values())})
    thinning(check, counts)
    nearest = neighbours(check, counts, vectors)
    projection(check, counts, vectors, nearest)
    evaluation(check, counts, vectors, nearest)
    others(check, counts, vectors, nearest)
    if "grid" in check.results:
        grid(check)
    corpus(check, counts, vectors)
    tables.tables(check)
    check.leave(r"(wordPairs|analogyFiles|others|grid)\b", "its file is not part of the submission")
    check.leave(r"arithmetic\b", "a word of it has no vector here")
    return check.finish()


if __name__ == "__main__":
    sys.exit(main())
