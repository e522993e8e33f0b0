"""A code that is no unit's -> what it probably is, and what is to be written instead."""

import re
from collections.abc import Collection

from oj_workbook.problems import did_you_mean, visible
from oj_workbook.units import Enheter

#: What fingers and readers of paper take for digits.
LIKE_DIGITS = str.maketrans("OoIl", "0011")
KOMMUNKOD = re.compile(r"\d{4}", re.ASCII)
LANSKOD = re.compile(r"\d{1,2}", re.ASCII)
#: The fact and the remedy.
Answer = tuple[str, str]


def explain_unknown(cell: str, named: str, enheter: Enheter, known: Collection[str]) -> Answer:
    """Return the fact and the remedy for a code that is not `known`; `named` is the kommun the row's name leads to."""
    if not cell:
        fact, remedy = f"koden {visible(cell)} finns inte: cellen är tom.", "skriv enhetens kod."
        return fact, f"skriv {visible(named)}, om raden hör till {enheter.rikets_kommuner[named]}." if named else remedy
    if signs := [f"U+{ord(sign):04X}" for sign in dict.fromkeys(cell) if not sign.isascii()]:
        fact = f"koden {visible(cell)} finns inte; den har {', '.join(signs)}, som inte är siffrorna 0–9."
        return fact, "skriv koden på nytt, med vanliga siffror."
    if was := enheter.tidigare_koder.get(cell):
        fact = f"koden {visible(cell)} var {was.namn} och ersattes {was.ersatt_fran} av {was.ersatts_av}."
        return fact, f"skriv {visible(was.ersatts_av)}, om uppgifterna gäller kommunen så som den är nu."
    if cell in enheter.register:
        return _delomrade(cell, enheter, known)
    if LANSKOD.fullmatch(cell) and (lan := enheter.nivaer.get(f"lan-{cell.zfill(2)}")):
        return (
            f"koden {visible(cell)} finns inte; {cell} är koden för {lan.namn}.",
            "skriv kommunens kod, fyra siffror.",
        )
    if (meant := cell.translate(LIKE_DIGITS)) != cell and meant in known:
        return f"koden {visible(cell)} finns inte; den har bokstäver.", f"menade du {visible(meant)}?"
    remedy = did_you_mean(cell, known, "rätta koden enligt data/enheter/.")
    if KOMMUNKOD.fullmatch(cell) and not named:
        remedy += " Är kommunen ny ska den först stå i data/enheter/kommuner.csv, med den dag då den bildades."
    return f"koden {visible(cell)} finns inte.", remedy


def replaced(id_: str, enheter: Enheter) -> str:
    """Return when a delområde ended, and what took over; "" while it is still there."""
    gone = enheter.register[id_]
    later = enheter.register.get(gone.ersatts_av)
    took_over = f", och {later.namn} ({later.id}) tog över {later.fran}" if later else ""
    return f" till {gone.till}{took_over}" if gone.till else ""


def _delomrade(id_: str, enheter: Enheter, known: Collection[str]) -> Answer:
    """Return why a delområde is none of the edition's: its city answers as one, or its time is another."""
    delomrade = enheter.register[id_]
    stad = enheter.rikets_kommuner.get(delomrade.stad, delomrade.stad)
    fact = f"{delomrade.namn} ({id_}) är ett delområde i {stad}, "
    if delomrade.stad not in known:
        return f"{fact}som inte ingår i utgåvan.", "ta bort raden, eller lägg till länet i utgava.yaml."
    if not any(city == delomrade.stad for city in enheter.stad.values()):
        remedy = f"leverera staden, {delomrade.stad}, eller skriv den under ”summera_delar” i utgava.yaml."
        return f"{fact}som svarar som en enda enhet i utgåvan.", remedy
    was = replaced(id_, enheter)
    return f"{fact}men fanns inte något av utgåvans år: det fanns från {delomrade.fran}{was}.", "rätta koden."
