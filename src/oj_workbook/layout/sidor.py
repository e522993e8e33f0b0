"""A page of templates/sidor/ -> rows to read: what the sheets and the method description say in the same words.

The page knows five things: # and ## headings, paragraphs, lists with -, and a line such as [[tecken]] for a table.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from oj_workbook.edition import Rattelse
from oj_workbook.kallor import Leverans
from oj_workbook.layout.andrat import records, since
from oj_workbook.layout.content import INGEN, SMA_TAL, Content, Row
from oj_workbook.model import TECKEN, Indikator, Kalla, Status, Svarsslag
from oj_workbook.numbers import written

#: What begins an item of a list.
PUNKT = "•  "


@dataclass(frozen=True)
class Sidodel:
    """A part of a page with its fields filled in; a heading has a level, a [[block]] is told by its name."""

    slag: Literal["rubrik", "block", "lista", "stycke"]
    texter: tuple[str, ...]
    niva: int = 0


def parts_of(page: str, content: Content) -> Iterator[Sidodel]:
    """Yield the parts of a page.  What fills a field is never taken for a heading, a list or a block."""
    fields = {
        "utgåva": content.utgava.namn,
        "version": content.utgava.version,
        "datum": content.datum(),
        "kommuner": len(content.enheter.kommuner),
        "valbara": len(content.valbara),
        "första": content.utgava.ar[0],
        "senaste": content.utgava.ar[-1],
        "föregående": content.utgava.ar[-1] - 1,
    }
    for lines in _together(page):
        if lines[0].startswith("[["):
            yield Sidodel("block", (lines[0].strip("[] "),))
        elif lines[0].startswith("#"):
            heading = lines[0].lstrip("#")
            yield Sidodel("rubrik", (heading.strip().format(**fields),), len(lines[0]) - len(heading))
        elif lines[0].startswith("- "):
            yield Sidodel("lista", tuple(item.format(**fields) for item in _items(lines)))
        else:
            yield Sidodel("stycke", (" ".join(lines).format(**fields),))


def rows(page: str, content: Content) -> Iterator[Row]:
    """Yield a page as rows, with what its blocks stand for."""
    for part in parts_of(page, content):
        [first, *_] = part.texter
        match part.slag:
            case "block":
                yield from BLOCKS[first](content)
            case "rubrik":
                large = part.niva == 1
                yield "rubrik" if large else "sidrubrik", content.markt(first) if large else first, ""
            case "lista":
                yield "text", "", "\n".join(f"{PUNKT}{item}" for item in part.texter)
            case "stycke":
                yield "text", "", first
            case _:
                assert_never(part.slag)


def _together(page: str) -> Iterator[list[str]]:
    """Yield the lines that belong together: a heading and a [[block]] alone, a list, a paragraph."""
    together: list[str] = []
    for line in (*(line.strip() for line in page.splitlines()), ""):
        alone = line.startswith(("#", "[["))
        begins_list = line.startswith("- ") and together and not together[0].startswith("- ")
        if together and (alone or begins_list or not line):
            yield together
            together = []
        if alone:
            yield [line]
        elif line:
            together.append(line)


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line[2:])
        else:
            items[-1] += f" {line}"
    return items


def symbols(content: Content) -> Iterator[tuple[str, str, int | None]]:
    """Yield every symbol that some cell shows, its reason, and how many figures have it; None for those of classes."""
    shown = Counter(figur.status for figurer in content.ranked.figurer.values() for figur in figurer.values())
    for status in (one for one in Status if one in shown):
        tecken = TECKEN.get(status) or {"redovisas": "30,8 %", "sma_tal": f"30,8{SMA_TAL}", "svar": "Ja, Nej …"}[status]
        yield tecken, content.text(f"tecken.{status}"), shown[status]
    if content.ranked.granser:
        yield INGEN, content.text("tecken.ingen_klass"), None


def _symbols(content: Content) -> Iterator[Row]:
    """Explain every symbol that some cell of the edition shows, each with its reason."""
    yield "kolumnrubrik", content.text("tecken.tecken"), content.text("tecken.betyder")
    for tecken, betyder, _ in symbols(content):
        yield "text", tecken, betyder


def _classes(content: Content) -> Iterator[Row]:
    if content.ranked.granser:
        yield "text", "", content.text("klasser.finns")
        theme = "klasser.original" if content.templates.tema.originalfarger else "klasser.neutrala"
        yield "text", "", content.text(theme)
        for one in content.indikatorer:
            senaste, fore = content.years(one)
            for ar in (senaste, fore):
                if limits := content.granser(one, ar):
                    low, high = (_written(one, ar, limit) for limit in limits)
                    yield "text", one.kort_namn, content.text("klasser.gränser", år=ar, låg=low, hög=high)
                    break
    else:
        enheter = content.enheter
        text = content.text("klasser.saknas", antal=len(enheter.kommuner), alla=len(enheter.rikets_kommuner))
        yield "text", "", text


def _written(indikator: Indikator, ar: int, limit: float) -> str:
    return f"{written(limit, indikator.decimals(ar) + 1)} {indikator.mattenhet.tecken}"


def _issues(content: Content) -> Iterator[Row]:
    """Tell every issue of the edition, the newest first, with the deliveries and corrections that came with it."""
    utgava = content.utgava
    for number, one in reversed(list(enumerate(utgava.utgivningar))):
        told = [one.text]
        if number:
            came = {
                (what, leverans.ar)
                for leverans in (*utgava.leveranser, *utgava.ersatta)
                for what in _what(leverans, content)
                if leverans.fran == one.ordning
            }
            ended = {
                (what, leverans.ar)
                for leverans in utgava.ersatta
                for what in _what(leverans, content)
                if leverans.ended(one.ordning)
            }
            for key, pairs in (("om.tillkom", came - ended), ("om.ersatt", came & ended)):
                for what in sorted({what for what, _ in pairs}):
                    years = ", ".join(str(ar) for name, ar in sorted(pairs) if name == what)
                    told.append(content.text(key, källa=what, år=years))
            corrected = [_correction(each, content) for each in utgava.rattelser if each.fran == one.ordning]
            told += [content.text("om.rättat", text=text) for text in corrected]
        label = content.text("om.utgivning", nummer=one.nummer, datum=one.datum)
        yield "text", label, "\n".join(told)
    if utgava.kommande:
        names = dict.fromkeys(f"{what} {one.ar}" for one in utgava.kommande for what in _what(one, content))
        yield "text", content.text("om.väntas"), content.text("om.väntas_från", källor=", ".join(names))


def _what(leverans: Leverans, content: Content) -> list[str]:
    """Return what a delivery holds, in words: its sources, or where it comes from."""
    return [content.omrade.kallor[id_].namn for id_ in leverans.kallor] or [leverans.ursprung.rstrip(".")]


def _method(content: Content) -> Iterator[Row]:
    yield "text", "", "\n".join(f"{PUNKT}{line}" for line in content.utgava.metod)


def _citation(content: Content) -> Iterator[Row]:
    yield "text", "", f"{content.utgava.hanvisning} Version {content.utgava.version}, {content.datum()}."


def _sources(content: Content) -> Iterator[Row]:
    for kalla in content.omrade.kallor.values():
        missing = content.utgava.utan_uppgifter.get(kalla.id)
        yield "text", kalla.namn, kalla.beskrivning + (f" {missing}" if missing else "")
    for ursprung in dict.fromkeys(leverans.ursprung for leverans in content.utgava.leveranser):
        files = [one.fil for one in content.utgava.leveranser if one.ursprung == ursprung]
        yield "text", files[0] if len(files) == 1 else f"{files[0]} – {files[-1]}", ursprung


def survey(content: Content) -> list[Kalla]:
    """Return the parts of the survey."""
    return list(dict.fromkeys(one.kalla for one in content.indikatorer if isinstance(one.slag, Svarsslag)))


def _response(content: Content) -> Iterator[Row]:
    """Tell how many units answered each part of the survey, year by year, and which did not the last year."""
    utgava, enheter = content.utgava, content.enheter
    for kalla in survey(content):
        told = []
        for ar in reversed(utgava.ar):
            reporting = enheter.vid[utgava.day(ar, 0)].rapporterar
            have = answered(content, kalla, ar)
            if have is None:
                continue
            said = {
                "år": ar,
                "svarande": len(have),
                "alla": len(reporting),
                "andel": percent(len(have), len(reporting)),
            }
            told.append(content.text("om.svar", mätdag=utgava.matdagar[ar], **said))
            if ar == utgava.ar[-1]:
                told.append(silent(content, kalla, ar))
        yield "text", kalla.namn, "\n".join(told)


def percent(part: int, whole: int) -> str:
    """Return a share in whole percent."""
    return f"{100 * part / whole:.0f}"


def silent(content: Content, kalla: Kalla, ar: int) -> str:
    """Tell which units did not answer a part of the survey."""
    enheter, have = content.enheter, answered(content, kalla, ar) or set()
    others = {*enheter.vid[content.utgava.day(ar, 0)].rapporterar} - have
    names = ", ".join(one.namn for id_, one in enheter.enheter.items() if id_ in others)
    return content.text("om.svarade_inte", år=ar, enheter=names) if names else content.text("om.alla")


def _records(content: Content) -> Iterator[Row]:
    """Tell how many people the monthly records had, and how many stand outside; nothing where counts were delivered."""
    for one in content.utanfor:
        yield "text", content.text("om.poster_etikett", år=one["år"]), content.text("om.poster", **one)


def answered(content: Content, kalla: Kalla, ar: int) -> set[str] | None:
    """Return the units that answered something in one part of the survey; None for a year without answers to tell."""
    asked = [one for one in content.indikatorer if one.kalla == kalla and one.mats.holds(ar)]
    figurer = [content.ranked.figurer[one.id, ar] for one in asked if isinstance(one.slag, Svarsslag)]
    reporting = content.enheter.vid[content.utgava.day(ar, 0)].rapporterar
    statuses = [(id_, found[id_].status) for found in figurer for id_ in reporting]
    if all(status == Status.VANTAS for _, status in statuses):  # a later issue brings the answers
        return None
    return {id_ for id_, status in statuses if status == Status.SVAR}


def _correction(one: Rattelse, content: Content) -> str:
    indikator, enhet = content.omrade.indikatorer[one.indikator], content.enheter.alla.get(one.enhet)
    vem = enhet.namn if enhet else one.enhet.capitalize()
    falt = {"indikator": indikator.namn, "år": one.ar, "vem": vem, "skäl": one.skal, "datum": one.anmald}
    return content.text("om.rättelse", **falt)


def _corrections(content: Content) -> Iterator[Row]:
    for one in content.utgava.rattelser:
        yield "text", content.omrade.indikatorer[one.indikator].kort_namn, _correction(one, content)
    if not content.utgava.rattelser:
        yield "text", "", content.text("om.ingen_rättelse")


def _warnings(content: Content) -> Iterator[Row]:
    for varning in content.varningar:
        yield "text", str(varning.place), varning.text
    if not content.varningar:
        yield "text", "", content.text("om.ingen_varning")


def _example(content: Content) -> Iterator[Row]:
    if content.utgava.exempeldata:
        yield "text", content.text("exempel.märke"), content.utgava.exempeldata


def _build(content: Content) -> Iterator[Row]:
    yield "text", content.text("om.utgåva"), content.utgava.namn
    yield "text", content.text("om.version"), content.utgava.version
    yield "text", content.text("om.datum"), content.datum()
    yield "text", content.text("om.program"), content.program
    yield "text", content.text("om.resultat"), content.resultat


BLOCKS: dict[str, Callable[[Content], Iterator[Row]]] = {
    "tecken": _symbols,
    "klasser": _classes,
    "metod": _method,
    "hänvisning": _citation,
    "källor": _sources,
    "svar": _response,
    "månadsposter": _records,
    "utgivningar": _issues,
    "rättelser": _corrections,
    "varningar": _warnings,
    "bygge": _build,
    "exempel": _example,
    "ändringar": records,
    "sedan utgivningen": since("utgivning"),
    "sedan utgåvan": since("utgåva"),
}
