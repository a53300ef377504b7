"""PNG by lodepng and JPEG by stb_image: decoders that share no line with libpng and libjpeg-turbo, which Quire and Pillow use.

Both are headers and sources of Debian's (`apt install libstb-dev liblodepng-dev`); QUIRE_DECODERS names another folder that has
`stb_image.h`, `lodepng.h` and `liblodepng.so` somewhere below it.
"""

import base64
import ctypes
import functools
import os
import pathlib
import struct
import subprocess
import tempfile
import zlib

WRAPPER = r"""
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#include "stb_image.h"
#include "lodepng.h"
#include <stdlib.h>

extern "C" {
unsigned char *quire_jpeg(const unsigned char *data, int size, int *width, int *height, const char **fault) {
  int channels;
  unsigned char *pixels = stbi_load_from_memory(data, size, width, height, &channels, 4);
  if (!pixels) *fault = stbi_failure_reason();
  return pixels;
}

unsigned char *quire_png(const unsigned char *data, int size, int *width, int *height, const char **fault) {
  unsigned char *pixels = 0;
  unsigned w = 0, h = 0, code = lodepng_decode32(&pixels, &w, &h, data, size);
  *width = w; *height = h;
  if (code) { *fault = lodepng_error_text(code); free(pixels); return 0; }
  return pixels;
}

void quire_free(void *pixels) { free(pixels); }
}
"""


def found(name):
    """Where a file of the decoders lies."""
    places = [os.environ["QUIRE_DECODERS"]] if "QUIRE_DECODERS" in os.environ else ["/usr/include", "/usr/lib"]
    return next((file for place in places for file in sorted(pathlib.Path(place).rglob(name))), None)


@functools.cache
def library():
    """The decoders, compiled on first use."""
    stb, header = found("stb_image.h"), found("lodepng.h")
    shared = found("liblodepng.so")
    if not (stb and header and shared):
        raise SystemExit("there are no decoders of other descent: apt install libstb-dev liblodepng-dev")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="quire-decoders-"))
    (folder / "wrapper.cpp").write_text(WRAPPER)
    includes = [f"-I{stb.parent}", f"-I{header.parent}"]
    command = [
        "c++",
        "-O2",
        "-shared",
        "-fPIC",
        *includes,
        folder / "wrapper.cpp",
        shared,
        f"-Wl,-rpath,{shared.parent}",
        "-lm",
        "-o",
        folder / "decoders.so",
    ]
    subprocess.run(command, check=True)
    decoders = ctypes.CDLL(folder / "decoders.so")
    for function in (decoders.quire_jpeg, decoders.quire_png):
        function.restype = ctypes.POINTER(ctypes.c_ubyte)
        function.argtypes = [
            ctypes.c_char_p,
            ctypes.c_int,
            *[ctypes.POINTER(ctypes.c_int)] * 2,
            ctypes.POINTER(ctypes.c_char_p),
        ]
    decoders.quire_free.argtypes = [ctypes.POINTER(ctypes.c_ubyte)]
    return decoders


def decoded(function, data):
    """A picture on white, as `fuzz-differential` gives it."""
    width, height, fault = ctypes.c_int(), ctypes.c_int(), ctypes.c_char_p()
    pixels = function(data, len(data), ctypes.byref(width), ctypes.byref(height), ctypes.byref(fault))
    if not pixels:
        raise ValueError((fault.value or b"no picture").decode())
    raw = bytearray(ctypes.string_at(pixels, width.value * height.value * 4))
    library().quire_free(pixels)
    if width.value * height.value > 1 << 14:
        raise ValueError("over the limit")
    for place in range(0, len(raw), 4):
        alpha = raw[place + 3]
        if alpha != 255:
            for channel in range(3):
                raw[place + channel] = (raw[place + channel] * alpha + 255 * (255 - alpha) + 127) // 255
            raw[place + 3] = 255
    return f"{width.value} {height.value} {base64.b64encode(raw).decode()}"


def png(data):
    """A PNG by lodepng."""
    return decoded(library().quire_png, data)


def jpeg(data):
    """A JPEG by stb_image."""
    return decoded(library().quire_jpeg, data)


def distance(one, other):
    """The greatest and the mean difference of two pictures; `None` where their sizes differ."""
    (width, height, pixels), (their_width, their_height, theirs) = one.split(" "), other.split(" ")
    if (width, height) != (their_width, their_height):
        return None
    differences = [abs(a - b) for a, b in zip(base64.b64decode(pixels), base64.b64decode(theirs))]
    return max(differences, default=0), sum(differences) / max(len(differences), 1)


def chunks(data):
    """The chunks of a PNG, each a name and its content, as far as they are whole."""
    place, found = 8, []
    while place + 12 <= len(data):
        length = struct.unpack(">I", data[place : place + 4])[0]
        if place + 12 + length > len(data):
            break
        found.append((data[place + 4 : place + 8], data[place + 8 : place + 8 + length]))
        place += 12 + length
    return found


def changed(data, change, generator):
    """A PNG with a change in one chunk, that of pixels below their compression, and with sums that are right."""
    parts = chunks(data)
    if not parts:
        return change(data)
    place = generator.randrange(len(parts))
    name, content = parts[place]
    if name == b"IDAT":
        try:
            pixels = zlib.decompress(b"".join(content for name, content in parts if name == b"IDAT"))
        except zlib.error:
            return change(data)
        parts = [part for part in parts if part[0] != b"IDAT" or part is parts[place]]
        place = next(index for index, part in enumerate(parts) if part[0] == b"IDAT")
        content = zlib.compress(change(pixels))
    elif generator.randrange(3) == 0:
        name = change(name)[:4].ljust(4, b"x")
    else:
        content = change(content)
    parts[place] = (name, content)
    whole = [
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    ]
    return data[:8] + b"".join(whole)
