"""dcat.ttl holds what DCAT-AP-SE 3 asks for, and says of the files and the years what is true of them.

The properties are those that DCAT-AP-SE 3.0.1 draws as mandatory and recommended for each class (the diagram of
https://docs.dataportal.se/dcat/3.0.1/en/, 25 November 2024).  The official SHACL shapes of DCAT-AP 3.0.0
(https://github.com/SEMICeu/DCAT-AP, releases/3.0.0/html/shacl) can be read, but are not kept in the project;
DCAT-AP-SE has none.  `dcat_shapes.ttl` is our own: the same properties, with how many there may be and of what kind, as
the two specifications have them.  That it refuses what it should is tested by leaving every property out.
"""

import hashlib
import importlib
import json
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, URIRef

from conftest import EDITION, RIKET, ROOT
from oj_workbook.dcat import LAN, PREFIXES, dcat
from oj_workbook.edition import Utgava
from oj_workbook.model import Omrade
from oj_workbook.problems import Problems
from oj_workbook.sources import read_written
from oj_workbook.usage import UsageError
from published import OTHERS, publicering

SHAPES = Graph().parse(Path(__file__).parent / "dcat_shapes.ttl")
BASE = "https://exempel.invalid/oppna-jamforelser/"
FILES = OTHERS | {
    "bok.xlsx": b"en arbetsbok",
    "resultat.csv": b"enhet,namn\n",
    "bygge.json": b"{}",
    "datapackage.json": b"{}",
}
#: class -> what DCAT-AP-SE 3.0.1 draws for it, mandatory or recommended, besides what it may leave out.
ASKED = {
    "dcat:Catalog": "dcterms:title dcterms:description dcterms:publisher dcterms:license dcterms:issued "
    "dcterms:language dcterms:modified foaf:homepage dcat:themeTaxonomy dcat:dataset",
    "dcat:DatasetSeries": "dcterms:title dcterms:description dcat:keyword dcat:theme dcterms:temporal dcterms:issued "
    "dcterms:spatial dcterms:publisher dcat:contactPoint",
    "dcat:Dataset": "dcterms:title dcterms:description dcat:keyword dcat:theme dcterms:temporal dcterms:issued "
    "dcterms:accessRights dcterms:spatial dcterms:publisher dcat:contactPoint dcat:inSeries",
    "dcat:Distribution": "dcat:accessURL dcterms:description dcat:mediaType dcatap:availability dcterms:license",
    "foaf:Agent": "foaf:name dcterms:type",
    "vcard:Organization": "vcard:fn vcard:hasEmail",
}
#: class -> what else is said here of each: recommended or optional in DCAT-AP 3.0.0.
ALSO = {
    "dcat:DatasetSeries": "dcterms:modified dcterms:accrualPeriodicity",
    "dcat:Dataset": "dcterms:modified dcterms:accrualPeriodicity dcterms:language dcat:version dcat:landingPage",
    "dcat:Distribution": "dcterms:title dcterms:format dcat:downloadURL dcat:byteSize spdx:checksum dcterms:language "
    "dcterms:issued dcterms:modified",
    "spdx:Checksum": "spdx:algorithm spdx:checksumValue",
    "dcterms:PeriodOfTime": "dcat:startDate dcat:endDate",
}


@cache
def written(edition: str) -> tuple[Utgava, Omrade]:
    """Return an edition of the project and its område."""
    problems = Problems()
    found = read_written(ROOT, edition, problems)
    problems.raise_if_any()
    assert found.utgava
    assert found.omrade
    return found.utgava, found.omrade


@cache
def catalogue(edition: str = RIKET, other: str = EDITION) -> bytes:
    """Return dcat.ttl of an edition beside another."""
    utgava, omrade = written(edition)
    return dcat(utgava, omrade, publicering(), FILES, [written(other)[0]])


def graph(turtle: bytes | None = None) -> Graph:
    return Graph().parse(data=turtle or catalogue(), format="turtle")


