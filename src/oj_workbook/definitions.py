"""indicators/<område>/ -> Omrade.  Strict: every key is known, every reference leads somewhere, every fault is told."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from oj_workbook.counting import read_counting, refuse_contradictions
from oj_workbook.criteria import read_ja_nej
from oj_workbook.model import (
    Andel,
    Antalsslag,
    Avser,
    Belopp,
    Del,
    Indikator,
    Kalla,
    Klass,
    Kvot,
    Mattenhet,
    Mattid,
    Omrade,
    RaknasSom,
    Riktning,
    Slag,
    Svarsalternativ,
    Svarsslag,
    Typ,
    Uppdelning,
)
from oj_workbook.parts import divided, read_divisions
from oj_workbook.problems import Place, Problems, alike, did_you_mean, relative, visible
from oj_workbook.section import ID, ID_REMEDY, NO_YEAR, Section, known_years, read_section
from oj_workbook.undertryckning import BARA_PERSONER, read_rules, stands_inside
from oj_workbook.unlikely import warn_of_unlikely

T = TypeVar("T")
#: The keys that say how an indicator is counted: those of answers in words, and those of counts.
ENKATSVAR = ("ja_nej", "klass")
TAL = ("andel", "kvot", "belopp")
ALLA_RAKNAS: dict[str, RaknasSom] = {"Ja": "ja", "Nej": "nej", "utanför": "utanför"}
#: An answer in words can be shown in place of a count, but not be added to a sum.
RAKNAS_INTE: dict[str, RaknasSom] = {"utanför": "utanför"}
TYPER: dict[str, Typ] = {"struktur": "struktur", "process": "process", "resultat": "resultat"}
AVSER: dict[str, Avser] = {"organisation": "organisation", "personer": "personer", "kostnad": "kostnad"}
RIKTNINGAR: dict[str, Riktning] = {"högt": "högt", "lågt": "lågt", "ingen": "ingen"}
VID_BORTFALL = {"räknas på övriga": True, "redovisas inte": False}
LAMNAS_AV = {"enheter": False, "hela kommuner": True}
#: The least and the greatest that whole numbers may be.
ORDNING, EFTERSLAPNING, DECIMALER = (0, 9999), (0, 5), (0, 3)
#: What a count can be said to be at most.
HOGST = (1, 999_999_999)
OMRADESFIL = "_omrade.yaml"
#: Two of them, and the digits, make a number format, which has at most 255 characters.
LONGEST_UNIT = 40


def load_definitions(folder: Path, root: Path, problems: Problems) -> Omrade | None:
    """Read one område: its `_omrade.yaml` and one page per indicator, anywhere below the folder.

    None when the område itself cannot be read.
    """
    section = read_section(folder / OMRADESFIL, root, problems)
    if section is None:
        return None
    kvalitetsomraden = dict(_by_name(section.sections("kvalitetsområden"), "namn", _kvalitetsomrade))
    kallor = dict(_by_name(section.sections("källor"), "id", _kalla))
    mattenheter = dict(_by_name(section.sections("måttenheter"), "namn", _mattenhet))
    uppdelningar = dict(_by_name(section.maybe_sections("uppdelningar"), "namn", _uppdelning))
    ids = [id_ for one in uppdelningar.values() for id_ in one.delar]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        fact = f"delen {visible(id_)} finns i två uppdelningar."
        section.problem("uppdelningar", "dubbelt-namn", fact, "ge en av dem ett eget id.")
    for namn in ("procent", "kronor"):  # what an andel and a belopp are counted in
        if mattenheter and namn not in mattenheter:
            fact = f"måttenheten {visible(namn)} saknas."
            section.problem("måttenheter", "saknad-måttenhet", fact, "lägg till den, med ”tecken” och ”decimaler”.")
            mattenheter[namn] = Mattenhet(namn, "", ((0, 0),))
    namn = section.text("namn")
    beskrivning = section.maybe_text("beskrivning") or f"{namn}."
    section.finish()
    for path in sorted(folder.rglob("*.yml")):
        fact = "filer som slutar på .yml läses inte."
        problems.add(Place(relative(path, root)), "fel-filnamn", fact, "byt slutet till .yaml.")
    if not (kvalitetsomraden and kallor and mattenheter):
        return None
    reader = _Pages(kvalitetsomraden, kallor, mattenheter, uppdelningar, root, problems)
    paths = sorted(path for path in folder.rglob("*.yaml") if path.name != OMRADESFIL)
    pages = {page.id: page for path in paths for page in reader.read(path)}
    refuse_contradictions(pages.values(), reader.places, problems)
    if not problems.errors:  # what is wrong is hardly meant either
        warn_of_unlikely(pages.values(), reader.places, problems)
    faulty = {problem.place.fil for problem in problems.errors}
    sound = {id_: page for id_, page in pages.items() if page.sida not in faulty}
    return Omrade(
        id=folder.name,
        namn=namn,
        beskrivning=beskrivning,
        kvalitetsomraden=kvalitetsomraden,
        kallor=kallor,
        uppdelningar=uppdelningar,
        indikatorer=sound,
        tidigare={old: page for page in sound.values() for old in page.tidigare_id},
        felaktiga=frozenset(path.stem for path in paths if relative(path, root) in faulty),
    )


def _by_name(sections: list[Section], key: str, read: Callable[[Section], T]) -> Iterator[tuple[str, T]]:
    """Yield what each section holds, by its name; a name that stands twice is a problem."""
    seen: set[str] = set()
    for section in sections:
        name = section.id(key) if key == "id" else section.name(key)
        if name in seen:
            fact = f"{visible(name)} står två gånger."
            section.problem(key, "dubbelt-namn", fact, "ta bort den ena, eller ge den ett eget namn.")
        seen.add(name)
        yield name, read(section)


def _kvalitetsomrade(section: Section) -> str:
    beskrivning = section.text("beskrivning")
    section.finish()
    return beskrivning


def _kalla(section: Section) -> Kalla:
    kalla = Kalla(
        id=section.text("id"),
        namn=section.name("namn"),
        beskrivning=section.text("beskrivning"),
        population=section.text("population"),
        efterslapning=section.integer("eftersläpning", *EFTERSLAPNING),
        kvartiler=section.flag("kvartiler"),
        hela_kommuner="lämnas_av" in section and section.choice("lämnas_av", LAMNAS_AV),
    )
    section.finish()
    return kalla


def _uppdelning(section: Section) -> Uppdelning:
    delar = read_divisions(section)
    section.finish()
    return delar


def _mattenhet(section: Section) -> Mattenhet:
    decimaler = []
    for item in section.sections("decimaler"):
        decimaler.append((item.year("från"), item.integer("antal", *DECIMALER)))
        item.finish()
    tecken = section.name("tecken", LONGEST_UNIT)
    if '"' in tecken or "\\" in tecken or "\n" in tecken:
        fact = f"{visible(tecken)} kan inte skrivas vid ett tal."
        section.problem("tecken", "otillåtet-tecken", fact, 'skriv det på en rad, utan " och \\.')
    enhet = Mattenhet(section.name("namn"), tecken, tuple(sorted(decimaler)) or ((0, 0),))
    section.finish()
    return enhet


class _Pages:
    """Reads the pages of one område, with the words that its `_omrade.yaml` allows."""

    def __init__(
        self,
        kvalitetsomraden: dict[str, str],
        kallor: dict[str, Kalla],
        mattenheter: dict[str, Mattenhet],
        uppdelningar: dict[str, Uppdelning],
        root: Path,
        problems: Problems,
    ) -> None:
        self.kvalitetsomraden, self.kallor, self.mattenheter = kvalitetsomraden, kallor, mattenheter
        self.uppdelningar = uppdelningar
        self.root, self.problems = root, problems
        self.taken: dict[str, Place] = {}
        self.places: dict[str, Place] = {}

    def read(self, path: Path) -> Iterator[Indikator]:
        """Yield a page's indicator and then its parts; nothing when it holds no indicator at all."""
        file = Place(relative(path, self.root))
        if not ID.fullmatch(path.stem):
            fact = f"filnamnet {visible(path.stem)} ska vara indikatorns id."
            self.problems.add(file, "fel-id", fact, ID_REMEDY)
        page = read_section(path, self.root, self.problems)
        if page is None:
            return
        mats = _mattid(page)
        kind = page.one_of((*ENKATSVAR, *TAL))
        inner = page.section(kind) if kind else None
        if kind is None or inner is None:
            return
        slag = _slag(kind, inner, mats, self.problems)
        mattenhet = self.mattenhet(kind, inner, page)
        inner.finish()
        kalla = page.choice("källa", self.kallor)
        lag = page.maybe_integer("eftersläpning", *EFTERSLAPNING)
        answered = isinstance(slag, Svarsslag)
        if answered:
            why = "hör till andel, kvot och belopp, inte till svar i ord."
            page.refuse((*BARA_PERSONER, "vid_bortfall", "uppdelning"), why)
        if kind == "ja_nej":
            page.refuse(("brott",), "står under ”kriterier” på den här sidan, vid det krav som ändras.")
        avser = self.avser(page, answered=answered)
        # Where it cannot be told what a measure is about, its rules are read as they stand.
        people = not answered and (avser == "personer" or (avser is None and "undertryckning" in page))
        indikator = Indikator(
            id=path.stem,
            tidigare_id=page.ids("tidigare_id") if "tidigare_id" in page else (),
            namn=page.name("namn"),
            kort_namn=page.name("kort_namn"),
            kvalitetsomraden=self.areas(page, mats),
            typ=page.choice("typ", TYPER) if "typ" in page else None,
            ordning=page.integer("ordning", *ORDNING),
            kalla=kalla,
            population=page.maybe_text("population") or kalla.population,
            avser=avser or "personer",
            riktning=page.choice("riktning", RIKTNINGAR),
            efterslapning=kalla.efterslapning if lag is None else lag,
            mats=mats,
            slag=slag,
            mattenhet=mattenhet,
            fraga=page.text("fråga") if answered else page.maybe_text("fråga"),
            beskrivning=page.text("beskrivning"),
            tolkning=page.maybe_text("tolkning"),
            jamforbarhet=page.text("jämförbarhet"),
            brott=dict(_brott(page, mats)),
            undertryckning=read_rules(page, mats, kind) if people else (),
            undertryckta_inne=people and stands_inside(page),
            redovisas_vid_bortfall=answered or page.choice("vid_bortfall", VID_BORTFALL),
            sida=file.fil,
        )
        parts = () if answered else divided(page, indikator, self.uppdelningar)
        page.finish()
        for one in (indikator, *parts):
            self.refuse_doubles(page, one)
        self.places[indikator.id] = inner.place
        yield from (indikator, *parts)

    def avser(self, page: Section, *, answered: bool) -> Avser | None:
        """Return what a measure is about, and tell rules for small numbers where none are hidden; None if unknown."""
        before = len(self.problems)
        avser = page.choice("avser", AVSER)
        if len(self.problems) > before:
            return None
        if answered and avser != "organisation":
            fact = f"{visible(avser)} kan inte stå på en sida med svar i ord."
            page.problem("avser", "fel-avser", fact, "skriv ”avser: organisation”.")
        if not answered and avser != "personer":
            page.refuse(BARA_PERSONER, "hör till mått om personer: bara där döljs små tal.")
        return avser

    def areas(self, page: Section, mats: Mattid) -> tuple[tuple[int, str], ...]:
        """Return the kvalitetsområde of every edition: one for all, or one from each of several years."""
        words = {namn: namn for namn in self.kvalitetsomraden}
        if page.is_text("kvalitetsområde") or "kvalitetsområde" not in page:
            return ((mats.fran, page.choice("kvalitetsområde", words)),)
        areas = []
        for item in page.sections("kvalitetsområde"):
            areas.append((item.year("från"), item.choice("namn", words)))
            if len(areas) > 1 and known_years(areas[-1][0], areas[-2][0]) and areas[-1][0] <= areas[-2][0]:
                fact = f"{areas[-1][0]} kommer efter {areas[-2][0]}."
                item.problem("från", "fel-år", fact, "ställ kvalitetsområdena i årsordning.")
            item.finish()
        return tuple(areas) or ((mats.fran, next(iter(words))),)

    def mattenhet(self, kind: str, inner: Section, page: Section) -> Mattenhet:
        """Return what the figures are counted in; `decimaler` on the page overrides the område's."""
        if kind == "kvot":
            enhet = inner.choice("måttenhet", self.mattenheter)
        else:
            namn = "kronor" if kind == "belopp" else "procent"
            enhet = self.mattenheter[namn]
        own = page.maybe_integer("decimaler", *DECIMALER)
        return enhet if own is None else Mattenhet(enhet.namn, enhet.tecken, ((0, own),))

    def refuse_doubles(self, page: Section, indikator: Indikator) -> None:
        """Tell an id or a name that another page has: a reader could not tell the two apart."""
        ids = [("", indikator.id), *(("tidigare_id", id_) for id_ in indikator.tidigare_id)]
        for key, name in (("namn", indikator.namn), ("kort_namn", indikator.kort_namn), *ids):
            place = page.place_of(key)
            kind = "id" if (key, name) in ids else key  # an earlier id is no other page's id either
            first = self.taken.setdefault(f"{kind} {alike(name)}", place)
            if first is not place and name:
                fact = f"{visible(name)} används redan i {first.fil}."
                self.problems.add(place, "dubbel-indikator", fact, "ge indikatorn ett eget.")


