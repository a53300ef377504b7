"""Measures again what was measured while the machine was restless."""

import re
import statistics

from suite.machine import Watch

# How far the ratios of one row may lie apart, as a share of their median, before it is measured again.
bound = 0.15
tries = 3


def spread(values):
    """How far values lie apart, largest less smallest, as a share of their median; nothing is told by fewer than two."""
    values = list(values)
    return (max(values) - min(values)) / statistics.median(values) if len(values) > 1 else None


def quartiles(text):
    """The widest distance between the quartiles that our programs print, as a share of the median before them.

    Of hundreds of rounds the largest and the least say little; half of them lie between the quartiles.
    """
    shown = re.findall(r"([\d.]+) ms \(quartiles ([\d.]+) to ([\d.]+)\)", text)
    return max(((float(upper) - float(lower)) / float(median) for median, lower, upper in shown), default=None)


def widest(rows):
    """The widest spread of some rows that were measured together, or none where none of them tells."""
    known = [row.spread for row in rows if row.spread is not None]
    return max(known) if known else None


def steady(measure, tell=print):
    """The rows of `measure()`, which is called again, three times in all, while their ratios spread by more than 15 %.

    The rows of the least spread are given, never a mixture of several measurements; each has how many cores others kept
    busy meanwhile and how often it was measured. Rows that cannot spread, of one run, are measured once.
    """
    best = None
    for attempt in range(1, tries + 1):
        watch = Watch()
        rows = list(measure())
        others = watch.others()
        if not rows:
            raise ValueError("a measurement gave no rows")
        found = widest(rows)
        if best is None or (found is not None and found < widest(best)):
            best = [row._replace(others=others) for row in rows]
        if found is None or found <= bound:
            break
        if attempt < tries:
            tell(f"  {rows[0].work}: runs spread by {found:.0%}, others used {others:.1f} cores; once more", flush=True)
    return [row._replace(measured=attempt) for row in best]
