"""What may be written under the five kinds of a page: `ja_nej`, `klass`, `andel`, `kvot` and `belopp`."""

from oj_workbook.definitions import ALLA_RAKNAS, HOGST, RAKNAS_INTE
from oj_workbook.model import FLEST
from oj_workbook.nycklar import Ar, Avsnitt, Heltal, Namngivna, Nyckel, Ord, Poster, Text, valfri
from oj_workbook.nycklar_krav import DELFRAGA, KRITERIUM
from oj_workbook.nycklar_rakna import RAKNA
from oj_workbook.section import JA_ELLER_NEJ

# --- the answers that a unit may have ---

_SVARET = Text(som_tal=True)
_SVAR = Nyckel("svar", _SVARET, "ordet så som det visas", "svar: Integrerad")
_TID = (
    valfri("från", Ar(), "första året som svaret finns; ett tidigare år är det ett fel", "från: 2013"),
    valfri("till", Ar(), "sista året som svaret finns; ett senare år är det ett fel", "till: 2012"),
    valfri(
        "ersätter",
        _SVARET,
        "ett äldre svar, högre upp i listan, med samma betydelse; bytet kallas då ”oförändrat”",
        "ersätter: EA",
    ),
)
_RAKNAS_SOM = {"Ja": "i täljaren och nämnaren", "Nej": "bara i nämnaren", "utanför": "visas, men räknas inte"}
SVAR = Avsnitt(
    (
        _SVAR,
        Nyckel("räknas_som", Ord(tuple(ALLA_RAKNAS), _RAKNAS_SOM), "vad svaret räknas som", "räknas_som: Ja"),
        *_TID,
    ),
    namn="svar",
    hos="enkätsvar",
)
SVAR_I_TAL = Avsnitt(
    (
        _SVAR,
        Nyckel(
            "räknas_som",
            Ord(tuple(RAKNAS_INTE)),
            "ordet visas i stället för talet, men räknas inte",
            "räknas_som: utanför",
        ),
        *_TID,
    ),
    namn="svar_i_tal",
    hos="tal",
)

# --- answers in words ---

_NAMNARE = Nyckel("nämnare", Text(), "alla som räknas, i ord", "nämnare: Alla enheter som besvarat frågan.")
JA_NEJ = Avsnitt(
    (
        Nyckel("täljare", Text(), "vilka som räknas som Ja, i ord", "täljare: Enheter som har en aktuell rutin."),
        _NAMNARE,
        Nyckel(
            "delfrågor",
            Namngivna(DELFRAGA, "delfrågornas id"),
            "enkätens frågor; varje delfråga ska ingå i något kriterium",
            "delfrågor: {skriftlig: {text: Är rutinen skriftlig?, svar: [Ja, Nej]}}",
        ),
        Nyckel(
            "kriterier",
            Poster(KRITERIUM),
            "vad som krävs för Ja, och från vilket år; i årsordning",
            "kriterier: [{från: 2012, ja_när: {fråga: skriftlig, svar: Ja}}]",
        ),
        valfri(
            "särskilda_svar",
            Poster(SVAR),
            "andra slutsvar än Ja och Nej",
            "särskilda_svar: [{svar: Integrerad, räknas_som: Ja}]",
        ),
    )
)
KLASS = Avsnitt(
    (
        Nyckel(
            "täljare",
            Text(),
            "vilka som har en klass som räknas som Ja, i ord",
            "täljare: Enheter med en väntetid på högst 14 dagar.",
        ),
        _NAMNARE,
        Nyckel(
            "andelen",
            Text("ett par ord"),
            "vad klasserna som räknas som Ja har gemensamt; det står vid länets och rikets andel och i kolumnen"
            " Förändring (”nu högst 14 dagar”)",
            "andelen: högst 14 dagar",
        ),
        Nyckel(
            "alternativ",
            Poster(SVAR),
            "klasserna, och vad var och en räknas som",
            "alternativ: [{svar: 0–14 dagar, räknas_som: Ja}, {svar: 15– dagar, räknas_som: Nej}]",
        ),
    )
)

# --- counts ---

DEL = Avsnitt(
    (
        Nyckel("text", Text(), "vad som räknas, i ord", "text: Vuxna med långvarigt bistånd."),
        Nyckel("uppgift", Text("ett ord utan punkt"), "vad antalet heter i leveransen", "uppgift: vuxna_langvarigt"),
        valfri(
            "räkna",
            RAKNA,
            "hur antalet räknas ur månadsposter eller befolkning; skriv regeln även när det levereras färdigt",
            "räkna: {personer: {ålder: {från: 18}, månader: {minst: 10}}}",
        ),
        valfri(
            "heltal",
            Ord(tuple(JA_ELLER_NEJ)),
            "`ja` om antalet är ett heltal, så att decimaler är ett fel; antal personer, invånare och månader är det"
            " alltid",
            "heltal: ja",
            utan="gäller `nej`",
        ),
        valfri(
            "högst",
            Heltal(*HOGST),
            "rimlighetsgräns: mer än så kan ingen enhet ha",
            "högst: 50000",
            utan=f"är den {FLEST // 1_000_000} miljoner för heltal",
        ),
    ),
    namn="del",
)
_JA_ELLER_NEJ = Ord(tuple(JA_ELLER_NEJ))
_ANTAL = (
    Nyckel(
        "täljare",
        DEL,
        "det som står över bråkstrecket",
        "täljare: {text: Vuxna med långvarigt bistånd., uppgift: vuxna_langvarigt}",
    ),
    Nyckel("nämnare", DEL, "det som står under bråkstrecket", "nämnare: {text: Alla invånare., uppgift: invanare}"),
    valfri(
        "får_vara_negativ",
        _JA_ELLER_NEJ,
        "`ja` om tal under noll kan vara riktiga, i täljaren och i nämnaren",
        "får_vara_negativ: ja",
        utan="gäller `nej`",
    ),
    valfri(
        "särskilda_svar",
        Poster(SVAR_I_TAL),
        "ord som kan stå i stället för talet; alltid `räknas_som: utanför`",
        "särskilda_svar: [{svar: Vet ej, räknas_som: utanför}]",
    ),
)
ANDEL = Avsnitt(
    (
        *_ANTAL,
        valfri(
            "får_överstiga_100",
            _JA_ELLER_NEJ,
            "`ja` om mer än 100 procent kan vara riktigt",
            "får_överstiga_100: ja",
            utan="gäller `nej`",
        ),
    ),
    hos="`andel`",
)
KVOT = Avsnitt(
    (
        *_ANTAL,
        Nyckel(
            "måttenhet",
            Text("namn"),
            "vad talet räknas i, ett `namn` under `måttenheter` i `_omrade.yaml`",
            "måttenhet: timmar per vecka",
        ),
    ),
    hos="`kvot`",
)
BELOPP = Avsnitt(_ANTAL, hos="`belopp`")
