"""The bytes of the file -> the zip that they are, and every byte that no part accounts for.

A zip program reads the directory at the end and leaps over all else: between the parts, after them, in their extra
fields and behind their compressed data, there is room for anything.
"""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from oj_workbook.package import MAX_BYTES, MAX_PARTS
from oj_workbook.problems import Place, Problems, visible

END = b"PK\x05\x06"
#: The lengths of what comes before a part, of its line in the directory, and of what ends the directory.
LOCAL, LINE, LAST = 30, 46, 22
CHUNK = 1 << 16
_AGAIN = "bygg arbetsboken på nytt, och ge ut den fil som bygget skriver."


def open_container(data: bytes, fil: str, problems: Problems) -> ZipFile | None:
    """Return the file as a zip; None when it cannot be read as one.  `problems` says what is beside its parts."""
    try:
        archive = ZipFile(BytesIO(data))
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(one.file_size for one in parts) > MAX_BYTES:
            problems.add(Place(fil), "trasig-arbetsbok", "filen är större än en arbetsbok kan vara.", _AGAIN)
            return None
        for fact in _layout(data, parts):
            problems.add(Place(fil), "bytes-utanför", fact, _AGAIN)
        for one in parts:
            for fact in _content(data, one):
                problems.add(Place(f"{fil}!{one.filename}"), "bytes-utanför", fact, _AGAIN)
    except (BadZipFile, ValueError, NotImplementedError, EOFError, struct.error, zlib.error, RuntimeError):
        problems.add(Place(fil), "trasig-arbetsbok", "filen är ingen hel zip-fil, och öppnas inte.", _AGAIN)
        return None
    return archive


def _layout(data: bytes, parts: list[ZipInfo]) -> Iterator[str]:
    """Yield what the file has beside its parts, their headings and its directory, which must lie edge to edge."""
    end = data.rfind(END)
    *_, count, size, start, comment = struct.unpack("<4s4H2IH", data[end : end + LAST])
    if end + LAST != len(data) or comment:
        yield "efter zip-filens slut, eller som dess kommentar, står något mer."
    if start + size != end or count != len(parts):
        yield "zip-filens innehållsförteckning är inte hel, eller har något efter sig."
    at = 0
    for one in sorted(parts, key=lambda part: part.header_offset):
        if one.header_offset != at:
            yield f"före delen {visible(one.filename)} står något som inte hör till någon del."
        name, extra = struct.unpack("<2H", data[one.header_offset + LOCAL - 4 : one.header_offset + LOCAL])
        at = one.header_offset + LOCAL + name + extra + one.compress_size
    if at != start:
        yield "mellan den sista delen och innehållsförteckningen står något, kanske en del som inte är med i den."
    if sum(LINE + len(one.orig_filename.encode()) for one in parts) != size:
        yield "innehållsförteckningen är längre än sina rader: den har extrafält eller kommentarer."
    names = [one.filename.casefold() for one in parts]
    for name in sorted({one for one in names if names.count(one) > 1}):
        yield f"delen {visible(name)} finns två gånger."
    if len({(one.date_time, one.external_attr, one.internal_attr, one.create_system) for one in parts}) > 1:
        yield "delarna har inte alla samma tid och rättigheter."


def _content(data: bytes, one: ZipInfo) -> Iterator[str]:
    """Yield what is wrong with one part's heading, and whether its compressed data end where they should."""
    at = one.header_offset
    signature, flags, method = struct.unpack("<4s2xHH", data[at : at + 10])
    name, extra = struct.unpack("<2H", data[at + LOCAL - 4 : at + LOCAL])
    if signature != b"PK\x03\x04" or data[at + LOCAL : at + LOCAL + name] != one.orig_filename.encode():
        yield "delen heter något annat i sitt huvud än i innehållsförteckningen."
    if extra or one.extra or one.comment:
        yield "delen har ett extrafält eller en kommentar."
    if flags or method != one.compress_type or method not in {ZIP_STORED, ZIP_DEFLATED}:
        yield "delen är krypterad eller packad på ett annat sätt än programmet gör."
        return
    first = at + LOCAL + name + extra
    packed = memoryview(data)[first : first + one.compress_size]
    if method == ZIP_STORED:
        size, crc, rest = len(packed), zlib.crc32(packed), b""
    else:
        size, crc, rest = _inflated(packed, one.file_size)
    if rest:
        yield "efter delens packade innehåll står något mer."
    if (size, crc) != (one.file_size, one.CRC):
        raise BadZipFile(one.filename)


def _inflated(packed: memoryview, most: int) -> tuple[int, int, bytes]:
    """Return the length and checksum of what was packed, and what comes after it; stops when longer than it says."""
    engine, size, crc = zlib.decompressobj(-15), 0, 0
    for place in range(0, len(packed), CHUNK):
        piece = engine.decompress(packed[place : place + CHUNK], max(1, most - size + 1))
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        if size > most:
            break
        if engine.eof:
            return size, crc, engine.unused_data + packed[place + CHUNK :].tobytes()
    return size, crc, b""
