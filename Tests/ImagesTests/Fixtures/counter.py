"""The counter-based picture that CounterPicture in the tests makes too: only sums of results need to be kept."""

import numpy as np


def picture(seed, width, height):
    """RGB bytes, [height, width, 3]: noise in blocks of 1, 2, 4 or 8 pixels, by the seed, so that edges overshoot."""
    shift = np.uint64(seed % 4)
    y, x, channel = np.meshgrid(*(np.arange(n, dtype=np.uint64) for n in (height, width, 3)), indexing="ij")
    z = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15)
    z = z ^ ((y >> shift) << np.uint64(34)) ^ ((x >> shift) << np.uint64(2)) ^ channel
    with np.errstate(over="ignore"):
        for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
            z = (z ^ (z >> np.uint64(30))) * np.uint64(factor)
    return (z >> np.uint64(56)).astype(np.uint8)
