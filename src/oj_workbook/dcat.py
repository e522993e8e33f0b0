"""Editions and the finished files of one -> dcat.ttl: what a catalogue of open data reads of them (DCAT-AP-SE 3).

A catalogue holds one series for the område, and in it a dataset for each edition.  The files with the figures are the
dataset's distributions, the texts its documentation.  An issue replaces the one before, and is the same dataset.
Everything has an address of its own, so that the same files always give the same bytes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from urllib.parse import quote

from oj_workbook.datapackage import RESULTAT, description_of, title_of
from oj_workbook.edition import Utgava
from oj_workbook.filslag import slag_of
from oj_workbook.model import Omrade
from oj_workbook.publicering import Publicering, Serie
from oj_workbook.usage import UsageError

try:
    from rdflib import Graph, Literal, Namespace, URIRef
    from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, XSD
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] != "rdflib":
        raise
    raise UsageError("release kräver tillägget: pip install ”oj-workbook[release]”.") from None

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib knows an earlier version
DCATAP = Namespace("http://data.europa.eu/r5r/")
EU = Namespace("http://publications.europa.eu/resource/authority/")
IANA = Namespace("https://www.iana.org/assignments/media-types/")
NUTS = Namespace("http://data.europa.eu/nuts/code/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
UTGIVARTYPER = Namespace("http://purl.org/adms/publishertype/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
PREFIXES = {"adms": ADMS, "dcat": DCAT, "dcatap": DCATAP, "dcterms": DCTERMS, "foaf": FOAF, "rdfs": RDFS}
PREFIXES |= {"spdx": SPDX, "vcard": VCARD, "xsd": XSD}
#: The län as the EU's list of regions (NUTS 3) has them.
_REGIONER = (
    "01:SE110 03:SE121 04:SE122 05:SE123 06:SE211 07:SE212 08:SE213 09:SE214 10:SE221 12:SE224 13:SE231 14:SE232 "
    "17:SE311 18:SE124 19:SE125 20:SE312 21:SE313 22:SE321 23:SE322 24:SE331 25:SE332"
)
LAN = dict(one.split(":") for one in _REGIONER.split())
#: The files with the figures, and those that explain them, by how their names end.
DATA = (".csv", ".xlsx")
TEXTER = (".html", ".md", ".pdf")
#: The description of the columns, made by datapackage.py.
BESKRIVNING = "datapackage.json"
Value = URIRef | Literal


def dcat(
    utgava: Utgava, omrade: Omrade, publicering: Publicering, files: Mapping[str, bytes], others: Sequence[Utgava]
) -> bytes:
    """Return dcat.ttl for a bundle's finished files, by their names; `others` are the project's other editions.

    Those of another område stand outside.  The same editions and files give the same bytes.
    """
    same = [one for one in others if one.omrade == utgava.omrade and one.id != utgava.id]
    editions = sorted([utgava, *same], key=lambda one: (one.ar[-1], one.id))
    writer = _Writer(omrade, publicering)
    writer.catalogue(editions)
    writer.series(editions)
    for before, one in zip([None, *editions], editions, strict=False):
        writer.dataset(one, before)
    writer.files(utgava, files)
    return writer.graph.serialize(format="turtle", encoding="utf-8")


def _graph() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


@dataclass
class _Writer:
    """Says one thing after the other of the editions of an område."""

    omrade: Omrade
    publicering: Publicering
    graph: Graph = field(default_factory=_graph)

    @property
    def serie(self) -> Serie:
        """Return what is said of all the editions."""
        return self.publicering.serier[self.omrade.id]

    def node(self, path: str) -> URIRef:
        """Return an address of ours; it stays the same from issue to issue."""
        return URIRef(f"{self.publicering.webbadress}/{path}")

    def edition(self, utgava: Utgava) -> URIRef:
        """Return the address of an edition, whatever the issue."""
        return self.node(quote(utgava.id))

    def say(self, subject: URIRef, kind: URIRef, *facts: tuple[URIRef, Value]) -> None:
        """Say what something is, and what holds for it."""
        self.graph.add((subject, RDF.type, kind))
        for predicate, value in facts:
            self.graph.add((subject, predicate, value))

    def catalogue(self, editions: Sequence[Utgava]) -> None:
        """Say what the catalogue is, who gives it out, and whom a reader asks."""
        publicering, kontakt = self.publicering, self.publicering.kontakt
        self.say(
            self.node("katalog"),
            DCAT.Catalog,
            (DCTERMS.title, _sv(publicering.titel)),
            (DCTERMS.description, _sv(publicering.beskrivning)),
            (DCTERMS.publisher, URIRef(publicering.utgivare.uri)),
            (DCTERMS.license, URIRef(publicering.licens.uri)),
            (DCTERMS.language, EU["language/SWE"]),
            (FOAF.homepage, self.node("")),
            (DCAT.themeTaxonomy, EU["data-theme"]),
            *_dates(editions),
            *self._where(editions),
            *((DCAT.dataset, one) for one in (self._series, *map(self.edition, editions))),
        )
        self.say(
            URIRef(publicering.utgivare.uri),
            FOAF.Agent,
            (FOAF.name, Literal(publicering.utgivare.namn)),
            (DCTERMS.type, UTGIVARTYPER[publicering.utgivare.typ]),
        )
        self.say(
            self.node("kontakt"),
            VCARD.Organization,
            (VCARD.fn, Literal(kontakt.namn)),
            (VCARD.hasEmail, URIRef(f"mailto:{quote(kontakt.epost, safe='@+')}")),
            *(((VCARD.hasURL, URIRef(kontakt.webbsida)),) if kontakt.webbsida else ()),
        )

    def series(self, editions: Sequence[Utgava]) -> None:
        """Say what all the editions are together."""
        told = " ".join(dict.fromkeys(one.exempeldata for one in editions if one.exempeldata))
        self.say(
            self._series,
            DCAT.DatasetSeries,
            (DCTERMS.title, _sv(self.serie.titel)),
            (DCTERMS.description, _sv("\n\n".join(filter(None, (self.serie.beskrivning, told))))),
            *self._common(editions),
        )

    def dataset(self, utgava: Utgava, before: Utgava | None) -> None:
        """Say what is known of an edition without its files, and which one it follows."""
        self.say(
            self.edition(utgava),
            DCAT.Dataset,
            (DCTERMS.title, _sv(title_of(utgava))),
            (DCTERMS.description, _sv(description_of(utgava, self.publicering))),
            (DCTERMS.identifier, Literal(utgava.id)),
            (DCAT.inSeries, self._series),
            (DCAT.version, Literal(utgava.version)),
            (ADMS.versionNotes, _sv(utgava.utgivningar[-1].text)),
            (DCTERMS.accessRights, EU["access-right/PUBLIC"]),
            (DCTERMS.language, EU["language/SWE"]),
            (DCAT.landingPage, self._file(utgava, "")),
            *self._common([utgava]),
            *(((DCAT.prev, self.edition(before)),) if before else ()),
        )

    def files(self, utgava: Utgava, files: Mapping[str, bytes]) -> None:
        """Say what the files of an edition's issue are: its figures, its documentation, and what they were made of."""
        dataset = self.edition(utgava)
        for name in sorted(files):
            file, slag = self._file(utgava, name), slag_of(name)
            if name.endswith(DATA):
                self.graph.add((dataset, DCAT.distribution, URIRef(f"{file}#distribution")))
                self._distribution(utgava, name, files)
            elif name.endswith(TEXTER):
                self.graph.add((dataset, FOAF.page, file))
                self.say(file, FOAF.Document, (DCTERMS.title, _sv(slag.titel)), *_form(name))
            elif PurePath(name).stem == "bygge":
                self.graph.add((dataset, DCTERMS.provenance, file))
                self.say(file, DCTERMS.ProvenanceStatement, (RDFS.label, _sv(slag.titel)))

    def _distribution(self, utgava: Utgava, name: str, files: Mapping[str, bytes]) -> None:
        file, titel = self._file(utgava, name), slag_of(name).titel
        checksum = URIRef(f"{file}#sha256")
        sha256 = Literal(hashlib.sha256(files[name]).hexdigest(), datatype=XSD.hexBinary)
        described = name == RESULTAT and BESKRIVNING in files
        self.say(
            URIRef(f"{file}#distribution"),
            DCAT.Distribution,
            (DCTERMS.title, _sv(titel)),
            (DCTERMS.description, _sv(f"{titel}: {title_of(utgava)}, utgivning {utgava.version}.")),
            (DCAT.accessURL, file),
            (DCAT.downloadURL, file),
            *_form(name),
            (DCAT.byteSize, Literal(len(files[name]), datatype=XSD.nonNegativeInteger)),
            (SPDX.checksum, checksum),
            (DCTERMS.license, URIRef(self.publicering.licens.uri)),
            (DCTERMS.language, EU["language/SWE"]),
            (DCATAP.availability, EU["planned-availability/STABLE"]),
            (DCTERMS.issued, _day(utgava.datum)),
            (DCTERMS.modified, _day(utgava.datum)),
            *(((DCTERMS.conformsTo, self._file(utgava, BESKRIVNING)),) if described else ()),
        )
        self.say(checksum, SPDX.Checksum, (SPDX.algorithm, SPDX.checksumAlgorithm_sha256), (SPDX.checksumValue, sha256))
        if described:
            self.say(
                self._file(utgava, BESKRIVNING), DCTERMS.Standard, (DCTERMS.title, _sv(slag_of(BESKRIVNING).titel))
            )

    @property
    def _series(self) -> URIRef:
        return self.node(f"serie/{quote(self.omrade.id)}")

    def _file(self, utgava: Utgava, name: str) -> URIRef:
        return URIRef(f"{self.publicering.bundle(utgava.id, utgava.version)}{quote(name)}")

    def _common(self, editions: Sequence[Utgava]) -> list[tuple[URIRef, Value]]:
        """Return what is said alike of a dataset and of a series of them."""
        return [
            (DCTERMS.publisher, URIRef(self.publicering.utgivare.uri)),
            (DCAT.contactPoint, self.node("kontakt")),
            (DCTERMS.accrualPeriodicity, EU["frequency/ANNUAL"]),
            *((DCAT.theme, EU[f"data-theme/{tema}"]) for tema in self.serie.tema),
            *((DCAT.keyword, _sv(word)) for word in self.serie.nyckelord),
            *_dates(editions),
            *self._where(editions),
            (DCTERMS.temporal, self._period(editions)),
        ]

    def _where(self, editions: Sequence[Utgava]) -> list[tuple[URIRef, Value]]:
        """Return the country, or the län where they are not all of it."""
        lan = {kod for one in editions for kod in one.lan}
        places = [EU["country/SWE"]] if len(lan) == len(LAN) else [NUTS[LAN[kod]] for kod in sorted(lan) if kod in LAN]
        for place in places:
            self.graph.add((place, RDF.type, DCTERMS.Location))
        return [(DCTERMS.spatial, place) for place in places]

    def _period(self, editions: Sequence[Utgava]) -> URIRef:
        """Return the years that the figures describe: registers may lag behind the survey."""
        indikatorer = self.omrade.indikatorer.values()
        years = [ar for one in editions for ar in one.ar]
        years += [ar for one in editions for indikator in indikatorer for ar in indikator.years(one.ar)]
        first, last = min(years), max(years)
        period = self.node(f"period/{first}-{last}")
        dates = (DCAT.startDate, _day(date(first, 1, 1))), (DCAT.endDate, _day(date(last, 12, 31)))
        self.say(period, DCTERMS.PeriodOfTime, *dates)
        return period


def _dates(editions: Sequence[Utgava]) -> list[tuple[URIRef, Value]]:
    issued = min(one.utgivningar[0].datum for one in editions)
    return [(DCTERMS.issued, _day(issued)), (DCTERMS.modified, _day(max(one.datum for one in editions)))]


def _form(name: str) -> list[tuple[URIRef, Value]]:
    """Return what kind of file it is, in both of the lists that are in use."""
    slag = slag_of(name)
    return [(DCTERMS.format, EU[f"file-type/{slag.eu}"]), (DCAT.mediaType, IANA[slag.mediatyp])]


def _sv(text: str) -> Literal:
    return Literal(text, lang="sv")


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)
