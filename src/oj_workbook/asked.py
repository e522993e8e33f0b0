"""The words a person typed -> the indicator, the unit and the year they mean, or what else they may have meant."""

from oj_workbook.edition import Utgava
from oj_workbook.model import Enhet, Indikator, Omrade
from oj_workbook.problems import did_you_mean, listed, visible
from oj_workbook.units import Enheter
from oj_workbook.usage import UsageError


def find_indikator(word: str, omrade: Omrade) -> Indikator:
    """Return the page, or the part of a measure, with an id, or with one it had before."""
    found = omrade.find(word)
    if found is None:
        remedy = did_you_mean(word, [*omrade.indikatorer, *omrade.tidigare], "id:t är sidans filnamn utan .yaml.")
        raise UsageError(f"indikatorn {visible(word)} finns inte; {remedy}")
    return found


def find_enhet(word: str, enheter: Enheter) -> Enhet:
    """Return the unit or level with an id such as 1280, lan-06 or riket, or with a name, in any case of its letters."""
    if word in enheter.alla:
        return enheter.alla[word]
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
