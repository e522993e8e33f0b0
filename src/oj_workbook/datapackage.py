"""An edition and its finished files -> datapackage.json: a Data Package (v2), which says what each column is."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from oj_workbook import PROGRAM
from oj_workbook.edition import Utgava
from oj_workbook.falt import FALT, NYCKEL, Falt
from oj_workbook.filslag import slag_of
from oj_workbook.model import Omrade
from oj_workbook.publicering import Publicering

RESULTAT = "resultat.csv"
PROFIL = "https://datapackage.org/profiles/2.0/"
#: A program that finds a workbook in a package takes its sheets for tables, and those of ours are pages.
NOT_TOLD = ".xlsx"
#: What both descriptions say before the title and the text of an edition with invented figures.
EXEMPELDATA = "EXEMPELDATA"
Json = dict[str, Any]


def datapackage(utgava: Utgava, omrade: Omrade, publicering: Publicering, files: Mapping[str, bytes]) -> bytes:
    """Return datapackage.json for a bundle's finished files, by their names; resultat.csv must be one of them.

    The workbook is not told of.  The same edition and files give the same bytes.
    """
    serie = publicering.serier[omrade.id]
    licens = publicering.licens
    found = {
        "$schema": f"{PROFIL}datapackage.json",
        "name": f"{utgava.id}-{utgava.version}".lower(),
        "id": f"{publicering.bundle(utgava.id, utgava.version)}datapackage.json",
        "title": title_of(utgava),
        "description": description_of(utgava, publicering),
        "version": utgava.version,
        "created": f"{utgava.datum.isoformat()}T00:00:00Z",
        "homepage": publicering.bundle(utgava.id, utgava.version),
        "keywords": list(serie.nyckelord),
        "licenses": [{"name": licens.namn, "title": licens.titel, "path": licens.uri}],
        "contributors": [
            {"title": publicering.utgivare.namn, "path": publicering.utgivare.uri, "roles": ["publisher"]},
            {"title": publicering.kontakt.namn, "email": publicering.kontakt.epost, "roles": ["contact"]},
        ],
        "sources": [{"title": ursprung} for ursprung in dict.fromkeys(one.ursprung for one in utgava.leveranser)],
        "exempeldata": utgava.exempeldata or False,
        "program": PROGRAM,
        "resources": [_table(files[RESULTAT], utgava)]
        + [_resource(name, files[name]) for name in sorted(files) if name != RESULTAT and not name.endswith(NOT_TOLD)],
    }
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def title_of(utgava: Utgava) -> str:
    """Return the edition's name, marked where figures are invented."""
    marked = EXEMPELDATA in utgava.namn or not utgava.exempeldata
    return utgava.namn if marked else f"{EXEMPELDATA}: {utgava.namn}"


def description_of(utgava: Utgava, publicering: Publicering) -> str:
    """Return what the edition is: first what is invented, then what all editions show, then how they are quoted."""
    invented = utgava.exempeldata
    if invented and EXEMPELDATA not in invented:
        invented = f"{EXEMPELDATA}: {invented}"
    return "\n\n".join(filter(None, (invented, publicering.serier[utgava.omrade].beskrivning, utgava.hanvisning)))


def _table(data: bytes, utgava: Utgava) -> Json:
    kolumner = data.partition(b"\n")[0].decode().split(",")  # our own names, none with a comma
    return {
        "$schema": f"{PROFIL}dataresource.json",
        **_resource(RESULTAT, data),
        "type": "table",
        "title": f"Resultat – {title_of(utgava)}",
        "description": "En rad för varje indikator, år och enhet eller nivå.",
        "dialect": {
            "$schema": f"{PROFIL}tabledialect.json",
            "header": True,
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminator": "\n",
        },
        "schema": {
            "$schema": f"{PROFIL}tableschema.json",
            "fields": [_field(kolumn, FALT[kolumn]) for kolumn in kolumner],
            "missingValues": [""],
            "primaryKey": list(NYCKEL),
        },
    }


def _field(namn: str, falt: Falt) -> Json:
    constraints: Json = {"required": True} if falt.kravs else {}
    constraints |= {"enum": [str(word) for word in falt.ord]} if falt.ord else {}
    constraints |= {"pattern": falt.monster} if falt.monster else {}
    constraints |= {} if falt.lagst is None else {"minimum": falt.lagst}
    words = [{"value": str(word), "label": told} for word, told in falt.ord.items()]
    return {
        "name": namn,
        "type": falt.typ,
        "title": falt.titel,
        "description": falt.betyder,
        **({"decimalChar": ".", "bareNumber": True} if falt.typ == "number" else {}),
        **({"categories": words} if words else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _resource(name: str, data: bytes) -> Json:
    """Return what holds for any file: where it lies, what it is, and how one sees that it is whole."""
    slag = slag_of(name)
    text = slag.mediatyp.startswith("text/") or slag.mediatyp.endswith("json")
    return {
        "name": _name(name),
        "title": slag.titel,
        "path": name,
        "format": PurePath(name).suffix.removeprefix(".") or "txt",
        "mediatype": slag.mediatyp,
        **({"encoding": "utf-8"} if text else {}),
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }


def _name(fil: str) -> str:
    """Return a resource's name: lower case; that of resultat.csv is what a program asks for."""
    return "resultat" if fil == RESULTAT else fil.lower()
