"""Makes packed/*: two reviews as JSON lines, compressed and in archives, read by PackedCorpusTests."""

import bz2
import gzip
import io
import lzma
import pathlib
import subprocess
import tarfile
import zipfile

folder = pathlib.Path(__file__).parent / "packed"
folder.mkdir(exist_ok=True)
rows = b'{"reviewText": "good one"}\n{"reviewText": "bad one"}\n'
about = b"What this is about, in words that are no review."


def zstd(content: bytes) -> bytes:
    return subprocess.run(["zstd", "-q", "-c"], input=content, stdout=subprocess.PIPE, check=True).stdout


def tar(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


files = {
    "reviews.json.gz": gzip.compress(rows, mtime=0),
    "reviews.json.bz2": bz2.compress(rows),
    "reviews.json.xz": lzma.compress(rows),
    "reviews.json.zst": zstd(rows),
    # The name is another's.
    "misnamed.json.gz": bz2.compress(rows),
    "reviews.tar": tar(("README.txt", about), ("data/reviews.json", rows)),
    "reviews.tar.gz": gzip.compress(tar(("data/reviews.json", rows), ("._reviews.json", about)), mtime=0),
    "reviews.tar.xz": lzma.compress(tar(("reviews.json", rows))),
    "reviews.tar.zst": zstd(tar(("reviews.json", rows))),
    "inner.tar.gz": gzip.compress(tar(("reviews.json.gz", gzip.compress(rows, mtime=0))), mtime=0),
    "climbing.tar.bz2": bz2.compress(tar(("../../reviews.json", rows))),
    "lone.tar.gz": gzip.compress(tar(("reviews.dat", rows)), mtime=0),
    "reviews.zip": zipped(("reviews.json", rows), ("__MACOSX/._reviews.json", about), ("LICENSE.txt", about)),
    "inner.zip": zipped(("reviews.json.bz2", bz2.compress(rows))),
    "lone.zip": zipped(("reviews.dat", rows)),
    # What is not read.
    "several.tar.gz": gzip.compress(tar(("a.json", rows), ("b.json", rows), ("c.json", rows)), mtime=0),
    "several.zip": zipped(("a.json", rows), ("b.json", rows)),
    "none.zip": zipped(("a.png", about), ("b.png", about)),
    "none.tar.gz": gzip.compress(tar(("a.png", about), ("b.png", about)), mtime=0),
    "book.xlsx": zipped(("[Content_Types].xml", about), ("xl/workbook.xml", about)),
    "twice.json.gz": gzip.compress(gzip.compress(rows, mtime=0), mtime=0),
    "twice.json.xz": lzma.compress(bz2.compress(rows)),
    "nested.zip": zipped(("reviews.zip", zipped(("reviews.json", rows)))),
    "nested.tar.gz": gzip.compress(tar(("reviews.tar", tar(("reviews.json", rows)))), mtime=0),
    "zip.gz": gzip.compress(zipped(("reviews.json", rows)), mtime=0),
    "old.json.lzma": lzma.compress(rows, lzma.FORMAT_ALONE),
}
for name, content in files.items():
    (folder / name).write_bytes(content)
