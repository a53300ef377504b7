"""The other readers: Python's own and PyYAML, each giving what `fuzz-differential` gives, or raising."""

import collections
import csv
import io
import json
import pickle
import re
import struct
import zipfile
import zlib

import pictures
import stitched

LARGEST = 1 << 24


def hexadecimal(text):
    return text.encode("utf-8").hex()


def json_value(data):
    """A value as `json` reads it: numbers that fit 64 bits are integers, all others doubles."""

    def constant(name):
        raise ValueError(f"{name} is not JSON")

    def integer(text):
        number = int(text)
        return number if -(1 << 63) <= number < 1 << 63 else float(text)

    def canonical(value):
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, int):
            return f"i{value}"
        if isinstance(value, float):
            return f"d{struct.unpack('<Q', struct.pack('<d', value))[0]:x}"
        if isinstance(value, str):
            return "s" + hexadecimal(value)
        if isinstance(value, Members):
            return "{" + ",".join(f"{hexadecimal(name)}:{canonical(item)}" for name, item in value.pairs) + "}"
        return "[" + ",".join(map(canonical, value)) + "]"

    text = data.decode("utf-8")
    value = json.loads(text, object_pairs_hook=Members, parse_constant=constant, parse_int=integer)
    return canonical(value)


class Members:
    """An object with its names in their order."""

    def __init__(self, pairs):
        self.pairs = pairs


WORD = re.compile(r"(((?![\d])\w)+)", re.UNICODE)


def csv_words(data):
    """How often gensim's `simple_preprocess` finds each word in the column `text`."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    header = next(rows)
    column = header.index("text")
    counts = collections.Counter()
    for row in rows:
        if not row or len(row) > len(header):
            continue
        text = row[column] if column < len(row) else ""
        for match in WORD.finditer(text.lower()):
            if 2 <= len(match[0]) <= 15 and not match[0].startswith("_"):
                counts[match[0]] += 1
    return ",".join(sorted(f"{hexadecimal(word)}={count}" for word, count in counts.items()))


def is_ragged(data):
    """Whether a table of commas has records of other numbers of columns than its header has, as RFC 4180 reads them."""
    try:
        header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    except (ValueError, csv.Error):
        return False
    return any(row and len(row) != len(header) for row in rows)


def zip_entries(data):
    """Each entry's name and the sum of its content."""
    return ",".join(entry for entry, _ in read_entries(data))


