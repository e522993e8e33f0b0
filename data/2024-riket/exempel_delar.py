"""The register's counts -> the same for women, men, those born in Sweden and those born abroad."""
# ruff: noqa: INP001 - scripts beside the data they make, not a package

from collections.abc import Callable, Iterator
from typing import NamedTuple

from exempel_befolkning import BARN, KON, UNGA, URSPRUNG, VUXNA, Folk, antal

Par = tuple[int, int]


class Oftare(NamedTuple):
    """How many times as common something is in the second part of a division as in the first.

    To have bistånd among the adults, the children and those aged 18–24 of the population, and to have it long, very
    long and, as a child, long among those who have it.
    """

    vuxna: float
    barn: float
    unga: float
    lang: float
    mycket: float
    barn_lang: float


DELAR = (
    ("kön", KON, Oftare(1.02, 1.0, 1.12, 0.97, 0.98, 1.0)),
    ("ursprung", URSPRUNG, Oftare(5.6, 4.8, 3.6, 1.35, 1.12, 1.25)),
)


def delar(uppgifter: dict[str, int], folk: Folk, skiljer: Callable[[str], float]) -> Iterator[tuple[str, int]]:
    """Yield the counts of a unit's parts, by their columns.

    Two parts are together the whole, and no part of a täljare is larger than that of its nämnare.  `skiljer` tells how
    a unit differs from riket in a division, near 1.
    """
    for uppdelning, de_tva, riket in DELAR:
        har = skiljer(uppdelning)
        ratio = riket._replace(vuxna=riket.vuxna * har, barn=riket.barn * har, unga=riket.unga * har)
        for uppgift, par in _pa_tva(uppgifter, folk, tuple(de_tva.values()), ratio).items():
            yield from ((f"{uppgift}.{id_}", there) for id_, there in zip(de_tva, par, strict=True))


def _pa_tva(uppgifter: dict[str, int], folk: Folk, de_tva: tuple[str, ...], oftare: Oftare) -> dict[str, Par]:
    def av_folket(*aldrar: str) -> Par:
        return antal(folk, aldrar, de_tva[0]), antal(folk, aldrar, de_tva[1])

    vuxna = dela(uppgifter["vuxna_bistandsmottagare"], av_folket(*VUXNA), oftare.vuxna)
    barn = dela(uppgifter["barn_bistand"], av_folket(BARN), oftare.barn)
    lang = dela(uppgifter["vuxna_langvarigt"], vuxna, oftare.lang)
    return {
        "bistandsmottagare": (vuxna[0] + barn[0], vuxna[1] + barn[1]),
        "vuxna_bistandsmottagare": vuxna,
        "vuxna_langvarigt": lang,
        "vuxna_mycket_langvarigt": dela(uppgifter["vuxna_mycket_langvarigt"], lang, oftare.mycket),
        "barn_bistand": barn,
        "barn_langvarigt": dela(uppgifter["barn_langvarigt"], barn, oftare.barn_lang),
        "unga_vuxna_bistand": dela(uppgifter["unga_vuxna_bistand"], av_folket(UNGA), oftare.unga, vuxna),
    }


def dela(hela: int, bland: Par, oftare: float, hogst: Par | None = None) -> Par:
    """Divide a count in two by where it comes from, with no part larger than that nor, when told, than `hogst`."""
    tak = tuple(min(pair) for pair in zip(bland, hogst or bland, strict=True))
    if hela > sum(tak):
        raise ValueError(f"{hela} ryms inte i {tak}.")
    vikt = oftare * bland[1]
    andra = int(hela * vikt / (vikt + bland[0]) + 0.5) if hela else 0
    andra = max(min(andra, tak[1]), hela - tak[0])
    return hela - andra, andra
