"""The bytes of a delivered workbook -> a zip that is safe to open, or what they are instead."""

from collections import Counter
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - it is an error

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from oj_workbook.problems import Place, Problem, Problems, listed
from oj_workbook.textfile import OLE2

#: What no delivery comes near, and a zip bomb does: checked in the zip's directory, before anything is unpacked.
MAX_PARTS = 1_000
MAX_BYTES = 200_000_000
MAX_RATIO = 100
#: A part below this may well be mostly the same thing over and over.
SMALL_PART = 1_000_000
#: How Excel keeps a workbook with a password: in an older kind of file, under this name.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MACROS = ("vbaproject.bin", "/macrosheets/")
#: What a workbook fetches from elsewhere: cells of other files, commands of other programs, tables of the web.
_LINKS = ("xl/externallinks/", "xl/connections", "xl/querytables/")
_TYPES = "[Content_Types].xml"
#: A part that tells another kind of file, and what it is.
_OTHER_ZIPS = {
    "xl/workbook.bin": "en binär arbetsbok (.xlsb)",
    "content.xml": "ett OpenDocument-kalkylark (.ods)",
    "word/document.xml": "ett Word-dokument (.docx)",
}
_XML = (".xml", ".rels")
_SAVE = "öppna den i Excel och spara den som Excel-arbetsbok (.xlsx)."
_AGAIN = "öppna den i Excel och spara om den, eller leverera csv."


def open_package(raw: bytes, fil: str, problems: Problems) -> ZipFile | None:
    """Return the workbook as the zip that it is; None when it is none, or not safe, and `problems` says why."""
    place = Place(fil)
    fault = _other_kind(raw, place)
    if fault is None:
        try:
            archive = ZipFile(BytesIO(raw))
            fault = (
                _unsafe(archive, len(raw), place) or _unlike_excel(archive, place) or _with_declarations(archive, place)
            )
        except (BadZipFile, ValueError, NotImplementedError, EOFError, ZlibError):
            fact = "arbetsboken är trasig och går inte att packa upp."
            fault = Problem(place, "fel-excelfil", fact, "leverera filen på nytt.")
    if fault is not None:
        problems.tell(fault)
        return None
    if any(name.lower().startswith(_LINKS) for name in archive.namelist()):
        fact = "arbetsboken hänvisar till andra filer; de läses inte, bara de värden som sparats."
        remedy = "kontrollera att värdena är de rätta, eller klistra in dem som värden."
        problems.add(place, "extern-länk", fact, remedy, "varning")
    return archive


def _other_kind(raw: bytes, place: Place) -> Problem | None:
    """Tell what is no zip at all."""
    if not raw:
        return Problem(place, "fel-excelfil", "filen är tom (0 byte), och inte en xlsx.", "leverera filen på nytt.")
    if raw.startswith(OLE2):
        if _LOCKED in raw:
            return Problem(
                place, "fel-excelfil", "arbetsboken är skyddad med lösenord.", "ta bort lösenordet och spara på nytt."
            )
        return Problem(place, "fel-excelfil", "filen är inte en xlsx (OLE2) utan en äldre Excelfil (.xls).", _SAVE)
    if raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return Problem(
            place, "fel-excelfil", "filen är inte en xlsx utan en webbsida (html eller xml) med det namnet.", _SAVE
        )
    if not raw.startswith(b"PK"):
        return Problem(
            place, "fel-excelfil", "filen är inte en xlsx.", f"är den csv, döp den till .csv; annars: {_SAVE}"
        )
    return None


def _unsafe(archive: ZipFile, size: int, place: Place) -> Problem | None:
    """Tell what would harm whoever unpacks it, by what the zip says of its parts."""
    parts = archive.infolist()
    inflated = sum(part.file_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        return Problem(place, "fel-excelfil", "arbetsboken är krypterad.", "ta bort lösenordet och spara på nytt.")
    if len(parts) > MAX_PARTS or inflated > MAX_BYTES or inflated > MAX_RATIO * size or any(map(_swells, parts)):
        fact = f"arbetsboken har {len(parts)} delar som packas upp till {inflated / 1e6:.0f} MB ur {size / 1e6:.1f} MB."
        limits = f"högst {MAX_PARTS} delar, {MAX_BYTES // 10**6} MB och {MAX_RATIO} gånger filens storlek går att läsa"
        return Problem(place, "för-stor-fil", fact, f"leverera bara svaren, eller csv ({limits}).")
    twice = [name for name, antal in Counter(part.filename.lower() for part in parts).items() if antal > 1]
    outside = [part.filename for part in parts if _leads_out(part)]
    if twice or outside:
        why = "samma del två gånger" if twice else "en del som ligger utanför den själv"
        return Problem(place, "fel-excelfil", f"arbetsboken har {why}; inget kalkylprogram sparar så.", _AGAIN)
    return None


def _swells(part: ZipInfo) -> bool:
    return part.file_size > max(SMALL_PART, MAX_RATIO * part.compress_size)


def _leads_out(part: ZipInfo) -> bool:
    """Tell whether a part is named so that it would be unpacked elsewhere; only its own name may begin at the root."""
    name = part.orig_filename.replace("\\", "/").removeprefix("/")
    return "\0" in name or ":" in name or name.startswith("/") or ".." in PurePosixPath(name).parts


def _unlike_excel(archive: ZipFile, place: Place) -> Problem | None:
    """Tell a workbook with macros, and what is no workbook."""
    names = {f"/{name.lower()}" for name in archive.namelist()}
    types = archive.read(_TYPES).lower() if _TYPES in archive.namelist() else b""
    if any(macro in name for name in names for macro in _MACROS) or b"macroenabled" in types or b"vbaproject" in types:
        return Problem(place, "makron", "arbetsboken har makron.", "spara den utan, som Excel-arbetsbok (.xlsx).")
    if other := [what for part, what in _OTHER_ZIPS.items() if f"/{part}" in names]:
        return Problem(place, "fel-excelfil", f"filen är inte en xlsx utan {listed(other)}.", _SAVE)
    return None


def _with_declarations(archive: ZipFile, place: Place) -> Problem | None:
    """Tell a part that declares entities, or could: they may hold any file of this computer's, or have no end.

    Declarations stand before the first element, so no more than the beginning of a part is read.
    """
    for part in archive.infolist():
        try:
            with archive.open(part) as source:
                next(iter(iterparse(source, events=("start",), forbid_dtd=True)), None)
        except DefusedXmlException:
            fact = f"arbetsbokens del {part.filename} har en DTD, som kan hämta in andra filer; den läses inte."
            return Problem(place, "fel-excelfil", fact, _AGAIN)
        except (ParseError, LookupError):  # the latter of an encoding that nobody knows
            if part.filename.lower().endswith(_XML):
                return Problem(place, "fel-excelfil", f"arbetsboken är trasig, i delen {part.filename}.", _AGAIN)
    return None
