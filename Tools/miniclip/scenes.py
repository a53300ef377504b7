"""Draws MiniCLIP's scenes: things from the Noto colour emoji font on a coloured ground."""

import functools
import math

import grammar
import numpy
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
FONT_SIZE = 109  # the only size of the font's bitmaps
SPRITE = 192  # room for a bitmap of 136 × 128 at any angle
GLYPH = 136

MARKS = {"sleeping": "💤", "in love": "❤", "with a hat": "🎩", "in the rain": "💧"}
EXTENT = {1: (0.30, 0.72), 2: (0.25, 0.46), 3: (0.22, 0.38), 4: (0.20, 0.34)}
SIZE_EXTENT = {"big": (0.55, 0.80), "small": (0.18, 0.30)}
PAIR_EXTENT = {"big": (0.50, 0.62), "small": (0.18, 0.28)}


@functools.cache
def emoji_font():
    return ImageFont.truetype(FONT, FONT_SIZE)


@functools.cache
def sprite(glyph, angle, mirrored, pixels):
    """The glyph centred on a transparent square of `pixels`, turned by `angle` degrees; colours premultiplied, which is
    how Pillow resizes."""
    if pixels < SPRITE:
        return sprite(glyph, angle, mirrored, 2 * pixels).reduce(2)
    image = Image.new("RGBA", (SPRITE, SPRITE))
    left, top, right, bottom = emoji_font().getbbox(glyph)
    origin = ((SPRITE - left - right) / 2, (SPRITE - top - bottom) / 2)
    ImageDraw.Draw(image).text(origin, glyph, font=emoji_font(), embedded_color=True)
    if mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return image.convert("RGBa").rotate(angle, Image.Resampling.BICUBIC)


def level(side):
    """The size of the sprite, a halving of `SPRITE`, from which a glyph of `side` pixels is made."""
    pixels = SPRITE
    while pixels >= 2.5 * side:
        pixels //= 2
    return pixels


def draw_ground(rng, background, pixels):
    """A ground of the named colour, jittered, with a linear gradient and a little noise."""
    base = numpy.array(grammar.BACKGROUNDS[background], numpy.float32) + rng.uniform(-14, 14, 3)
    angle = rng.uniform(0, 2 * math.pi)
    ramp = numpy.linspace(-1, 1, pixels, dtype=numpy.float32)
    slope = ramp[None, :] * math.cos(angle) + ramp[:, None] * math.sin(angle)
    ground = base + rng.uniform(0, 16) * slope[:, :, None] + rng.uniform(-4, 4, (pixels, pixels, 1))
    return Image.fromarray(ground.clip(0, 255).astype(numpy.uint8))


def paste(canvas, rng, glyph, x, y, extent, tilt, mirrors=True):
    """Pastes a glyph `extent` of the canvas wide, its centre at (x, y), all in fractions of the canvas."""
    pixels = canvas.width
    side = max(3, round(extent * pixels * SPRITE / GLYPH))
    angle = int(rng.integers(-tilt, tilt + 1)) * 5
    source = sprite(glyph, angle, bool(mirrors and rng.integers(2)), level(side))
    image = source.resize((side, side), Image.Resampling.BICUBIC).convert("RGBA")
    canvas.paste(image, (round(x * pixels - side / 2), round(y * pixels - side / 2)), image)


def scatter(rng, extents, headroom):
    """Centres at which squares of the given extents lie inside the canvas and apart; shrinks them until they do."""
    for attempt in range(10_000):
        shrink = 0.95 ** (attempt // 10)
        sides = [extent * shrink for extent in extents]
        centres = [
            (rng.uniform(side / 2, 1 - side / 2), rng.uniform(side * (0.5 + headroom), 1 - side / 2)) for side in sides
        ]
        apart = all(
            max(abs(a[0] - b[0]), abs(a[1] - b[1]) / (1 + headroom)) > 0.95 * (s + t) / 2
            for i, (a, s) in enumerate(zip(centres, sides))
            for b, t in list(zip(centres, sides))[:i]
        )
        if apart:
            return list(zip(centres, sides))
    raise RuntimeError(f"no room for {extents}")


def beside(rng, relation):
    """Centres and extents of two things, the first to the left of or above the second."""
    extents = rng.uniform(0.24, 0.44, 2)
    low, high = extents[0] / 2, 1 - extents[1] / 2
    gap = (extents[0] + extents[1]) / 2
    first = rng.uniform(low, high - gap)
    second = rng.uniform(first + gap, high)
    across = rng.uniform(0.35, 0.65) + rng.uniform(-0.08, 0.08, 2)
    along = [(first, across[0]), (second, across[1])]
    centres = along if relation == "left" else [(y, x) for x, y in along]
    return list(zip(centres, extents))


def placed(rng, scene):
    """Each thing of the scene with its centre and extent."""
    if scene.kind in ("relation", "pair"):
        return list(zip([scene.thing, scene.other], beside(rng, scene.relation)))
    if scene.kind == "group":
        base = rng.uniform(*EXTENT[scene.count]) * (0.85 if scene.state else 1)
        extents = base * rng.uniform(0.9, 1.1, scene.count)
        headroom = 0.3 if scene.state in ("sleeping", "in love", "with a hat") else 0
        return [(scene.thing, place) for place in scatter(rng, extents, headroom)]
    if not scene.other:
        return [(scene.thing, place) for place in scatter(rng, [rng.uniform(*SIZE_EXTENT[scene.size])], 0)]
    sizes = [scene.size, grammar.opposite(scene.size)]
    extents = [rng.uniform(*PAIR_EXTENT[size]) for size in sizes]
    return list(zip([scene.thing, scene.other], scatter(rng, extents, 0)))


def draw_state(canvas, rng, state, centre, extent):
    x, y = centre
    mark = MARKS[state]
    if state == "with a hat":
        paste(canvas, rng, mark, x, y - 0.52 * extent, 0.6 * extent, tilt=1)
    elif state == "sleeping":
        paste(canvas, rng, mark, x + 0.4 * extent, y - 0.42 * extent, 0.6 * extent, tilt=1, mirrors=False)
    else:
        paste(canvas, rng, mark, x + 0.4 * extent, y - 0.42 * extent, 0.5 * extent, tilt=2)


def draw_rain(canvas, rng):
    for _ in range(rng.integers(7, 12)):
        x, y = rng.uniform(0.05, 0.95, 2)
        paste(canvas, rng, MARKS["in the rain"], x, y, rng.uniform(0.10, 0.15), tilt=1)


def draw(scene, rng, pixels=64):
    """The scene as an RGB image of `pixels` × `pixels`; `rng` (a numpy generator) chooses places, extents and angles."""
    canvas = draw_ground(rng, scene.background, pixels)
    for thing, (centre, extent) in placed(rng, scene):
        paste(canvas, rng, grammar.THINGS[thing], *centre, extent, tilt=4)
        if scene.state and scene.state != "in the rain":
            draw_state(canvas, rng, scene.state, centre, extent)
    if scene.state == "in the rain":
        draw_rain(canvas, rng)
    return canvas
