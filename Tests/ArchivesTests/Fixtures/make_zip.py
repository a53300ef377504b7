"""Makes written-by-python.zip, read by ZipReaderTests: a stored and a deflated entry, a folder, a zip64 field, a name
that is not ASCII, an archive comment."""

import pathlib
import zipfile

here = pathlib.Path(__file__).parent
moment = (2026, 1, 2, 3, 4, 6)


def entry(name, method):
    info = zipfile.ZipInfo(name, moment)
    info.compress_type = method
    return info


with zipfile.ZipFile(here / "written-by-python.zip", "w") as archive:
    archive.writestr(entry("archive/data.pkl", zipfile.ZIP_STORED), bytes(range(64)))
    archive.writestr(entry("archive/text.txt", zipfile.ZIP_DEFLATED), "stick good " * 1000)
    archive.writestr(entry("archive/empty/", zipfile.ZIP_STORED), b"")
    archive.writestr(entry("archive/café 手機.txt", zipfile.ZIP_DEFLATED), "手機" * 40)
    with archive.open(entry("archive/large.bin", zipfile.ZIP_STORED), "w", force_zip64=True) as file:
        file.write(b"\x00\x01" * 50)
    archive.comment = b"a comment"
