"""PNG by lodepng and JPEG by stb_image: decoders that share no line with libpng and libjpeg-turbo, which Quire and Pillow use.

Both are headers and sources of Debian's (`apt install libstb-dev liblodepng-dev`); QUIRE_DECODERS names another folder that has
`stb_image.h`, `lodepng.h` and `liblodepng.so` somewhere below it.
"""

import base64
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
#include <string.h>
#include <stdint.h>
#include <stdio.h>

// Frames in: the kind, four bytes with the length, the picture. Frames out: width and height (noughts for a refusal), four bytes with
// the length, the pixels or why there are none.
int main() {
  for (int kind; (kind = getchar()) != EOF;) {
    uint32_t size;
    if (fread(&size, 4, 1, stdin) != 1) return 2;
    unsigned char *data = (unsigned char *)malloc(size ? size : 1), *pixels = 0;
    if (fread(data, 1, size, stdin) != size) return 2;
    int width = 0, height = 0, channels;
    const char *fault = "no picture";
    if (kind == 'j') {
      pixels = stbi_load_from_memory(data, size, &width, &height, &channels, 4);
      if (!pixels) fault = stbi_failure_reason();
    } else {
      unsigned w = 0, h = 0, code = lodepng_decode32(&pixels, &w, &h, data, size);
      width = w; height = h;
      if (code) { fault = lodepng_error_text(code); free(pixels); pixels = 0; }
    }
    uint32_t head[3] = {pixels ? (uint32_t)width : 0, pixels ? (uint32_t)height : 0, 0};
    head[2] = pixels ? head[0] * head[1] * 4 : (uint32_t)strlen(fault);
    fwrite(head, 4, 3, stdout);
    fwrite(pixels ? (const char *)pixels : fault, 1, head[2], stdout);
    fflush(stdout);
    free(data); free(pixels);
  }
}
"""


def found(name):
    """Where a file of the decoders lies."""
    places = [os.environ["QUIRE_DECODERS"]] if "QUIRE_DECODERS" in os.environ else ["/usr/include", "/usr/lib"]
    return next((file for place in places for file in sorted(pathlib.Path(place).rglob(name))), None)


@functools.cache
def program():
    """A program of the decoders, compiled on first use: stb_image writes past its pictures now and then, which only ends that."""
    stb, header = found("stb_image.h"), found("lodepng.h")
    shared = found("liblodepng.so")
    if not (stb and header and shared):
        raise SystemExit("there are no decoders of other descent: apt install libstb-dev liblodepng-dev")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="quire-decoders-"))
    (folder / "wrapper.cpp").write_text(WRAPPER)
    command = ["c++", "-O2", f"-I{stb.parent}", f"-I{header.parent}", folder / "wrapper.cpp", shared]
    subprocess.run([*command, f"-Wl,-rpath,{shared.parent}", "-lm", "-o", folder / "decoders"], check=True)
    return folder / "decoders"


class Decoders:
    """The program at work, begun anew where a picture has ended it."""

    def __init__(self):
        self.process = None

    def picture(self, kind, data):
        """Width, height and pixels.

        It raises `ValueError` with the decoder's words for what is no picture.
        """
        if self.process is None:
            self.process = subprocess.Popen([program()], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            self.process.stdin.write(kind + struct.pack("<I", len(data)) + data)
            self.process.stdin.flush()
            width, height, length = struct.unpack("<III", self.process.stdout.read(12))
            content = self.process.stdout.read(length)
        except (BrokenPipeError, struct.error):
            content, length = b"", 1
        if len(content) < length:
            self.process.kill()
            self.process.communicate()
            self.process = None
            raise ValueError("the decoder has crashed")
        if not width:
            raise ValueError(content.decode())
        return width, height, content


decoders = Decoders()


def decoded(kind, data):
    """A picture on white, as `fuzz-differential` gives it."""
    width, height, content = decoders.picture(kind, data)
    if width * height > 1 << 14:
        raise ValueError("over the limit")
    raw = bytearray(content)
    for place in range(0, len(raw), 4):
        alpha = raw[place + 3]
        if alpha != 255:
            for channel in range(3):
                raw[place + channel] = (raw[place + channel] * alpha + 255 * (255 - alpha) + 127) // 255
            raw[place + 3] = 255
    return f"{width} {height} {base64.b64encode(raw).decode()}"


def png(data):
    """A PNG by lodepng."""
    return decoded(b"p", data)


def jpeg(data):
    """A JPEG by stb_image."""
    return decoded(b"j", data)


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


def has_wide_key(data):
    """Whether the colour that a PNG calls transparent has bits beyond the depth of the picture."""
    parts = dict(reversed(chunks(data)))
    head, key = parts.get(b"IHDR", b""), parts.get(b"tRNS", b"")
    if len(head) < 10 or head[8] > 8 or head[9] not in (0, 2) or len(key) % 2:
        return False
    return any(value >> head[8] for (value,) in struct.iter_unpack(">H", key))


def has_wrong_sum_beside(data):
    """Whether the sums of a PNG are wrong in chunks alone that a reader may leave out."""
    place, wrong = 8, []
    while place + 12 <= len(data):
        length = struct.unpack(">I", data[place : place + 4])[0]
        end = place + 8 + length
        if data[end : end + 4] != struct.pack(">I", zlib.crc32(data[place + 4 : end])):
            wrong.append(data[place + 4 : place + 8])
        place = end + 4
        if wrong[-1:] == [b"IEND"] or data[place - 8 - length : place - 4 - length] == b"IEND":
            break
    return bool(wrong) and all(len(name) == 4 and name[0] & 0x20 for name in wrong if name != b"IEND")


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