def _mattid(page: Section) -> Mattid:
    section = page.section("mäts")
    if section is None:
        return Mattid(NO_YEAR, None, ())
    inte = section.years("inte") if "inte" in section else ()
    mats = Mattid(section.year("från"), section.maybe_year("till"), inte)
    if mats.till is not None and known_years(mats.fran, mats.till) and mats.till < mats.fran:
        section.problem("till", "fel-år", f"{mats.till} är före det första året, {mats.fran}.", "rätta ett av åren.")
    section.finish()
    return mats


def _brott(page: Section, mats: Mattid) -> Iterator[tuple[int, str]]:
    """Yield the breaks that a page without criteria tells of: the year from which it is not comparable, and why."""
    for item in page.maybe_sections("brott"):
        fran = item.year("från")
        if known_years(fran, mats.fran) and fran <= mats.fran:
            fact = f"serien börjar {mats.fran} och kan inte brytas {fran}."
            item.problem("från", "fel-år", fact, "ange det första året efter ändringen.")
        yield fran, item.text("text")
        item.finish()


def _slag(kind: str, section: Section, mats: Mattid, problems: Problems) -> Slag:
    if kind == "ja_nej":
        return read_ja_nej(section, mats, _svar(section.maybe_sections("särskilda_svar"), mats, ALLA_RAKNAS), problems)
    if kind == "klass":
        return Klass(
            section.text("täljare"),
            section.text("nämnare"),
            section.name("andelen"),
            _svar(section.sections("alternativ"), mats, ALLA_RAKNAS),
        )
    return _antal(kind, section, mats)


