"""What may be written under `räkna`: how a täljare or nämnare is counted out of records or a population table."""

from oj_workbook.counting import ALLA, ENHETSVAL, MOST_YEARS, OLDEST, RAKNAR, ROLLER
from oj_workbook.nycklar import Avsnitt, Endera, ExaktEn, Heltal, Lista, Nyckel, Ord, valfri

_ALLA = Ord(tuple(ALLA))
_ALDER = valfri(
    "ålder",
    Avsnitt(
        (
            valfri("från", Heltal(0, OLDEST), "den lägsta åldern", "{från: 18, till: 64}"),
            valfri("till", Heltal(0, OLDEST), "den högsta åldern", "{till: 17}"),
        )
    ),
    "åldern som fylls under året, gränserna inräknade",
    "ålder: {från: 18}",
    utan="räknas alla åldrar",
)
_MANADER = Avsnitt(
    (
        Nyckel(
            "minst",
            Heltal(1, 12 * MOST_YEARS, "1–12 för varje år"),
            "antal månader med bistånd",
            "{minst: 10}",
        ),
        valfri(
            "under_år",
            Heltal(1, MOST_YEARS),
            "år som månaderna räknas under: året självt och åren före",
            "{minst: 27, under_år: 3}",
            utan="gäller 1, bara året självt",
        ),
        valfri(
            "uppehåll_högst",
            Heltal(0, 12 * MOST_YEARS, "0–12 för varje år"),
            "månader i följd utan bistånd som får ligga emellan",
            "{minst: 27, under_år: 3, uppehåll_högst: 2}",
            utan="får det vara hur många som helst",
        ),
    )
)
_PERSONER = Avsnitt(
    (
        _ALDER,
        valfri(
            "månader",
            _MANADER,
            "hur länge personen ska ha fått bistånd",
            "månader: {minst: 10}",
            utan="räcker en månad under året",
        ),
        valfri(
            "roll",
            Lista(Ord(ROLLER)),
            "rollen i hushållet",
            "roll: [sökande, medsökande]",
            utan="räknas alla roller",
        ),
        valfri(
            "räknas_i",
            Ord(tuple(ENHETSVAL), {"sista": "den som har årets sista månad", "första": "den som har årets första"}),
            "i vilken av årets enheter personen räknas",
            "räknas_i: sista",
            utan="gäller `sista`",
        ),
    )
)
RAKNA = Avsnitt(
    (
        Nyckel(
            "personer",
            Endera(_ALLA, _PERSONER),
            "räknar personer som fått bistånd under året, var och en en gång; ur månadsposter",
            "personer: {ålder: {från: 18}}",
        ),
        Nyckel(
            "invånare",
            Endera(_ALLA, Avsnitt((_ALDER,))),
            "räknar invånare i en ålder; ur befolkning",
            "invånare: {ålder: {från: 18, till: 64}}",
        ),
        Nyckel(
            "utbetalt_bistånd",
            _ALLA,
            "räknar kronor, i den enhet som betalade ut dem; ur månadsposter",
            "utbetalt_bistånd: alla",
        ),
        Nyckel(
            "biståndsmånader",
            _ALLA,
            "räknar hushållens månader med bistånd, i den enhet som gav det; ett hushåll med bistånd i sju månader är"
            " sju; ur månadsposter",
            "biståndsmånader: alla",
        ),
    ),
    exakt_en=(ExaktEn(RAKNAR),),
    namn="räkna",
)
