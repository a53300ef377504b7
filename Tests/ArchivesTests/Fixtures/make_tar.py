"""Makes ustar.tar.gz, gnu.tar.gz and pax.tar.gz, read by TarArchiveTests: a folder, a short name, a name longer than a
header holds, an empty file."""

import gzip
import io
import pathlib
import tarfile

here = pathlib.Path(__file__).parent
formats = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
long = "package-1.0/" + "deep/" * 24 + "rows.txt"

for name, form in formats.items():
    with gzip.GzipFile(here / f"{name}.tar.gz", "wb", mtime=0) as stream:
        with tarfile.open(fileobj=stream, mode="w", format=form) as archive:
            folder = tarfile.TarInfo("package-1.0")
            folder.type = tarfile.DIRTYPE
            archive.addfile(folder)
            for path, content in [("package-1.0/a.txt", b"first\n"), (long, b"x" * 1500), ("package-1.0/empty", b"")]:
                info = tarfile.TarInfo(path)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
