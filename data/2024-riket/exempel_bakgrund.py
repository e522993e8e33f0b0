"""The background measures: low income, unemployment, schooling and years in Sweden, out of population and register."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from math import sqrt

from exempel_befolkning import ARBETSFOR_ALDER, MITTEN, UNGA, antal
from exempel_lage import Lage
from exempel_register import Arets, Uppgifter
from exempel_riket import BAKGRUND, fordela, nivan
from exempel_uppgifter import Antalen

SVENSKFODDA, UTRIKES = "inrikes födda", "utrikes födda"


def bakgrund(arets: Arets, lage: Lage) -> dict[str, Uppgifter]:
    """Return every unit's counts, by their names in the delivery; most are higher where bistånd is common."""
    niva = nivan(BAKGRUND, arets.ar)
    folk, uppgifter = arets.folk, arets.uppgifter
    alla = {id_: antal(there, ARBETSFOR_ALDER) for id_, there in folk.items()}
    utrikes = {id_: antal(there, ARBETSFOR_ALDER, UTRIKES) for id_, there in folk.items()}
    # Of those born in Sweden, 5 of the 7 years from 18 to 24 and 16 of the 40 from 25 to 64 are of the age.
    svenskfodda = {
        id_: int(antal(there, (UNGA,), SVENSKFODDA) * 5 / 7 + antal(there, (MITTEN,), SVENSKFODDA) * 16 / 40 + 0.5)
        for id_, there in folk.items()
    }
    mottagare = {id_: there["bistandsmottagare"] for id_, there in uppgifter.items()}
    riket = sum(mottagare.values()) / sum(antal(there) for there in folk.values())
    vanligt = {id_: mottagare[id_] / antal(there) / riket for id_, there in folk.items()}

    def ut(procent: float, av: Antalen, bistand: float, vad: str, hur: float, tak: Antalen) -> Antalen:
        """Share out; `bistand` is how closely it follows bistånd, and `hur` how much else it varies."""
        return fordela(
            procent / 100 * sum(alla.values() if av is utrikes else av.values()),
            {
                id_: there
                * (1 - bistand + bistand * sqrt(vanligt[id_]))
                * max(0.3, 1 + hur * lage.trog(vad, id_, arets.ar))
                for id_, there in av.items()
            },
            tak,
        )

    def hogst(del_: float, av: Antalen) -> Antalen:
        return {id_: int(del_ * there) for id_, there in av.items()}

    arbetslosa = ut(niva.arbetslosa, alla, 0.55, "arbetslösa", 0.1, hogst(0.35, alla))
    columns = {
        "invanare_18_64_lag_inkomst": ut(niva.inkomst, alla, 0.35, "inkomst", 0.08, hogst(0.55, alla)),
        "invanare_18_64_arbetslosa": arbetslosa,
        "invanare_18_64_arbetslosa_utan_ers": ut(
            niva.utan_ersattning, alla, 0.7, "utan ersättning", 0.12, hogst(0.7, arbetslosa)
        ),
        "svenskfodda_20_40": svenskfodda,
        "svenskfodda_20_40_lag_utbildning": ut(
            niva.utbildning, svenskfodda, 0.3, "utbildning", 0.15, hogst(0.3, svenskfodda)
        ),
        "utrikes_fodda_18_64_0_5_ar": ut(niva.nya, utrikes, 0.15, "0-5 år", 0.18, hogst(0.5, utrikes)),
        "utrikes_fodda_18_64_6_10_ar": ut(niva.ganska_nya, utrikes, 0.15, "6-10 år", 0.15, hogst(0.4, utrikes)),
    }
    return {id_: {uppgift: there[id_] for uppgift, there in columns.items()} for id_ in folk}