def _antal(kind: str, section: Section, mats: Mattid) -> Antalsslag:
    taljare, namnare = _del(section, "täljare"), _del(section, "nämnare")
    if taljare.uppgift == namnare.uppgift != "":
        fact = f"täljare och nämnare är samma uppgift, {visible(namnare.uppgift)}."
        section.problem("nämnare", "samma-uppgift", fact, "rätta en av dem.")
    svar = _svar(section.maybe_sections("särskilda_svar"), mats, RAKNAS_INTE)
    negativ = section.flag("får_vara_negativ")
    if kind == "andel":
        return Andel(taljare, namnare, svar, negativ, section.flag("får_överstiga_100"))
    return Kvot(taljare, namnare, svar, negativ) if kind == "kvot" else Belopp(taljare, namnare, svar, negativ)


def _del(section: Section, key: str) -> Del:
    inner = section.section(key)
    if inner is None:
        return Del("", key)
    counting = inner.maybe_section("räkna")
    del_ = Del(
        inner.text("text"),
        inner.id("uppgift"),
        read_counting(counting) if counting else None,
        inner.flag("heltal"),
        inner.maybe_integer("högst", *HOGST),
    )
    inner.finish()
    return del_


def _svar(sections: list[Section], mats: Mattid, words: dict[str, RaknasSom]) -> tuple[Svarsalternativ, ...]:
    found: dict[str, Svarsalternativ] = {}
    for item in sections:
        svar, fran, till = item.name("svar"), item.maybe_year("från"), item.maybe_year("till")
        if svar and svar in found:
            item.problem("svar", "dubbelt-svar", f"svaret {visible(svar)} står två gånger.", "ta bort det ena.")
        first = max(mats.fran, mats.fran if fran is None else fran)
        if till is not None and known_years(till, mats.fran, first) and till < first:
            fact = f"svaret slutar {till}, innan det kunde ges ({first})."
            item.problem("till", "fel-år", fact, "rätta åren eller ta bort svaret.")
        ersatter = item.maybe_text("ersätter")
        if ersatter is not None and ersatter not in found:
            fact = f"svaret {visible(ersatter)} finns inte ovanför."
            item.problem("ersätter", "okänt-svar", fact, did_you_mean(ersatter, found, "ställ det äldre svaret först."))
        found[svar] = Svarsalternativ(svar, item.choice("räknas_som", words), fran, till, ersatter)
        item.finish()
    return tuple(found.values())
