"""Are the files of an embedded index whole? The engine reads them unchecked, and a garbled one stops the
whole program from inside, so they are checked before.

Every file of a segment ends with a footer: JSON holding the CRC-32 of all that stands before it, the length
of that JSON, and a magic number, both as little-endian 32-bit integers (tantivy's directory footer).
"""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

_MAGIC = 1337
_TAIL = struct.Struct("<II")
_PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")


def wrong_file(folder: Path) -> Path | None:
    """The first file of the index in `folder` that is missing or not as it was written, or None."""
    meta = folder / "meta.json"
    try:
        segments = [one["segment_id"].replace("-", "") for one in json.loads(meta.read_bytes())["segments"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return meta
    for segment in segments:
        for path in (folder / f"{segment}.{part}" for part in _PARTS):
            if not path.exists():
                return path
    return next((p for s in segments for p in sorted(folder.glob(f"{s}.*")) if not whole(p)), None)


def whole(path: Path) -> bool:
    """Whether a file's content has the checksum its footer states."""
    body = path.read_bytes()
    if len(body) < _TAIL.size:
        return False
    length, magic = _TAIL.unpack(body[-_TAIL.size :])
    end = len(body) - _TAIL.size - length
    if magic != _MAGIC or end < 0:
        return False
    try:
        stated = json.loads(body[end : -_TAIL.size])["crc"]
    except (ValueError, KeyError, TypeError):
        return False
    return bool(stated == zlib.crc32(body[:end]))