def read_entries(data):
    """Each entry's name with the sum of its content, or with `-` where `zipfile` refuses it, and what is odd about it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = []
        for entry in archive.infolist():
            name = hexadecimal(entry.filename)
            try:
                with archive.open(entry) as stream:
                    content = stream.read(LARGEST + 1)
                said.append((f"{name}={zlib.crc32(content)}", oddity(data, entry, content)))
            except Exception as error:
                said.append((f"{name}=-", f"zipfile says {type(error).__name__}: {error}"))
        return said


def oddity(data, entry, content):
    """What `zipfile` passes over in an entry that it has read; nothing where all is as it claims."""
    if len(content) < entry.file_size:
        return "it holds less than it claims"
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        start = entry.header_offset + 30 + sum(struct.unpack_from("<HH", data, entry.header_offset + 26))
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        if len(stream.decompress(data[start : start + entry.compress_size], LARGEST)) > entry.file_size:
            return "it holds more than it claims"
        if not stream.eof:
            return "its stream has no end"
        if stream.unused_data:
            return "bytes follow its stream"
    return "nothing is odd"


def zip_differences(value, data):
    """How an archive that both take differs, entry by entry, in words and without names."""
    mine, other = value.split(",") if value else [], read_entries(data)
    if len(mine) != len(other):
        return f"{len(mine)} entries and {len(other)}"
    said = set()
    for (name, sum_), (expected, what) in zip((entry.split("=") for entry in mine), other):
        other_name, other_sum = expected.split("=")
        if bytes.fromhex(other_name).decode() != bytes.fromhex(name).decode():
            is_same = bytes.fromhex(other_name).decode().encode("cp437", "replace") == bytes.fromhex(name)
            said.add("a name without the flag of UTF-8" if is_same else "another name")
        elif sum_ == other_sum:
            continue
        elif "-" not in (sum_, other_sum):
            said.add("another content")
        else:
            said.add(("Quire refuses an entry: " if sum_ == "-" else "Quire reads an entry: ") + what)
    return "; ".join(sorted(said))


def settings(data):
    """Texts and a list, by PyYAML, which leaves every scalar as it is written."""
    import yaml

    class Loader(yaml.BaseLoader):
        """Refuses a key that is given twice, as YAML 1.2 does."""

        def construct_mapping(self, node, deep=False):
            names = [self.construct_object(key, deep=True) for key, _ in node.value]
            if len(set(names)) != len(names):
                raise yaml.YAMLError("a key is given twice")
            return super().construct_mapping(node, deep)

    document = yaml.load(data.decode("utf-8"), Loader) or {}
    keys = {"title": "", "subtitle": "", "course": "", "date": "", "chapters": []}
    if not isinstance(document, dict) or set(document) - set(keys):
        raise ValueError("unknown keys")
    keys.update(document)
    chapters = keys.pop("chapters")
    chapters = [chapters] if isinstance(chapters, str) else chapters
    if not all(isinstance(value, str) for value in [*keys.values(), *chapters]):
        raise ValueError("not texts")
    texts = ",".join(f"{name}={hexadecimal(keys[name])}" for name in sorted(keys))
    return texts + ";" + ",".join(map(hexadecimal, chapters))


KINDS = {
    "FloatStorage": "F32", "HalfStorage": "F16", "BFloat16Storage": "BF16", "DoubleStorage": "F64", "LongStorage": "I64",
    "IntStorage": "I32", "ShortStorage": "I16", "CharStorage": "I8", "ByteStorage": "U8", "BoolStorage": "BOOL",
}  # fmt: skip


class Tensor:
    """A tensor that a pickle speaks of."""

    def __init__(self, storage, offset, shape, strides, *_):
        kind, key, count = storage
        if key != "0" or any(size < 0 for size in shape) or len(shape) != len(strides) or offset < 0:
            raise pickle.UnpicklingError("no such tensor")
        last = offset + sum((size - 1) * stride for size, stride in zip(shape, strides))
        if 0 not in shape and (last >= count or min(strides, default=0) < 0):
            raise pickle.UnpicklingError("a tensor outside its storage")
        self.kind, self.shape = KINDS[kind], shape


class Unpickler(pickle._Unpickler):
    """Python's machine, which knows only what PyTorch writes: the one in Python, since the one in C makes room for any index."""

    def find_class(self, module, name):
        known = {
            ("collections", "OrderedDict"): collections.OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): Tensor,
            ("torch._utils", "_rebuild_parameter"): lambda tensor, *_: tensor,
        }
        if module == "torch" and name in KINDS:
            return name
        return known[module, name]

    def persistent_load(self, identifier):
        _, kind, key, _, count = identifier
        return kind, key, count


def tensors(data):
    """The names, kinds and shapes of a pickle's tensors."""
    state = Unpickler(io.BytesIO(data)).load()
    said = []
    for name, value in state.items():
        if isinstance(value, Tensor):
            said.append(f"{hexadecimal(name)} {value.kind} [{', '.join(map(str, value.shape))}]")
    return ",".join(sorted(said))


READERS = {
    "answer": stitched.nothing,
    "csv": csv_words,
    "jpeg": pictures.jpeg,
    "json": json_value,
    "pickle": tensors,
    "png": pictures.png,
    "report-yml": settings,
    "zip": zip_entries,
}


def is_same(reader, value, expected):
    """Whether two values are one: pictures may differ in rounding, JPEG's in how coarse colours are made fine."""
    if reader == "answer":
        return not stitched.differences(value)
    if value == expected or reader not in ("png", "jpeg"):
        return value == expected
    distance = pictures.distance(value, expected)
    if distance is None:
        return False
    return distance[0] <= 1 if reader == "png" else distance[1] <= 3
