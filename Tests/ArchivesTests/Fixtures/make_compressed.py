"""Makes one.* and two.*, "one " and "two" compressed by the reference implementations, read by CompressionTests, and
skipped.zst, two frames of zstd with one that is passed over before each, as pzstd writes them."""

import bz2
import gzip
import lzma
import pathlib
import subprocess

here = pathlib.Path(__file__).parent


def zstd(content: bytes, *options: str) -> bytes:
    return subprocess.run(["zstd", "-q", "-c", *options], input=content, stdout=subprocess.PIPE, check=True).stdout


for name, content in [("one", b"one "), ("two", b"two")]:
    (here / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
    (here / f"{name}.bz2").write_bytes(bz2.compress(content))
    (here / f"{name}.xz").write_bytes(lzma.compress(content))
    (here / f"{name}.zst").write_bytes(zstd(content, "--check"))
skip = (0x184D2A50).to_bytes(4, "little") + (4).to_bytes(4, "little") + b"skip"
(here / "skipped.zst").write_bytes(skip + zstd(b"one ") + skip + zstd(b"two"))
# Without a check sum at the end, all input may be used before all output is out.
(here / "unchecked.zst").write_bytes(zstd(b"0123456789" * 20_000, "--no-check"))
