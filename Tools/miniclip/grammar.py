"""What MiniCLIP's scenes can show, and the truthful captions of a scene.

A scene is a composition (`Scene`) that `scenes.py` draws and this module describes. Compositions are discrete, so whole
combinations of thing, count, background and state can be held out of training: `is_held_out`.
"""

import json
import zlib
from dataclasses import dataclass
from pathlib import Path

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
SIDES = {"left": ("on the left", "on the right"), "above": ("above", "below")}
SIZES = ["big", "small"]
OPENINGS = ["a photo of ", "an image of ", "a picture of "]
FAMILY_SHARES = {"group": 0.4, "relation": 0.35, "pair": 0.05, "size": 0.2}  # of training's families, by kind
IRREGULAR_PLURALS = {"mouse": "mice", "wolf": "wolves"}


@dataclass(frozen=True)
class Scene:
    """A composition. `kind` is "group" (one to four of a thing), "relation" (thing beside or above other), "pair" (the same,
    of which captions do not say who is where) or "size" (thing of a size, `other` of the opposite size if there is one)."""

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


PLURALS = {}  # those of a model that learnt others than `plural` makes


def speak_like(folder):
    """From here on makes the plurals that the model in `folder` learnt, as its grammar.json has them."""
    PLURALS.update(json.loads((Path(folder) / "grammar.json").read_text())["things"])


def plural(thing):
    if thing in PLURALS:
        return PLURALS[thing]
    if thing in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[thing]
    if thing.endswith(("s", "sh", "ch", "x")):
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


def sided(thing, other, sides):
    return f"{single(thing)} {sides[0]} and {single(other)} {sides[1]}"


def sized(thing, size):
    return f"a {size} {thing}"


def opposite(size):
    return SIZES[1 - SIZES.index(size)]


def on_background(caption, background):
    return f"{caption} on {single(background)} background"


def placed(scene, rng, sides):
    """A truthful caption of who is where. With `sides`, half of them give each thing its side, "a cat on the left and a dog
    on the right", which is learned far sooner than "a cat to the left of a dog", where the word, the order and the thing
    decide together; and of the others most name the left or upper thing first, so that the order alone says something."""
    things = [scene.thing, scene.other]
    if sides and rng.random() < 0.5:
        turn = rng.choice([1, -1])
        return sided(*things[::turn], SIDES[scene.relation][::turn])
    turned = rng.random() < (0.25 if sides else 0.5)
    first, second = reversed(things) if turned else things
    return related(first, second, RELATIONS[scene.relation][turned])


def core(scene, rng, sides):
    """One of the truthful captions of what is in the scene, without opening and background."""
    if scene.kind == "group":
        mentions_state = rng.random() < 0.85
        caption = group(scene.thing, scene.count, scene.state if mentions_state else "")
        return "one" + caption[caption.index(" ") :] if scene.count == 1 and rng.random() < 0.15 else caption
    if scene.kind == "size" and not scene.other:
        return sized(scene.thing, scene.size)
    if scene.kind == "relation":
        return placed(scene, rng, sides)
    things = [scene.thing, scene.other]
    turned = rng.random() < 0.5
    if scene.kind == "size":
        parts = [sized(scene.thing, scene.size), sized(scene.other, opposite(scene.size))]
        return " and ".join(reversed(parts) if turned else parts)
    return related(*(reversed(things) if turned else things), "and")


def caption(scene, rng, sides=True):
    """A truthful caption: half open with "a photo of" or the like, half name the background. `sides` says whether it may
    give each of two things its side."""
    text = core(scene, rng, sides)
    if rng.random() < 0.5:
        text = on_background(text, scene.background)
    return rng.choice(OPENINGS) + text if rng.random() < 0.5 else text


def draw_scene(rng, kind, thing, background=None):
    background = background or rng.choice(list(BACKGROUNDS))
    other = rng.choice([name for name in THINGS if name != thing])
    if kind == "group":
        has_state = thing in ANIMALS and rng.random() < 0.6
        return Scene("group", thing, background, rng.randint(1, 4), state=rng.choice(STATES) if has_state else "")
    if kind in ("relation", "pair"):
        return Scene(kind, thing, background, other=other, relation=rng.choice(list(RELATIONS)))
    return Scene("size", thing, background, other=other if rng.random() < 0.5 else "", size=rng.choice(SIZES))


def draw_training_scene(rng, *arguments):
    while True:
        scene = draw_scene(rng, *arguments)
        if not scene.is_held_out:
            return scene


def placed_family(rng):
    """Four training scenes of the same two things on one ground, each to the left of and above the other: place and order
    are all in which they differ, so that in one batch their captions are each other's hardest negatives (the remedy of
    arXiv 2507.07985)."""
    while True:
        pair = rng.sample(list(THINGS), 2)
        background = rng.choice(list(BACKGROUNDS))
        family = [
            Scene("relation", thing, background, other=other, relation=relation)
            for relation in RELATIONS
            for thing, other in (pair, pair[::-1])
        ]
        if not any(scene.is_held_out for scene in family):
            return family


def training_family(rng):
    """Four training scenes that belong together: of the same two things, differently placed, or that share their thing,
    and every other time their background. In one batch, they are the hard negatives that make counts, states, sizes and
    places worth reading."""
    kind = rng.choices(list(FAMILY_SHARES), FAMILY_SHARES.values())[0]
    if kind == "relation":
        return placed_family(rng)
    favours_animals = kind == "group" and rng.random() < 0.3
    thing = rng.choice(list(ANIMALS if favours_animals else THINGS))
    background = rng.choice(list(BACKGROUNDS)) if rng.random() < 0.5 else None
    return [draw_training_scene(rng, kind, thing, background) for _ in range(4)]
