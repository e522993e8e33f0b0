"""The costs of whole kommuner: what is paid out and what it costs to handle, with some of the oddities of accounts."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from collections import defaultdict

from exempel_enheter import Enhet, Land, likformig, normal
from exempel_lage import Lage
from exempel_register import Arets, Uppgifter
from exempel_riket import KOSTNAD, fordela, nivan

HUSHALL, MANADER = 0.53, 6.5  # households for each person with bistånd, and the months of each
#: How many a year at the least, and how many more at the most, have left incomplete accounts, have booked
#: a correction that makes the cost of handläggning negative, and have staff that cost more than handläggning does.
OFULLSTANDIGA, NEGATIVA, OVER_HUNDRA = (3, 3), (1, 1), (2, 1)
UDDA_UNDER = 40_000  # only kommuner with fewer inhabitants have such


def kostnad(arets: Arets, land: Land, lage: Lage) -> tuple[list[Enhet], dict[str, Uppgifter]]:
    """Return the kommuner that have left complete accounts, and their sums by their names in the delivery."""
    ar = arets.ar
    niva = nivan(KOSTNAD, ar)
    kommuner = {kod: Enhet(kod, row["kommun"], kod) for kod, row in sorted(land.kommuner.items())}
    sma = [kod for kod, one in kommuner.items() if land.invanare(one, ar) < UDDA_UNDER]
    borta = set(_nagra("ofullständig", sma, ar, OFULLSTANDIGA))
    med = [kod for kod in sma if kod not in borta]
    negativa = set(_nagra("negativ", med, ar, NEGATIVA))
    over_hundra = set(_nagra("över hundra", [kod for kod in med if kod not in negativa], ar, OVER_HUNDRA))
    summor = _per_kommun(arets)
    manader = bistandsmanader(summor, lage, ar)
    found = {}
    for kod, one in kommuner.items():
        dyrare = lage.storlek(one, 1.25, 1.05, 0.95) * lage.mellan(0.75, 1.3, "handläggning", kod)
        handlaggning = int(
            manader[kod] * niva.handlaggning * dyrare * (1 + 0.03 * normal("handläggning", kod, ar)) + 0.5
        )
        personal = int(handlaggning * (lage.mellan(0.77, 0.9, "personal", kod) + _lite("personal", kod, ar)) + 0.5)
        if kod in negativa:
            handlaggning = -int(handlaggning * (0.1 + 0.3 * likformig("negativ", kod, ar)) + 0.5)
        elif kod in over_hundra:
            handlaggning = int(personal / (1.04 + 0.3 * likformig("över hundra", kod, ar)) + 0.5)
        per_invanare = niva.totalt * (lage.mellan(0.92, 1.08, "totalt", kod) + _lite("totalt", kod, ar))
        found[kod] = {
            "kostnad_ekonomiskt_bistand_kr": summor[kod]["utbetalt_bistand_kr"] + handlaggning,
            "kostnad_kommun_totalt_kr": int(land.invanare(one, ar) * per_invanare + 0.5),
            "kostnad_handlaggning_kr": handlaggning,
            "personalkostnad_handlaggning_kr": personal,
            "bistandsmanader": manader[kod],
        }
    return [one for kod, one in kommuner.items() if kod not in borta], found


def bistandsmanader(summor: dict[str, Uppgifter], lage: Lage, ar: int) -> dict[str, int]:
    """Return the months of households with bistånd: more where many have it long."""
    tyngd = {
        kod: there["bistandsmottagare"]
        * (0.6 + there["vuxna_langvarigt"] / max(1, there["vuxna_bistandsmottagare"]))
        * (1 + 0.04 * lage.trog("månader", kod, ar))
        for kod, there in summor.items()
    }
    mottagare = {kod: there["bistandsmottagare"] for kod, there in summor.items()}
    return fordela(
        HUSHALL * MANADER * sum(mottagare.values()), tyngd, {kod: 12 * there for kod, there in mottagare.items()}
    )


def _per_kommun(arets: Arets) -> dict[str, Uppgifter]:
    """Return the register of whole kommuner, which is the sum of their delområden."""
    found: dict[str, Uppgifter] = defaultdict(lambda: defaultdict(int))
    for one in arets.enheter:
        for uppgift, there in arets.uppgifter[one.id].items():
            found[one.kommun][uppgift] += there
    return found


def _nagra(vad: str, koder: list[str], ar: int, hur_manga: tuple[int, int]) -> list[str]:
    """Return those whose turn it is a year; a few come back often."""
    minst, fler = hur_manga
    tur = {kod: normal(vad, kod) + 1.2 * normal(vad, kod, ar) for kod in koder}
    return sorted(koder, key=lambda kod: (-tur[kod], kod))[: minst + int(likformig(vad, ar) * (fler + 1))]


def _lite(vad: str, kod: str, ar: int) -> float:
    return 0.01 * max(-2, min(2, normal(vad, kod, ar)))
