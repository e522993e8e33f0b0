"""The vocabulary of keys -> the tables of the guides, between `<!-- nycklar: NAMN -->` and `<!-- slut -->`.

A key of a section without a table of its own stands under the key that has it, after "…".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from oj_workbook.nycklar import (
    Ar,
    Avsnitt,
    Dar,
    Datum,
    EfterForsta,
    Endera,
    Fall,
    Form,
    Heltal,
    Igen,
    Lista,
    Med,
    Namngivna,
    Nyckel,
    Ord,
    Poster,
    Text,
    inner,
)
from oj_workbook.nycklar_kallor import LEVERANS, MANADSPOSTER
from oj_workbook.nycklar_krav import VILLKORET
from oj_workbook.nycklar_omrade import OMRADE
from oj_workbook.nycklar_publicering import PUBLICERING
from oj_workbook.nycklar_rakna import RAKNA
from oj_workbook.nycklar_sida import REGEL, SIDA, UPPDELNING
from oj_workbook.nycklar_slag import ANDEL, BELOPP, JA_NEJ, KLASS, KVOT, SVAR, SVAR_I_TAL
from oj_workbook.nycklar_utgava import ANDRING, GRUPPER, RATTELSE, UTGAVA, UTGIVNING

HUVUD = "| nyckel | krävs | vad den betyder | får vara | exempel |\n|---|---|---|---|---|\n"
MARKERAD = re.compile(r"(<!-- nycklar: (\S+) -->\n).*?(<!-- slut -->)", re.DOTALL)
ANTAL = {2: "två", 4: "fyra", 5: "fem"}


@dataclass(frozen=True)
class Tabell:
    """The keys of a section, or of several that share most of them; of one case only, or without those of one."""

    avsnitt: tuple[Avsnitt, ...]
    fall: Fall | None = None
    utom: Fall | None = None

    def shows(self, nyckel: Nyckel) -> bool:
        """Tell whether the key has a row here."""
        return nyckel.bara == self.fall if self.fall else self.utom is None or nyckel.bara != self.utom


GUIDER = {
    "indicators/README.md": {
        "sida": Tabell((SIDA,)),
        "ja_nej": Tabell((JA_NEJ,)),
        "klass": Tabell((KLASS,)),
        "tal": Tabell((ANDEL, KVOT, BELOPP)),
        "räkna": Tabell((RAKNA,)),
        "uppdelning": Tabell((UPPDELNING,)),
        "villkor": Tabell((VILLKORET,)),
        "svar": Tabell((SVAR, SVAR_I_TAL)),
        "undertryckning": Tabell((REGEL,)),
        "område": Tabell((OMRADE,)),
    },
    "data/README.md": {
        "utgåva": Tabell((UTGAVA,)),
        "utgivningar": Tabell((UTGIVNING,)),
        "grupper": Tabell((GRUPPER,)),
        "källor": Tabell((LEVERANS,), utom=MANADSPOSTER),
        "månadsposter": Tabell((LEVERANS,), fall=MANADSPOSTER),
        "rättelser": Tabell((RATTELSE,)),
        "ändringar": Tabell((ANDRING,)),
        "publicering": Tabell((PUBLICERING,)),
    },
}


def filled(text: str, tabeller: dict[str, Tabell]) -> str:
    """Return a guide with each of its tables as the vocabulary has it."""
    own = {id(avsnitt) for tabell in tabeller.values() for avsnitt in tabell.avsnitt}
    return MARKERAD.sub(lambda match: f"{match[1]}{HUVUD}{table(tabeller[match[2]], own)}{match[3]}", text)


def table(tabell: Tabell, own: set[int]) -> str:
    """Return the rows of a table; `own` are the sections that have tables of their own."""
    pairs = [(nyckel, avsnitt) for avsnitt in tabell.avsnitt for nyckel in avsnitt.nycklar if tabell.shows(nyckel)]
    names = [nyckel.namn for nyckel, _ in pairs]
    pairs.sort(key=lambda pair: names.index(pair[0].namn))  # what differs between the sections stands together
    rows = _rows(pairs, tabell, own, set(), 0)
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _rows(
    pairs: Iterable[tuple[Nyckel, Avsnitt]], tabell: Tabell, own: set[int], seen: set[int], depth: int
) -> Iterator[Sequence[str]]:
    for nyckel, avsnitt in pairs:
        if id(nyckel) in seen:
            continue
        seen.add(id(nyckel))
        name = f"{'… ' * depth}`{nyckel.namn}`"
        vad = f"{nyckel.vad}; utan nyckeln {nyckel.utan}" if nyckel.utan else nyckel.vad
        example = nyckel.exempel.partition("\n")[0]
        yield name, required(nyckel, avsnitt, tabell), vad, may_be(nyckel.form), f"`{example}`"
        below = inner(nyckel.form)
        if below and id(below) not in own:
            yield from _rows([(one, below) for one in below.nycklar], tabell, own, seen, depth + 1)


def required(nyckel: Nyckel, avsnitt: Avsnitt, tabell: Tabell) -> str:
    """Return when a key must be there, and where alone it may be."""
    if avsnitt in tabell.avsnitt and not all(nyckel in one.nycklar for one in tabell.avsnitt):
        return f"bara {avsnitt.hos}" if nyckel.kravs else f"nej, bara {avsnitt.hos}"
    for group in avsnitt.exakt_en:
        if nyckel.namn in group.nycklar:
            where = f", med {_keys(group.bara.nycklar)}" if group.bara else ""
            return f"en av de {ANTAL[len(group.nycklar)]}{where}"
    if nyckel.kravs is True or (nyckel.kravs and nyckel.kravs == tabell.fall):
        return "ja"
    if nyckel.kravs:
        return _case(nyckel.kravs, avsnitt)
    return f"nej, bara {_case(nyckel.bara, avsnitt)}" if nyckel.bara and nyckel.bara != tabell.fall else "nej"


def _case(fall: Fall, avsnitt: Avsnitt) -> str:
    match fall:
        case EfterForsta():
            return "ja, utom i den första"
        case Med(nycklar=nycklar, ord=ord_):
            return ord_ or f"med {_keys(nycklar)}"
        case Dar(nyckel=nyckel, varden=varden):
            (form,) = (one.form for one in avsnitt.nycklar if one.namn == nyckel)
            others = [word for word in form.ord if word not in varden] if isinstance(form, Ord) else []
            return f"ja, utom {_keys(others)}" if len(others) < len(varden) else _keys(varden)


def may_be(form: Form | Igen) -> str:
    """Return in few words what a key may be."""
    match form:
        case Avsnitt():
            return _section(form)
        case Poster(av=av):
            return f"lista med {may_be(av)}"
        case Igen(namn=namn):
            return namn
        case Namngivna(namn=namn, av=av, far_vara=words):
            return words or f"{namn} till vänster, {may_be(av)} till höger"
        case Endera(enkelt=enkelt, annars=annars):
            return f"{may_be(enkelt)}, eller {may_be(annars)}"
        case Lista(av=av, minst=minst):
            return f"{_value(av)}, eller en lista" if minst == 1 else f"lista med minst {ANTAL[minst]} {_value(av)}"
        case _:
            return _value(form)


def _value(form: Text | Heltal | Ar | Datum | Ord) -> str:
    match form:
        case Text(far_vara=words):
            return words
        case Heltal(far_vara=words, lagst=low, hogst=high):
            return words or f"{low}–{high}"
        case Ar():
            return "årtal"
        case Datum():
            return "datum"
        case Ord(ord=words, betyder=betyder):
            return ", ".join(f"`{word}` ({betyder[word]})" if word in betyder else f"`{word}`" for word in words)


def _section(avsnitt: Avsnitt) -> str:
    alternatives = {key for group in avsnitt.exakt_en for key in group.nycklar}
    rest = [nyckel for nyckel in avsnitt.nycklar if nyckel.namn not in alternatives]
    must = [nyckel.namn for nyckel in rest if nyckel.kravs is True]
    may = [nyckel.namn for nyckel in rest if nyckel.kravs is False]
    parts = [_keys(must)] if must else []
    parts += [f"en av {_keys(group.nycklar)}" for group in avsnitt.exakt_en if group.bara is None]
    if may:
        parts.append(
            f"frivilligt {_keys(may)}" if parts else f"en eller flera av {_keys(may)}" if may[1:] else _keys(may)
        )
    return ", ".join(parts)


def _keys(names: Sequence[str]) -> str:
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} och {last}" if first else last
