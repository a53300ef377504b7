"""What MiniCLIP's scenes can show, and the truthful captions of a scene.

A scene is a composition (`Scene`) that `scenes.py` draws and this module describes. Compositions are discrete, so whole
combinations of thing, count, background and state can be held out of training: `is_held_out`.
"""

import zlib
from dataclasses import dataclass

# Animals drawn as faces: a hat sits well on them, so only they have states.
ANIMALS = {
    "cat": "🐱",
    "dog": "🐶",
    "rabbit": "🐰",
    "fox": "🦊",
    "bear": "🐻",
    "panda": "🐼",
    "koala": "🐨",
    "tiger": "🐯",
    "lion": "🦁",
    "cow": "🐮",
    "pig": "🐷",
    "frog": "🐸",
    "monkey": "🐵",
    "mouse": "🐭",
    "wolf": "🐺",
    "horse": "🐴",
}

THINGS = ANIMALS | {
    "elephant": "🐘",
    "penguin": "🐧",
    "owl": "🦉",
    "duck": "🦆",
    "turtle": "🐢",
    "snake": "🐍",
    "whale": "🐳",
    "octopus": "🐙",
    "crab": "🦀",
    "butterfly": "🦋",
    "bee": "🐝",
    "snail": "🐌",
    "apple": "🍎",
    "banana": "🍌",
    "lemon": "🍋",
    "strawberry": "🍓",
    "carrot": "🥕",
    "mushroom": "🍄",
    "pizza": "🍕",
    "hamburger": "🍔",
    "cake": "🎂",
    "donut": "🍩",
    "car": "🚗",
    "bus": "🚌",
    "tractor": "🚜",
    "bicycle": "🚲",
    "airplane": "✈",
    "rocket": "🚀",
    "boat": "⛵",
    "helicopter": "🚁",
    "train": "🚂",
    "chair": "🪑",
    "clock": "⏰",
    "key": "🔑",
    "book": "📕",
    "umbrella": "☂",
    "guitar": "🎸",
    "ball": "⚽",
    "balloon": "🎈",
    "shoe": "👟",
    "bell": "🔔",
    "camera": "📷",
    "phone": "📱",
    "computer": "💻",
    "house": "🏠",
    "tree": "🌳",
    "flower": "🌻",
    "drum": "🥁",
}

BACKGROUNDS = {
    "red": (205, 45, 45),
    "orange": (240, 140, 40),
    "yellow": (240, 220, 70),
    "green": (70, 165, 75),
    "blue": (60, 110, 215),
    "purple": (130, 70, 175),
    "pink": (245, 160, 200),
    "gray": (135, 135, 135),
    "white": (245, 245, 245),
    "black": (25, 25, 25),
}

COUNTS = {1: "a", 2: "two", 3: "three", 4: "four"}
STATES = ["sleeping", "in the rain", "in love", "with a hat"]
RELATIONS = {"left": ("to the left of", "to the right of"), "above": ("above", "below")}
SIZES = ["big", "small"]
OPENINGS = ["a photo of ", "an image of "]
IRREGULAR_PLURALS = {"mouse": "mice", "wolf": "wolves"}


@dataclass(frozen=True)
class Scene:
    """A composition. `kind` is "group" (one to four of a thing), "relation" (thing beside or above other) or "size"
    (thing of a size, `other` of the opposite size if there is one)."""

    kind: str
    thing: str
    background: str
    count: int = 1
    state: str = ""
    other: str = ""
    relation: str = ""
    size: str = ""

    @property
    def is_held_out(self):
        """Whether the combination is kept from training: about every tenth, by a hash of what is in it."""
        return zlib.crc32(repr(self).encode()) % 10 == 0


def plural(thing):
    if thing in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[thing]
    if thing.endswith(("s", "sh", "ch")):
        return thing + "es"
    if thing.endswith("y") and thing[-2] not in "aeiou":
        return thing[:-1] + "ies"
    return thing + "s"


def single(thing):
    """The thing with its article, which looks at an adjective before it: "an apple", "a big apple"."""
    return ("an " if thing[0] in "aeiou" else "a ") + thing


def counted(thing, count):
    return single(thing) if count == 1 else f"{COUNTS[count]} {plural(thing)}"


def in_state(state, count):
    return "with hats" if state == "with a hat" and count > 1 else state


def group(thing, count, state=""):
    return f"{counted(thing, count)} {in_state(state, count)}".rstrip()


def related(thing, other, phrase):
    return f"{single(thing)} {phrase} {single(other)}"


def sized(thing, size):
    return f"a {size} {thing}"


def opposite(size):
    return SIZES[1 - SIZES.index(size)]


def on_background(caption, background):
    return f"{caption} on {single(background)} background"


def core(scene, rng):
    """One of the truthful captions of what is in the scene, without opening and background."""
    if scene.kind == "group":
        mentions_state = rng.random() < 0.85
        caption = group(scene.thing, scene.count, scene.state if mentions_state else "")
        return "one" + caption[caption.index(" ") :] if scene.count == 1 and rng.random() < 0.15 else caption
    if scene.kind == "size" and not scene.other:
        return sized(scene.thing, scene.size)
    things = [scene.thing, scene.other]
    turned = rng.random() < 0.5
    if scene.kind == "size":
        parts = [sized(scene.thing, scene.size), sized(scene.other, opposite(scene.size))]
        return " and ".join(reversed(parts) if turned else parts)
    first, second = reversed(things) if turned else things
    phrase = "and" if rng.random() < 0.3 else RELATIONS[scene.relation][turned]
    return related(first, second, phrase)


def caption(scene, rng):
    """A truthful caption: half open with "a photo of" or "an image of", half name the background."""
    text = core(scene, rng)
    if rng.random() < 0.5:
        text = on_background(text, scene.background)
    return rng.choice(OPENINGS) + text if rng.random() < 0.5 else text


def draw_scene(rng, kind, thing, background=None):
    background = background or rng.choice(list(BACKGROUNDS))
    other = rng.choice([name for name in THINGS if name != thing])
    if kind == "group":
        has_state = thing in ANIMALS and rng.random() < 0.6
        return Scene("group", thing, background, rng.randint(1, 4), state=rng.choice(STATES) if has_state else "")
    if kind == "relation":
        return Scene("relation", thing, background, other=other, relation=rng.choice(list(RELATIONS)))
    return Scene("size", thing, background, other=other if rng.random() < 0.5 else "", size=rng.choice(SIZES))


def draw_training_scene(rng, *arguments):
    while True:
        scene = draw_scene(rng, *arguments)
        if not scene.is_held_out:
            return scene


def training_family(rng):
    """Four training scenes that share their thing, and every other time their background: in one batch, they are the
    hard negatives that make counts, states and sizes worth reading."""
    kind = rng.choices(["group", "relation", "size"], [0.55, 0.25, 0.2])[0]
    favours_animals = kind == "group" and rng.random() < 0.3
    thing = rng.choice(list(ANIMALS if favours_animals else THINGS))
    background = rng.choice(list(BACKGROUNDS)) if rng.random() < 0.5 else None
    return [draw_training_scene(rng, kind, thing, background) for _ in range(4)]
