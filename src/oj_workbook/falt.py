"""What each column of resultat.csv is, in Swedish: its type, its meaning, and the words that may stand in it.

The one home of what datapackage.json says of the columns; README.md says the same in English.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from oj_workbook.model import Status

Typ = Literal["string", "integer", "year", "number"]
#: A figure's row: no two rows have the same of all three.
NYCKEL = ("enhet", "indikator", "ar")
#: The column that only invented figures have.
MARKNING = "markning"


@dataclass(frozen=True)
class Falt:
    """A column: its type, what it is called and means; `ord` are the only words that may stand in it, explained.

    `kravs` tells that no row has it empty, `monster` and `lagst` what else holds for what stands in it.
    """

    typ: Typ
    titel: str
    betyder: str
    kravs: bool = False
    ord: Mapping[str, str] = field(default_factory=dict)
    monster: str = ""
    lagst: int | None = None


NIVAER: dict[str, str] = {
    "kommun": "en kommun",
    "delomrade": "en stadsdel, ett stadsdelsområde eller en socialförvaltning",
    "lan": "länets enheter tillsammans",
    "riket": "hela riket",
    "befolkningsgrupp": "kommuner med ungefär samma folkmängd",
    "skr_grupp": "en av SKR:s kommungrupper",
    "nyckelgrupp": "en grupp i den socioekonomiska sorteringsnyckeln",
}
STATUSAR: dict[str, str] = {
    Status.REDOVISAS: "ett värde",
    Status.SMA_TAL: "ett värde som bygger på få fall",
    Status.SVAR: "ett svar i ord",
    Status.UNDERTRYCKT: "dolt, eftersom det bygger på för få fall",
    Status.BORTFALL: "inte lämnat, eller inte möjligt att räkna eftersom en kommun saknas",
    Status.FEL_I_KALLAN: "känt fel i källan; redovisas inte",
    Status.UNDERLAG_SAKNAS: "går inte att räkna av det som lämnats, och är inte publicerat",
    Status.EJ_SVAR: "enheten svarade inte; det är inte ett Nej",
    Status.EJ_MATT: "mättes inte det året",
    Status.FANNS_INTE: "enheten fanns inte då",
    Status.HELA_KOMMUNEN: "redovisas bara för hela kommunen, och enheten är en del av en",
    Status.VANTAS: "kommer med en senare utgivning",
}
KLASSER: dict[str, str] = {
    "lag": "den lägsta fjärdedelen av kommunerna",
    "mitten": "de två mellersta fjärdedelarna",
    "hog": "den högsta fjärdedelen",
}
FALT: dict[str, Falt] = {
    "enhet": Falt(
        "string",
        "Enhet",
        "kommunkod, ett delområdes id som 0180-jarva-2023, eller en nivås id som lan-06 och riket",
        kravs=True,
        monster="[a-zA-Z0-9-]+",
    ),
    "namn": Falt("string", "Namn", "enhetens namn", kravs=True),
    "niva": Falt("string", "Nivå", "vad enheten är", kravs=True, ord=NIVAER),
    "indikator": Falt(
        "string",
        "Indikator",
        "indikatorns id; en del av ett mått har punkt och delens id efter, som langvarigt_eb_andel.kvinnor",
        kravs=True,
        monster=r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?",
    ),
    "ar": Falt("year", "År", "året som uppgiften beskriver", kravs=True),
    "varde": Falt(
        "number",
        "Värde",
        "talet så som det är publicerat, avrundat; finns precis när status är redovisas eller sma_tal",
    ),
    "svar": Falt("string", "Svar", "svaret i ord; finns precis när status är svar"),
    "status": Falt("string", "Status", "varför raden säger det den säger", kravs=True, ord=STATUSAR),
    "tecken": Falt("string", "Tecken", "det som arbetsboken visar i stället för ett tal"),
    "klass": Falt("string", "Kvartilklass", "för mått med kvartiler; tomt för övriga", ord=KLASSER),
    "antal_enheter": Falt(
        "integer",
        "Antal enheter",
        "hur många enheter en nivås uppgift är lagd ihop av; tomt där det är dolt, och för enheterna själva",
        lagst=0,
    ),
    "uppdelning": Falt(
        "string", "Uppdelning", "vilken del av ett mått raden gäller, som kvinnor; tomt för hela måttet"
    ),
    MARKNING: Falt("string", "Märkning", "står på varje rad när uppgifter är påhittade", kravs=True),
}
