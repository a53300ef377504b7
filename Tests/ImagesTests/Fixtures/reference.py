"""What transformers 5.23 reads from a picture, by Pillow 13.0.0 (and pillow-heif 1.8.1 for HEIC)."""

import zlib

import pillow_heif
from PIL import Image, ImageOps

pillow_heif.register_heif_opener()


def seen(file):
    """The picture as an image processor has it before resizing: upright, and on white (`convert_to_rgb`)."""
    with Image.open(file) as image:
        image = ImageOps.exif_transpose(image)
    if "A" in image.getbands() or image.info.get("transparency") is not None:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, (255, 255, 255, 255)), image)
    return image.convert("RGB")


def line(file):
    """Its name, width, height, and the CRC-32 of its RGBA bytes."""
    image = seen(file)
    # Else a colour that the file calls transparent would be so again.
    image.info.clear()
    return f"{file.name} {image.width} {image.height} {zlib.crc32(image.convert('RGBA').tobytes()):08x}\n"
