"""Numbers that nothing may tell, planted in what was delivered -> whether they are anywhere in what is published.

A number may be written as people, programs or somebody in a hurry write it; each way is looked for in the text of
every part and in its bytes, and in the other files.
"""

import base64
import re
import struct
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from html import unescape
from zipfile import ZipFile

from oj_workbook.problems import Place, Problems
from oj_workbook.usage import UsageError

BLANKS = (" ", "\u00a0", "\u202f", "\u2009", "'", "\u2019", ",", ".")
CHUNK = 1 << 20
#: A value with fewer digits than this is in any file, by chance; so it is, written backwards.
FEWEST_DIGITS, FEWEST_REVERSED = 3, 6
#: How a value is written that may stand inside a longer text.
CODED = ("som bytes, hexadecimalt", "som base64")
_AGAIN = "ta reda på vad som skriver ut det hemliga talet, och bygg på nytt; ge inte ut filerna."


def notations(value: str) -> dict[str, str]:
    """Return the ways to write a value, as text -> what that way is called; UsageError when it is too short."""
    text = value.strip()
    try:
        number = Decimal(text.replace("\u2212", "-").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        if len(text) < FEWEST_DIGITS:
            raise UsageError("en kanarie är för kort: den finns av en slump i vilken fil som helst.")
        return {text: "som den är", **_coded(text), text[::-1]: "baklänges"}
    plain = format(abs(number), "f")
    if len(plain.replace(".", "").lstrip("0")) < FEWEST_DIGITS:
        raise UsageError("en kanarie ska ha minst tre siffror: kortare tal finns av en slump i vilken fil som helst.")
    whole, _, rest = plain.partition(".")
    rest = rest.rstrip("0")
    ways = {f"{whole}.{rest}" if rest else whole: "som tal", f"{whole},{rest}" if rest else whole: "som tal"}
    grouped = f"{int(whole):,}"
    for blank in BLANKS if len(whole) > 3 else ():
        ways[grouped.replace(",", blank) + (f",{rest}" if rest else "")] = "som tal med tusental åtskilda"
    for shift in (-2, -3, 2):
        share = _trimmed(abs(number).scaleb(shift))
        ways |= {share: "som andel", share.replace(".", ","): "som andel"}
    mantissa, exponent = f"{abs(number):E}".split("E")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    for sign in ("E", "e", "E+", "e+", "E+0", "e+0"):
        ways[f"{mantissa}{sign}{int(exponent)}"] = "med tiopotens"
    if not rest:
        ways[f"0x{int(whole):x}"] = ways[f"0x{int(whole):X}"] = "hexadecimalt"
        if len(whole) >= FEWEST_REVERSED:
            ways[whole[::-1]] = "baklänges"
    return {**ways, **_coded(_trimmed(abs(number)))}


def _trimmed(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _coded(text: str) -> dict[str, str]:
    """Return a text as base64, at each of the three places in a longer one, and its bytes as hexadecimal."""
    as_hex, as_base64 = CODED
    found = {text.encode().hex(): as_hex, text.encode().hex().upper(): as_hex}
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + text.encode()).decode().rstrip("=")
        # The first and last sign also say something of what stands beside the text.
        kept = coded[(before * 8 + 5) // 6 : (before + len(text.encode())) * 8 // 6]
        if len(kept) > FEWEST_DIGITS + 1:
            found[kept] = as_base64
    return found


def as_bytes(value: str) -> dict[bytes, str]:
    """Return the ways a program writes a value that writes no UTF-8: as numbers in binary, or in UTF-16."""
    wide: dict[bytes, str] = {value.strip().encode(form): "i UTF-16" for form in ("utf-16-le", "utf-16-be")}
    try:
        number = float(value.replace(",", ".").replace(" ", ""))
    except ValueError:
        return wide
    ways = wide | {struct.pack(form, number): "som flyttal" for form in ("<d", ">d")}
    if number.is_integer() and 2**16 <= abs(number) < 2**31:
        ways |= {struct.pack(form, int(number)): "som heltalsbytes" for form in ("<i", ">i")}
    return ways


class Canaries:
    """The values to look for, each with what finds it: what is asked first, since it is quick, and what is sure."""

    def __init__(self, values: tuple[str, ...]) -> None:
        self._ways = [
            [(way.encode(), re.compile(_pattern(way, how)), how) for way, how in notations(value).items()]
            + [(raw, re.compile(re.escape(raw)), how) for raw, how in as_bytes(value).items()]
            for value in values
        ]

    def found(self, piece: bytes) -> Iterator[tuple[int, str]]:
        """Yield the number of each canary in some bytes, from 1, and how it is written there."""
        clear = unescape(piece.decode("utf-8", "replace")).encode() if b"&" in piece else piece
        for number, ways in enumerate(self._ways, 1):
            for way, sure, how in ways:
                if (way in clear and sure.search(clear)) or (way in piece and sure.search(piece)):
                    yield number, how

    def __len__(self) -> int:
        return len(self._ways)


def _pattern(way: str, how: str) -> bytes:
    """Return what finds a way to write a value; a number only where it is no part of a longer one."""
    text = re.escape(way.encode())
    if how in CODED or not way[0].isdigit():
        return text
    return rb"(?<![0-9])(?<![0-9][.,])" + text + (rb"(?![0-9]|[.,][0-9]*[1-9])" if way[-1].isdigit() else b"")


def search(data: bytes, archive: ZipFile, beside: Mapping[str, bytes], fil: str, canaries: Canaries) -> Problems:
    """Return a problem for every canary, place and way: in the parts, their names, the zip itself, the other files."""
    problems = Problems()
    if not len(canaries):
        return problems
    places: dict[str, Iterator[bytes]] = {f"{fil}!{name}": _pieces(archive, name) for name in archive.namelist()}
    places |= {name: iter([content]) for name, content in beside.items()}
    names = "\n".join([fil, *archive.namelist()]).encode()
    places[fil] = iter([names, _outside(data, archive)])
    for place, content in places.items():
        told = {hit for piece in content for hit in canaries.found(piece)}
        for number, how in sorted(told):
            problems.add(Place(place), "kanarie", f"kanarie {number} finns här, {how}.", _AGAIN)
    return problems


def _pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part in pieces that overlap, so that nothing is cut in two."""
    held = b""
    with archive.open(name) as stream:
        while chunk := stream.read(CHUNK):
            yield held + chunk
            held = chunk[-256:]


def _outside(data: bytes, archive: ZipFile) -> bytes:
    """Return the bytes of the file without the packed parts that its directory lists."""
    kept, at = [], 0
    for one in sorted(archive.infolist(), key=lambda part: part.header_offset):
        name, extra = (int.from_bytes(data[one.header_offset + pos :][:2], "little") for pos in (26, 28))
        first = one.header_offset + 30 + name + extra
        kept.append(data[at:first])
        at = first + one.compress_size
    return b"\n".join([*kept, data[at:]])
