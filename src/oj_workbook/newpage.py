"""The vocabulary of a page -> a new page to fill in: every key that is needed, with what it means above it."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from oj_workbook.model import Andel, Belopp, JaNej, Klass, Kvot, Omrade
from oj_workbook.nycklar import Dar, Form, Med, Nyckel, Ord, below
from oj_workbook.nycklar_sida import SIDA
from oj_workbook.output import publish
from oj_workbook.problems import did_you_mean, listed, relative, visible
from oj_workbook.section import ID, ID_REMEDY
from oj_workbook.usage import UsageError

WIDTH = 100
#: How each kind begins; FYLL I is what a check tells until something else stands there, ÅR the first year.
SLAG = {
    "ja_nej": """\
ja_nej:
  täljare: FYLL I
  nämnare: Alla enheter som besvarat frågan.
  delfrågor:
    skriftlig:
      text: FYLL I
      svar: [Ja, Nej]
    senast:
      text: FYLL I
      svar: månad
  kriterier:
    - från: ÅR
      ja_när:
        alla:
          - {fråga: skriftlig, svar: Ja}
          - {fråga: senast, inom_månader: 24}
""",
    "klass": """\
klass:
  täljare: FYLL I
  nämnare: Alla enheter som besvarat frågan.
  andelen: FYLL I
  alternativ:
    - svar: FYLL I
      räknas_som: Ja
    - svar: FYLL I
      räknas_som: Nej
""",
    "andel": """\
andel:
  täljare:
    text: FYLL I
    uppgift: FYLL I
  nämnare:
    text: FYLL I
    uppgift: FYLL I
""",
    "kvot": """\
kvot:
  måttenhet: FYLL I
  täljare:
    text: FYLL I
    uppgift: FYLL I
  nämnare:
    text: FYLL I
    uppgift: FYLL I
""",
    "belopp": """\
belopp:
  täljare:
    text: FYLL I
    uppgift: FYLL I
  nämnare:
    text: FYLL I
    uppgift: FYLL I
""",
}
KINDS = {"ja_nej": JaNej, "klass": Klass, "andel": Andel, "kvot": Kvot, "belopp": Belopp}
#: What a measure of each kind mostly is about.
AVSER = {"andel": "personer", "belopp": "kostnad"}
UNDERTRYCKNING = "undertryckning:\n  - {från: ÅR, minsta_nämnare: 4, minsta_täljare: 4, minsta_rest: 4}\n"
KEY = re.compile(r"( *)(?:- )?([a-zåäö_]+):")


def begin_page(root: Path, id_: str, slag: str, mapp: str | None, omrade: Omrade, ar: int) -> Path:
    """Write a page to fill in, in a folder of the område, and return it.

    Raises UsageError for an id or a folder that no page may have, an id that one has, and a kind that there is not.
    """
    _refuse_impossible(id_, slag, omrade)
    own = root / "indicators" / omrade.id
    folder = own / mapp if mapp else _usual_folder(root, slag, omrade)
    if not folder.resolve().is_relative_to(own.resolve()):
        raise UsageError(f"mappen {visible(str(mapp))} ligger inte i {relative(own, root)}; skriv en undermapps namn.")
    for page in own.rglob(f"{id_}.yaml"):
        raise UsageError(f"{visible(relative(page, root))} finns redan, och har fel; se ”oj-workbook check”.")
    publish({f"{id_}.yaml": new_page(id_, slag, omrade, ar).encode()}, folder)
    return folder / f"{id_}.yaml"


def _refuse_impossible(id_: str, slag: str, omrade: Omrade) -> None:
    if not ID.fullmatch(id_):
        raise UsageError(f"{visible(id_)} kan inte vara en indikators id: {ID_REMEDY}")
    if page := omrade.find(id_):
        raise UsageError(f"indikatorn {visible(id_)} finns redan, i {page.sida}; välj ett annat id.")
    if slag not in SLAG:
        raise UsageError(f"slaget {visible(slag)} finns inte; {did_you_mean(slag, SLAG, f'välj {listed(SLAG)}.')}")


def _usual_folder(root: Path, slag: str, omrade: Omrade) -> Path:
    """Return the folder that has most pages of a kind; the område's own when it has none."""
    pages = [page for page in omrade.indikatorer.values() if isinstance(page.slag, KINDS[slag]) and not page.del_av]
    folders = Counter(Path(page.sida).parent for page in pages)
    return root / (folders.most_common(1)[0][0] if folders else Path("indicators") / omrade.id)


