"""Works the numbers on a decoder out again: how it attends to its own text, and to the sentence."""

import re

import numpy as np

NUMBER = re.compile(r"\d+")


def load(check, name):
    """An attached array in 64 bits; None where it was too large to be attached."""
    file = check.attachment(name) if name else None
    return np.load(file, allow_pickle=False).astype(np.float64) if file else None


def over_words(weights, rows, columns):
    """Attention to a word is the sum over its pieces, from a word their mean."""
    to = np.stack([weights[..., word].sum(axis=-1) for word in columns], axis=-1)
    return np.stack([to[..., word, :].mean(axis=-2) for word in rows], axis=-2)


def entropies(weights):
    """The entropy of each head's rows over the largest possible, mean over the rows."""
    if weights.shape[-1] < 2:
        return np.zeros(weights.shape[:2])
    rows = -(weights * np.log(np.maximum(weights, 1e-300))).sum(axis=-1)
    return (rows / np.log(weights.shape[-1])).mean(axis=-1)


def decoder(check, read, sentence, model):
    """What the chapter says of the decoder; `read` is decoder.json, `sentence` the one that the encoder reads."""
    spoken = model.speak(sentence.read["sentence"], read) if hasattr(model, "speak") else None
    own, cross = load(check, read["decoder"]), load(check, read["cross"])
    tolerance = 5e-4
    if spoken:
        for name, attached in (("decoder", own), ("cross", cross)):
            if attached is not None and np.abs(attached - spoken[name]).max() > 1e-3:
                check.complain(f"the attached attention {name}.npy is not the model's")
        own, cross, tolerance = spoken["decoder"], spoken["cross"], 3e-5
    check.put("decoder", {"target": read["target"], "tokens": read["tokens"]})
    likelihood(check, read, spoken)
    check.leave(r"decoder\.(isOwn|isEnded|beams)", "is a setting of the run or of the model's files")
    if own is None or cross is None:
        return check.leave(r"decoder|cross", "the attention of the decoder is too large to be attached")
    layers, heads = own.shape[:2]
    check.put("decoder", {"layers": layers, "heads": heads})
    check.put("decoder.startShare", own[..., 0].mean(), tolerance)
    starts = own[..., 0].mean(axis=-1)
    least = settled(check.said("decoder.chosen"), -starts, 2 * tolerance)
    check.put("decoder.chosen", {"layer": least[0], "head": least[1]})
    check.put("decoder.chosenStartShare", starts[least], tolerance)
    check.put("cross", {"layers": layers, "heads": heads})
    words = over_words(cross, read["words"], sentence.words)
    told, sought = read["told"], sentence.judged
    among = words[..., told, :][..., sought]
    decisions = among.max(axis=-1).mean(axis=-1)
    place = settled(check.said("cross.chosen"), decisions, 2 * tolerance)
    check.put("cross.chosen", {"layer": place[0], "head": place[1]})
    check.put("cross.decision", decisions[place], tolerance)
    found, mean = among[place], among.mean(axis=(0, 1))
    for number, row in enumerate(told):
        path = f"cross.words.{number}"
        check.put(path + ".word", read["names"][row])
        for name, weight, rows in (("source", "weight", found), ("meanSource", "meanWeight", mean)):
            said = check.said(f"{path}.{name}")
            best = strongest(rows[number], [sentence.names[word] for word in sought], said, tolerance)
            check.put(f"{path}.{name}", sentence.names[sought[best]])
            check.put(f"{path}.{weight}", rows[number][best], tolerance)
    spread = entropies(cross)
    for layer, row in enumerate(spread):
        check.put(f"cross.entropies.{layer}", list(row), 10 * tolerance)
    check.put("cross", {"entropy": spread.mean(), "chosenEntropy": spread[place]}, 10 * tolerance)
    check.put("cross.leastEntropy", spread.min(), 10 * tolerance)
    least = settled(check.said("cross.sharpest"), -spread, 20 * tolerance)
    check.put("cross.sharpest", {"layer": least[0], "head": least[1]})
    check.put("cross.specialShare", cross[..., sentence.special].sum(axis=-1).mean(), tolerance)
    tables(check)


def settled(said, values, tolerance):
    """The layer and head of the largest value; of those that 16 bits do not tell apart, the one that was said."""
    place = (said["layer"], said["head"])
    if values[place] < values.max() - tolerance:
        place = np.unravel_index(int(values.argmax()), values.shape)
    return int(place[0]), int(place[1])


def strongest(row, names, said, tolerance):
    """The place of the largest weight; of those that 16 bits do not tell apart, the one that was said."""
    best = int(row.argmax())
    if said in names and row[names.index(said)] >= row[best] - 2 * tolerance:
        return names.index(said)
    return best


def likelihood(check, read, spoken):
    """How likely the decoder holds its text."""
    if not spoken or spoken["logits"] is None:
        needing = r"decoder\.(logProbability|probability|answers|firstChoices)"
        return check.leave(needing, "needs the model: check_models.py --model FOLDER")
    logits = spoken["logits"][: len(read["answers"])].astype(np.float64)
    logits -= logits.max(axis=-1, keepdims=True)
    found = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    mean = found[np.arange(len(found)), read["answers"][: len(found)]].mean()
    first = int((logits.argmax(axis=-1) == read["answers"][: len(found)]).sum())
    check.put("decoder", {"answers": len(found), "firstChoices": first})
    check.put("decoder", {"logProbability": mean, "probability": np.exp(mean)}, 1e-4)


def tables(check):
    """Where the numbers of the table of words come from; those in names of words are counted as such."""

    def named(path):
        def numbers(row, texts):
            return [(int(number), 0) for number in NUMBER.findall(str(check.found[path.format(row=row)][0]))]

        return numbers

    for column, path in enumerate(("word", "source", "weight", "meanSource", "meanWeight")):
        whole = f"cross.words.{{row}}.{path}"
        check.cells("cross-words", column, whole if path.endswith("eight") else named(whole))