def iri(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(f"{PREFIXES[prefix]}{local}")


def all_of(found: Graph, kind: str) -> list[URIRef]:
    return [one for one in found.subjects(RDF.type, iri(kind)) if isinstance(one, URIRef)]


def values(found: Graph, subject: str, name: str) -> list[str]:
    """Return what is said of something of ours."""
    return sorted(str(one) for one in found.objects(URIRef(BASE + subject), iri(name)))


PROPERTIES = [
    (kind, name) for table in (ASKED, ALSO) for kind, names in table.items() for name in dict.fromkeys(names.split())
]


@pytest.mark.parametrize("kind", dict.fromkeys(kind for kind, _ in PROPERTIES))
def test_everything_of_a_class_has_the_properties_that_are_asked_for(kind: str) -> None:
    found = graph()
    assert all_of(found, kind)
    missing = [
        (one, name)
        for one in all_of(found, kind)
        for of, name in PROPERTIES
        if of == kind and not list(found.objects(one, iri(name)))
    ]
    assert missing == []


@pytest.mark.parametrize(("edition", "other"), [(RIKET, EDITION), (EDITION, RIKET), (EDITION, EDITION)])
def test_the_catalogue_has_the_shape_of_dcat_ap(edition: str, other: str) -> None:
    conforms, _, text = validate(graph(catalogue(edition, other)), shacl_graph=SHAPES)
    assert conforms, text


@pytest.mark.parametrize(("kind", "name"), PROPERTIES)
def test_a_property_that_is_left_out_is_refused(kind: str, name: str) -> None:
    found = graph()
    found.remove((all_of(found, kind)[0], iri(name), None))
    assert not validate(found, shacl_graph=SHAPES)[0]


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("dcat:Dataset", "dcterms:title", Literal("utan språk")),
        ("dcat:Dataset", "dcterms:issued", Literal("i går")),
        ("dcat:Dataset", "dcat:theme", Literal("SOCI")),
        ("dcat:Dataset", "dcterms:publisher", URIRef(BASE + "katalog")),
        ("dcat:Distribution", "dcterms:format", Literal("csv")),
        ("dcat:Distribution", "dcat:byteSize", Literal("många")),
        ("dcat:Distribution", "dcat:accessURL", Literal("https://exempel.invalid/")),
        ("vcard:Organization", "vcard:hasEmail", Literal("statistik@exempel.invalid")),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(kind: str, name: str, value: URIRef | Literal) -> None:
    found = graph()
    found.set((all_of(found, kind)[0], iri(name), value))
    assert not validate(found, shacl_graph=SHAPES)[0]


def test_the_figures_are_distributions_with_their_checksums_and_the_texts_documentation() -> None:
    found = graph()
    folder = f"{BASE}2024-riket/2024.2/"
    assert values(found, "2024-riket", "dcat:distribution") == [
        f"{folder}{name}#distribution" for name in ("bok.xlsx", "resultat.csv")
    ]
    for name, kind in (("bok.xlsx", "XLSX"), ("resultat.csv", "CSV")):
        one = f"2024-riket/2024.2/{name}"
        assert values(found, f"{one}#distribution", "dcat:downloadURL") == [folder + name]
        assert values(found, f"{one}#distribution", "dcat:byteSize") == [str(len(FILES[name]))]
        assert values(found, f"{one}#distribution", "dcterms:format")[0].endswith(f"/file-type/{kind}")
        assert f'"{hashlib.sha256(FILES[name]).hexdigest()}"^^xsd:hexBinary'.encode() in catalogue()
    texts = ("andringar-2024.1.html", "indikatorer.html", "indikatorer.md", "metodbeskrivning.html")
    assert values(found, "2024-riket", "foaf:page") == [folder + name for name in (*texts, "metodbeskrivning.pdf")]
    assert values(found, "2024-riket/2024.2/resultat.csv#distribution", "dcterms:conformsTo") == [
        f"{folder}datapackage.json"
    ]
    assert values(found, "2024-riket", "dcterms:provenance") == [f"{folder}bygge.json"]


def test_the_years_follow_one_another_in_one_series() -> None:
    found = graph()
    series = [str(one) for one in all_of(found, "dcat:DatasetSeries")]
    assert series == [f"{BASE}serie/ekonomiskt-bistand"]
    assert [values(found, one, "dcat:inSeries") for one in (RIKET, EDITION)] == [series, series]
    assert values(found, RIKET, "dcat:prev") == [BASE + EDITION]
    assert values(found, EDITION, "dcat:prev") == []
    assert values(found, EDITION, "dcat:distribution") == []
    assert values(found, RIKET, "dcterms:temporal") == [f"{BASE}period/2015-2024"]
    assert values(found, "serie/ekonomiskt-bistand", "dcterms:temporal") == [f"{BASE}period/2011-2024"]
    assert values(found, RIKET, "dcat:version") == ["2024.2"]
    assert values(found, RIKET, "dcterms:issued") == ["2026-11-24"]
    assert values(found, RIKET, "dcterms:modified") == ["2026-11-26"]


def test_a_county_is_where_it_is_and_all_counties_are_the_country() -> None:
    found = graph()
    assert values(found, EDITION, "dcterms:spatial") == ["http://data.europa.eu/nuts/code/SE211"]
    country = ["http://publications.europa.eu/resource/authority/country/SWE"]
    assert values(found, RIKET, "dcterms:spatial") == country
    assert set(LAN) == set(written(RIKET)[0].lan)
    assert len(set(LAN.values())) == len(LAN)


def test_invented_figures_are_called_so_in_the_title_and_the_description() -> None:
    utgava, omrade = written(EDITION)
    invented = replace(utgava, exempeldata="Svaren är påhittade.")
    found = graph(dcat(invented, omrade, publicering(), FILES, []))
    for name in ("dcterms:title", "dcterms:description"):
        assert values(found, EDITION, name)[0].startswith("EXEMPELDATA: ")
        assert "EXEMPELDATA" not in values(graph(), EDITION, name)[0]
        assert values(graph(), RIKET, name)[0].startswith("EXEMPELDATA")
    assert "EXEMPELDATA" in values(graph(), "serie/ekonomiskt-bistand", "dcterms:description")[0]


def test_another_area_and_the_edition_itself_are_not_told_twice() -> None:
    utgava, omrade = written(RIKET)
    foreign = replace(written(EDITION)[0], omrade="hemloshet")
    found = graph(dcat(utgava, omrade, publicering(), FILES, [foreign, utgava]))
    assert all_of(found, "dcat:Dataset") == [URIRef(BASE + RIKET)]
    assert values(found, RIKET, "dcat:prev") == []


def test_a_missing_library_is_told_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdflib", None)
    monkeypatch.delitem(sys.modules, "oj_workbook.dcat")
    with pytest.raises(UsageError, match=r"pip install ”oj-workbook\[release\]”"):
        importlib.import_module("oj_workbook.dcat")


def test_the_same_files_give_the_same_bytes_and_nothing_is_without_an_address() -> None:
    utgava, omrade = written(RIKET)
    backwards = {name: FILES[name] for name in sorted(FILES, reverse=True)}
    assert dcat(utgava, omrade, publicering(), backwards, [utgava, written(EDITION)[0]]) == catalogue()
    assert all(isinstance(one, URIRef) for one in graph().subjects())
    assert json.dumps(str(ROOT)).strip('"').encode() not in catalogue()
