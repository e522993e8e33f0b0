"""The words a person typed -> the indicator, the unit and the year they mean, or what else they may have meant."""

from oj_workbook.edition import Utgava
from oj_workbook.inputs import shown_indicators
from oj_workbook.model import Enhet, Indikator, Omrade
from oj_workbook.problems import did_you_mean, listed, visible
from oj_workbook.units import Enheter
from oj_workbook.usage import UsageError


def find_indikator(word: str, omrade: Omrade, utgava: Utgava) -> Indikator:
    """Return the page, or the part of a measure, with an id, or with one it had before, that an edition shows."""
    found = omrade.find(word)
    if found is None:
        remedy = did_you_mean(word, [*omrade.indikatorer, *omrade.tidigare], "id:t är sidans filnamn utan .yaml.")
        raise UsageError(f"indikatorn {visible(word)} finns inte i området {omrade.id}; {remedy}")
    if found not in shown_indicators(utgava, omrade):
        when = f"den mäts från {found.mats.fran}" + (f" till {found.mats.till}" if found.mats.till else "")
        why = utgava.utan_uppgifter.get(found.kalla.id, f"{when}, och inte något av utgåvans år.")
        raise UsageError(f"utgåvan {utgava.id} visar inte {visible(found.id)}: {why}")
    return found


def find_enhet(word: str, enheter: Enheter) -> Enhet:
    """Return the unit or level with an id such as 1280, lan-06 or riket, or with a name, in any case of its letters."""
    kod = word.zfill(4) if word.isascii() and word.isdigit() else word  # a spreadsheet has taken the zero of 0604
    if kod in enheter.alla:
        return enheter.alla[kod]
    named = [one for one in enheter.alla.values() if one.namn.casefold() == word.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        ids = listed(visible(one.id) for one in named)
        raise UsageError(f"{visible(word)} kan vara flera; skriv {ids}.")
    known = [*(one.namn for one in enheter.alla.values()), *enheter.alla]
    remedy = did_you_mean(word, known, "skriv namnet eller koden, så som de står i resultat.csv.")
    raise UsageError(f"enheten {visible(word)} finns inte i utgåvan; {remedy}")


def find_year(ar: int | None, indikator: Indikator, utgava: Utgava) -> int:
    """Return the year asked for, or the latest that the edition has figures for."""
    years = indikator.years(utgava.ar)
    delivered = [one for one in years if indikator.mats.holds(one) and not utgava.awaits(indikator.kalla.id, one)]
    if ar is None:
        return (delivered or years)[-1]
    if ar not in years:
        said = ", ".join(map(str, years))
        raise UsageError(f"år {ar} ingår inte för {visible(indikator.id)} i utgåvan; välj bland {said}.")
    return ar
