"""Compares counts of instructions with those on record."""

from typing import NamedTuple

# How far a count may lie from the one on record; the same program and input differ by a fiftieth of a thousandth at most.
bound = 0.02


class Verdict(NamedTuple):
    """What a run's count says: whether it may stand, and a line that tells."""

    holds: bool
    text: str


def entry(count, sum, version, least=0.005):
    """A run as it is put on record, with `version(path)` of each library that executes more than half a hundredth of it;
    the rest are counted together."""
    large = {name: own for name, own in count.objects.items() if own >= least * count.total}
    small = count.total - sum_of(large)
    ordered = sorted(large.items(), key=lambda item: (-item[1], item[0]))
    return {
        "input": sum,
        "instructions": count.total,
        "objects": dict(ordered) | ({"others": small} if small else {}),
        "libraries": {name: version(count.paths[name]) for name, _ in ordered if name in count.paths},
    }


def sum_of(objects):
    return sum(objects.values())


def millions(instructions):
    return f"{instructions / 1e6:,.1f} M"


def changed(now, before):
    """The libraries whose version is another than on record."""
    was = before["libraries"]
    return sorted(name for name, version in now["libraries"].items() if was.get(name, version) != version)


def own(entry):
    """What the program itself executed, without its libraries; 0 where that is next to nothing."""
    return sum_of(
        {name: each for name, each in entry["objects"].items() if name not in (*entry["libraries"], "others")}
    )


def judge(now, before):
    """A run's entry beside the one on record: the whole, and what the program itself executed where that is a tenth of it.

    Loading and the runtime's work are the same however slow a kernel becomes: in the whole, it could lose a twentieth unseen.

    What libraries of another version execute is not the repository's doing: it is told, and left out of both sides. More
    than the bound fails, and less as well: a gain that is not put on record could be lost again unseen.
    """
    if before is None:
        return Verdict(False, f"{millions(now['instructions'])}, not on record")
    if now["input"] != before["input"]:
        return Verdict(False, f"{millions(now['instructions'])}, of another input than on record")
    others = changed(now, before)
    mine, theirs = (
        sum_of({name: own for name, own in side["objects"].items() if name not in others}) for side in (now, before)
    )
    if not theirs:
        return Verdict(False, "nothing on record but libraries that are others now")
    change = mine / theirs - 1
    text = f"{millions(now['instructions'])}, {change:+.2%}"
    if left := sum_of(now["objects"]) - mine:
        text += f" but for {left / now['instructions']:.0%} in libraries of another version"
    if own(before) >= before["instructions"] / 10:
        alone = own(now) / own(before) - 1
        text += f", {alone:+.2%} in the program itself"
        change = max(change, alone, key=abs)
    if abs(change) <= bound:
        return Verdict(True, text)
    names = sorted(
        (set(now["objects"]) | set(before["objects"])) - set(others),
        key=lambda name: -abs(now["objects"].get(name, 0) - before["objects"].get(name, 0)),
    )
    where = "; ".join(
        f"{name} {millions(before['objects'].get(name, 0))} → {millions(now['objects'].get(name, 0))}"
        for name in names[:3]
    )
    return Verdict(False, f"{text}, {'more' if change > 0 else 'fewer'} than may be: {where}")
