"""What the machine refuses, an OSError -> the fact and the way out in Swedish."""

import errno
import shutil
from contextlib import suppress
from pathlib import Path

from oj_workbook.output import UnpublishedError
from oj_workbook.problems import visible

_PLACE = "kontrollera sökvägen, eller välj en annan plats."
_RIGHTS = "ge rätt att skriva där, eller välj en annan plats."
_DISK = "kontrollera disken, eller välj en annan plats."
_FULL = "ta bort det som inte behövs, eller välj en annan plats."
#: error number -> why, and what to do.
WHY = {
    errno.EACCES: ("rättighet saknas", _RIGHTS),
    errno.EPERM: ("det är inte tillåtet", _RIGHTS),
    errno.EROFS: ("disken är skrivskyddad", "välj en plats där det går att skriva."),
    errno.ENOSPC: ("disken är full", _FULL),
    errno.EDQUOT: ("utrymmet som är tilldelat är slut", _FULL),
    errno.EFBIG: ("filen blir större än vad som är tillåtet", "höj gränsen, eller välj en annan plats."),
    errno.EIO: ("disken svarar fel", _DISK),
    errno.ENODEV: ("disken är inte kvar", _DISK),
    errno.ESTALE: ("nätverksdisken är inte kvar", _DISK),
    errno.ENOENT: ("platsen finns inte", _PLACE),
    errno.ENOTDIR: ("en fil står där en mapp ska vara", "flytta filen, eller välj en annan plats."),
    errno.EEXIST: ("där står något annat redan", "flytta det som står i vägen, eller välj en annan plats."),
    errno.EISDIR: ("där står en mapp", "flytta mappen, eller välj en annan plats."),
    errno.ENAMETOOLONG: ("sökvägen är för lång", "välj en plats med kortare sökväg."),
    errno.ELOOP: ("länkarna leder i en ring", _PLACE),
    errno.EBUSY: ("den används av ett annat program", "stäng det andra programmet, och kör igen."),
    errno.EMFILE: ("för många filer är öppna", "stäng andra program, och kör igen."),
    errno.ENFILE: ("för många filer är öppna", "stäng andra program, och kör igen."),
    errno.ENOMEM: ("minnet räcker inte", "stäng andra program, och kör igen."),
}
#: What is full when it is not the disk but its list of files.
NO_MORE_FILES = "disken rymmer inte fler filer"
SOMETHING = "svaret eller en fil"
LONGEST_PATH = 300


def explained(error: OSError) -> str:
    """Return what cannot be read or written, why, and what to do, in two lines."""
    path = str(error.filename2 or error.filename or "")
    if len(path) > LONGEST_PATH:
        path = f"{path[: LONGEST_PATH // 2]} … {path[-LONGEST_PATH // 2 :]}"
    place = visible(path) if path else SOMETHING
    if isinstance(error, UnpublishedError) and error.sparad:
        kept = visible(str(error.sparad))
        return (
            f"{place} är öppen i ett annat program, eller skrivskyddad; den nya filen finns som {kept}.\n"
            "    Gör så här: stäng filen i Excel, och kör igen."
        )
    strange = (f"fel {error.errno}: {error.strerror}", "kontrollera plats och rättigheter.")
    why, remedy = WHY.get(error.errno or 0, strange)
    if isinstance(error, UnpublishedError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        why = _room(error, why)
    return f"{place} kan inte läsas eller skrivas: {why}.\n    Gör så här: {remedy}"


def _room(error: UnpublishedError, why: str) -> str:
    """Return why there is no room, with how much is needed and how much there is."""
    needed = f"{_size(error.behov)} behövs"
    with suppress(OSError):
        free = shutil.disk_usage(Path(str(error.filename)).parent).free
        if error.errno == errno.ENOSPC and free >= error.behov:
            return f"{NO_MORE_FILES}, eller är nästan full: {needed}"
        return f"{why}: {needed}, {_size(free)} är ledigt"
    return f"{why}: {needed}"


def _size(antal: int) -> str:
    """Return a number of bytes as people read it, rounded up."""
    unit, name = (1_000_000, "MB") if antal >= 1_000_000 else (1_000, "kB")
    return f"{-(-antal // unit)} {name}"
