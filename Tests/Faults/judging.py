"""What may stand after a fault, and what after the run that follows it.

Right after the fault every file that a person keeps is what it was before, or what the command makes of it, byte for byte; a chapter
and a fetched asset are so as a whole folder. After the next run everything is what it would be without the fault, and nothing more
lies there.
"""

import re
from collections.abc import Callable

# Files that a person keeps, each by itself.
KEPT = re.compile(
    r"report/(report\.yml|[^/]+\.txt|answers/.+|output/(report\.\w+|[^/]+\.zip|media/.+|exports/.+))"
    r"|home/(reports|Sources|Tests)/.+"
)
# Folders that are whole or as they were.
WHOLE = re.compile(r"(report/output/chapters/[^./][^/]*|cache/quire/(?:[^/]*(?<!\.part)))/.+")
# What runs tell of themselves, and the marks of who is at work: these may differ, but not come or go.
VOLATILE = re.compile(
    r".*/(run\.json|run\.log|\.quire\.lock|sums\.json|seal\.json)|.*\.lock|report/output/(cache|state)/.*"
)
# What nobody asked for and is to be gone after the next run.
UNFINISHED = re.compile(r"(^|/)\.?(quire-)?unfinished|\.part(/|$)|(^|/)\.[^/]*\.sb-|quire-(try|rerun|vectors)-")

State = dict[str, str]


def _folders(state: State) -> dict[str, State]:
    found: dict[str, State] = {}
    for path, value in state.items():
        if match := WHOLE.fullmatch(path):
            if not UNFINISHED.search(path[len(match[1]) :]) and not path.endswith(("/source.json", "/seal.json")):
                found.setdefault(match[1], {})[path] = value
    return found


def after_fault(now: State, before: State, good: State, tells: Callable[[str], bool] = lambda path: False) -> list[str]:
    """What is neither old nor new, as sentences.

    `tells` says whether a report is whole and says in a chapter's place that the chapter failed, as the exit code did.
    """
    faults = []
    for path in sorted(set(now) | set(before) | set(good)):
        if not KEPT.fullmatch(path) or path.endswith("/") or UNFINISHED.search(path):
            continue
        if now.get(path) not in (before.get(path), good.get(path)) and not tells(path):
            faults.append(f"{path} is neither the old nor the new one" if path in now else f"{path} is gone")
    olds, news, heres = _folders(before), _folders(good), _folders(now)
    for folder in sorted(set(olds) | set(news) | set(heres)):
        if heres.get(folder, {}) not in (olds.get(folder, {}), news.get(folder, {})):
            faults.append(f"{folder} is neither the old nor the new one")
    return faults


def after_next(now: State, final: State) -> list[str]:
    """What the run after a fault left undone or lying about, as sentences."""
    faults = [f"left over: {path}" for path in sorted(set(now) - set(final))]
    # What could not be kept costs the next run's time when it is wanted, and no run of the same wants it.
    missing = [path for path in sorted(set(final) - set(now)) if not path.endswith(".kept")]
    faults += [f"missing after the next run: {path}" for path in missing]
    for path in sorted(set(now) & set(final)):
        if now[path] != final[path] and not VOLATILE.fullmatch(path):
            faults.append(f"{path} is not what it is without the fault")
    return faults


def unsynced(log: str) -> list[str]:
    """Files that took their place before their bytes were sure to be on the disk, from a log of calls."""
    dirty: set[str] = set()
    faults = []
    for line in log.splitlines():
        _, operation, _, _, path = line.split(" ", 4)
        if operation in ("write", "truncate"):
            dirty.add(path)
        elif operation == "fsync":
            dirty.discard(path)
        elif operation == "rename":
            old, _, new = path.partition("\t")
            if old in dirty and "/cache/engine/" not in new:
                faults.append(f"{new.rsplit('/work/', 1)[-1]} took its place before it was on the disk")
            dirty = {path.replace(old, new, 1) if path == old or path.startswith(old + "/") else path for path in dirty}
        elif operation == "unlink":
            dirty.discard(path)
    return faults