def new_page(id_: str, slag: str, omrade: Omrade, ar: int) -> str:
    """Return the text of a page that is measured from a year on, with FYLL I where something is to be written."""
    lines = [
        f"# Indikatorn {id_}. Byt ut varje FYLL I, och kör sedan: oj-workbook check",
        "# Rader som börjar med # läses inte; ta bort dem när sidan är klar. Allt förklaras i indicators/README.md.",
    ]
    ordning = max((page.ordning for page in omrade.indikatorer.values()), default=0) + 10
    values = {
        "ordning": str(min(ordning, 9999)),
        "mäts": f"{{från: {ar}}}",
        "avser": AVSER.get(slag, "organisation"),
    }
    used = {page.kvalitetsomrade(ar) for page in omrade.indikatorer.values() if page.mats.holds(ar)}
    areas = [namn for namn in omrade.kvalitetsomraden if namn in used or not used]
    choices = {"kvalitetsområde": areas, "källa": list(omrade.kallor)}
    for nyckel in SIDA.nycklar:
        if nyckel.namn in SLAG:
            if nyckel.namn == slag:
                lines += ["", *_commented(SLAG[slag].replace("ÅR", str(ar)))]
        elif nyckel.bara is not None and not _case(nyckel.bara, slag, values["avser"]):
            continue
        elif nyckel.namn == "undertryckning":
            lines += ["", *_commented(UNDERTRYCKNING.replace("ÅR", str(ar)))]
        elif nyckel.kravs is True or (nyckel.kravs and _case(nyckel.kravs, slag, values["avser"])):
            lines += ["", *_comment(nyckel, "", choices.get(nyckel.namn, _words(nyckel.form)))]
            lines.append(f"{nyckel.namn}: {values.get(nyckel.namn, 'FYLL I')}")
        else:
            lines += ["", *_comment(nyckel, "Frivilligt: ", [])]
            lines += [f"# {line}" for line in nyckel.exempel.splitlines()]
    return "\n".join(lines) + "\n"


def _case(case: object, slag: str, avser: str) -> bool:
    """Tell whether a page of a kind, about what such pages mostly are, is a case."""
    match case:
        case Med(nycklar=nycklar):
            return slag in nycklar
        case Dar(nyckel="avser", varden=varden):
            return avser in varden
        case _:
            return False


def _words(form: Form) -> list[str]:
    return list(form.ord) if isinstance(form, Ord) else []


def _comment(nyckel: Nyckel, before: str, choices: list[str], indent: str = "") -> Iterator[str]:
    """Yield what a key means as comments, and what may be chosen."""
    vad = nyckel.vad.replace("`", "").replace("\\", "")
    text = f"{before}{vad if before else vad[0].upper() + vad[1:]}."
    if choices:
        text += f" Välj {listed(choices)}."
    wrapped = textwrap.wrap(text, WIDTH - len(indent), break_on_hyphens=False)
    yield from (f"{indent}# {line}" for line in wrapped)


def _commented(skeleton: str) -> Iterator[str]:
    """Yield the lines of a skeleton, each key below a comment the first time that it stands there."""
    known = dict(below(SIDA))
    above: list[tuple[int, str]] = []
    told: set[tuple[str, ...]] = set()
    for line in skeleton.splitlines():
        match = KEY.match(line)
        if match:
            depth = match.end() - len(match[2]) - 1  # past the dash of a list
            above = [one for one in above if one[0] < depth]
            above.append((depth, match[2]))
            here = tuple(name for _, name in above)
            if here in known and here not in told:
                told.add(here)
                yield from _comment(known[here], "", [], match[1])
        yield line
