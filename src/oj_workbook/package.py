"""The bytes of a delivered workbook -> a zip that is safe to open, or what they are instead."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from oj_workbook.problems import Place, Problem, Problems
from oj_workbook.textfile import OLE2

#: What no delivery comes near, and a zip bomb does: checked in the zip's directory, before anything is unpacked.
MAX_PARTS = 1_000
MAX_BYTES = 200_000_000
MAX_RATIO = 100
#: How Excel keeps a workbook with a password: in an older kind of file, under this name.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MACROS = ("vbaproject.bin", "/macrosheets/")
_LINKS = "xl/externallinks/"
_SAVE = "öppna den i Excel och spara den som Excel-arbetsbok (.xlsx)."


def open_package(raw: bytes, fil: str, problems: Problems) -> ZipFile | None:
    """Return the workbook as the zip that it is; None when it is none, or not safe, and `problems` says why."""
    place = Place(fil)
    fault = _other_kind(raw, place)
    if fault is None:
        try:
            archive = ZipFile(BytesIO(raw))
        except (BadZipFile, ValueError, NotImplementedError, EOFError):
            fact = "arbetsboken är trasig och går inte att packa upp."
            fault = Problem(place, "fel-excelfil", fact, "leverera filen på nytt.")
        else:
            fault = _unsafe(archive, len(raw), place)
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
    if raw.startswith(OLE2):
        if _LOCKED in raw:
            return Problem(
                place, "fel-excelfil", "arbetsboken är skyddad med lösenord.", "ta bort lösenordet och spara på nytt."
            )
        return Problem(place, "fel-excelfil", "filen är inte en xlsx utan en äldre Excelfil (OLE2, .xls).", _SAVE)
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
    parts = archive.infolist()
    inflated = sum(part.file_size for part in parts)
    names = [f"/{part.filename.lower()}" for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        return Problem(place, "fel-excelfil", "arbetsboken är krypterad.", "ta bort lösenordet och spara på nytt.")
    if len(parts) > MAX_PARTS or inflated > MAX_BYTES or inflated > MAX_RATIO * size:
        fact = f"arbetsboken har {len(parts)} delar som packas upp till {inflated / 1e6:.0f} MB ur {size / 1e6:.1f} MB."
        limits = f"högst {MAX_PARTS} delar, {MAX_BYTES // 10**6} MB och {MAX_RATIO} gånger filens storlek går att läsa"
        return Problem(place, "för-stor-fil", fact, f"leverera bara svaren, eller csv ({limits}).")
    if any(macro in name for name in names for macro in _MACROS):
        return Problem(place, "makron", "arbetsboken har makron.", "spara den utan, som Excel-arbetsbok (.xlsx).")
    return None
