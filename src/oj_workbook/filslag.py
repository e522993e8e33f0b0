"""The name of a file that is given out -> what it is, in words for a reader and in those of the public lists."""

from dataclasses import dataclass, replace
from pathlib import PurePath


@dataclass(frozen=True)
class Filslag:
    """A kind of file: its media type (IANA), its code in the EU's list of file types, and what it holds."""

    mediatyp: str
    eu: str
    titel: str = ""


SLAG = {
    ".xlsx": Filslag("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    ".csv": Filslag("text/csv", "CSV"),
    ".json": Filslag("application/json", "JSON"),
    ".md": Filslag("text/markdown", "MD"),
    ".html": Filslag("text/html", "HTML"),
    ".pdf": Filslag("application/pdf", "PDF"),
    ".ttl": Filslag("text/turtle", "RDF_TURTLE"),
}
ANNAT = Filslag("text/plain", "TXT")
#: What the files hold, by the beginning of their names.
TITLAR = {
    "resultat": "Resultat som tabell",
    "datapackage": "Beskrivning av tabellen för program",
    "indikatorer": "Indikatorerna, en för en",
    "metodbeskrivning": "Metodbeskrivning",
    "andringar": "Vad som är ändrat",
    "dcat": "Beskrivning för datakataloger",
    "bygge": "Vad filerna är gjorda av",
    "SHA256SUMS": "Filernas kontrollsummor",
}


def slag_of(fil: str) -> Filslag:
    """Return what a file of the bundle is, by its name."""
    path = PurePath(fil)
    slag = SLAG.get(path.suffix, ANNAT)
    if path.suffix == ".xlsx":
        return replace(slag, titel="Arbetsbok")
    titel = next((words for begins, words in TITLAR.items() if path.name.startswith(begins)), path.name)
    return replace(slag, titel=titel)
