"""What may be written on an indicator's page."""

from oj_workbook.definitions import (
    AVSER,
    DECIMALER,
    EFTERSLAPNING,
    ENKATSVAR,
    ORDNING,
    RIKTNINGAR,
    TAL,
    TYPER,
    VID_BORTFALL,
)
from oj_workbook.nycklar import (
    Ar,
    Avsnitt,
    Dar,
    Endera,
    ExaktEn,
    Heltal,
    Lista,
    Med,
    Namngivna,
    Nyckel,
    Ord,
    Poster,
    Text,
    valfri,
)
from oj_workbook.nycklar_slag import ANDEL, BELOPP, JA_NEJ, KLASS, KVOT
from oj_workbook.undertryckning import GRANS, UNDERTRYCKTA

_ENKATSVAR, _TAL = Med(ENKATSVAR, "enkätsvar"), Med(TAL, "tal")
_PERSONER = Dar("avser", ("personer",))
_UTAN_KRITERIER = Med(("klass", *TAL), "utan kriterier")

KVALITETSOMRADE = Avsnitt(
    (
        Nyckel("från", Ar(), "första utgåvan som har området, med dess år; i årsordning", "{från: 2022, namn: Säker}"),
        Nyckel(
            "namn",
            Text("namn"),
            "området från det året, ett `namn` under `kvalitetsområden` i `_omrade.yaml`",
            "namn: Säker",
        ),
    )
)
MATS = Avsnitt(
    (
        Nyckel("från", Ar(), "första året som indikatorn mäts", "{från: 2013}"),
        valfri("till", Ar(), "sista året, när indikatorn har upphört", "{från: 2012, till: 2020}"),
        valfri("inte", Lista(Ar()), "år däremellan då den inte mättes", "{från: 2013, inte: [2020]}"),
    )
)
REGEL = Avsnitt(
    (
        Nyckel("från", Ar(), "första året som regeln gäller; den första gäller redan från `mäts`", "från: 2011"),
        Nyckel(
            "minsta_nämnare",
            Heltal(*GRANS),
            "ett tal med mindre nämnare döljs (X); inte större än `små_tal_under`",
            "minsta_nämnare: 4",
        ),
        valfri(
            "minsta_täljare",
            Heltal(*GRANS),
            "en andel med mindre täljare döljs (X), också när den är noll",
            "minsta_täljare: 4",
        ),
        valfri(
            "minsta_rest",
            Heltal(*GRANS),
            "en andel döljs (X) när färre av nämnaren är utanför täljaren",
            "minsta_rest: 4",
        ),
        valfri(
            "små_tal_under",
            Heltal(*GRANS),
            "ett tal med mindre nämnare märks som litet (26,3\\*); går inte ihop med `uppdelning`",
            "små_tal_under: 20",
        ),
    )
)
UPPDELNING = Avsnitt(
    (
        Nyckel(
            "på",
            Lista(Text("namn")),
            "en eller flera av områdets uppdelningar, med `namn` ur `_omrade.yaml`",
            "på: [kön, ursprung]",
        ),
        valfri("från", Ar(), "första året som delarna visas", "från: 2017", utan="gäller måttets första år"),
        valfri(
            "ord",
            Namngivna(Text("ord"), "delarnas id"),
            "egna ord på den här sidan",
            "ord: {kvinnor: flickor, man: pojkar}",
            utan="gäller orden i `_omrade.yaml`",
        ),
    )
)
BROTT = Avsnitt(
    (
        Nyckel("från", Ar(), "det första året efter ändringen", "från: 2016"),
        Nyckel("text", Text(), "vad som ändrades", "text: Asylsökande räknas inte längre in."),
    )
)

_EXEMPEL_JA_NEJ = """\
ja_nej:
  täljare: Enheter som har en skriftlig rutin.
  nämnare: Alla enheter som besvarat frågan.
  delfrågor:
    skriftlig: {text: Är rutinen skriftlig?, svar: [Ja, Nej]}
  kriterier:
    - från: 2012
      ja_när: {fråga: skriftlig, svar: Ja}"""
_EXEMPEL_KLASS = """\
klass:
  täljare: Enheter med en väntetid på högst 14 dagar.
  nämnare: Alla enheter som besvarat frågan.
  andelen: högst 14 dagar
  alternativ:
    - {svar: 0–14 dagar, räknas_som: Ja}
    - {svar: 15– dagar, räknas_som: Nej}"""
_EXEMPEL_ANDEL = """\
andel:
  täljare: {text: Vuxna med långvarigt bistånd., uppgift: vuxna_langvarigt}
  nämnare: {text: Vuxna med bistånd., uppgift: vuxna}"""
_EXEMPEL_KVOT = """\
kvot:
  måttenhet: timmar per vecka
  täljare: {text: Timmar stöd per vecka., uppgift: stodtimmar}
  nämnare: {text: Handläggare., uppgift: handlaggare}"""
_EXEMPEL_BELOPP = """\
belopp:
  täljare: {text: Utbetalt bistånd i kronor., uppgift: kronor}
  nämnare: {text: Alla invånare., uppgift: invanare}"""

SIDA = Avsnitt(
    (
        Nyckel("namn", Text(), "hela namnet; ingen annan sida i området får ha det", "namn: Klientundersökning"),
        Nyckel(
            "kort_namn", Text("kort text"), "namnet i tabellerna; också det eget för sidan", "kort_namn: Socionomexamen"
        ),
        valfri(
            "tidigare_id",
            Lista(Text("id")),
            "id som samma indikator har haft i äldre utgåvor och källor",
            "tidigare_id: [vantetid_nybesok]",
        ),
        Nyckel(
            "kvalitetsområde",
            Endera(Text("namn"), Poster(KVALITETSOMRADE)),
            "var indikatorn hör hemma, ett `namn` under `kvalitetsområden` i `_omrade.yaml`; en lista om det skiljer"
            " mellan utgåvor",
            "kvalitetsområde: Tillgänglig",
        ),
        valfri(
            "typ",
            Ord(
                tuple(TYPER),
                {"struktur": "förutsättningar", "process": "arbetet", "resultat": "vad arbetet leder till"},
            ),
            "vilket slags kvalitetsindikator; står på bladet Indikatorer",
            "typ: process",
        ),
        Nyckel("ordning", Heltal(*ORDNING), "plats inom kvalitetsområdet; lägst kommer först", "ordning: 20"),
        Nyckel(
            "källa",
            Text("id"),
            "varifrån uppgifterna kommer, ett `id` under `källor` i `_omrade.yaml`",
            "källa: register",
        ),
        valfri(
            "population",
            Text(),
            "vilka som räknas, om det är andra än källans",
            "population: Folkbokförda barn under 18 år.",
        ),
        Nyckel(
            "avser",
            Ord(
                tuple(AVSER),
                {
                    "organisation": "hur kommunen arbetar, som alla svar i ord; ingenting döljs",
                    "personer": "andelar av människor; små tal döljs, och `undertryckning` säger när",
                    "kostnad": "kronor; ingenting döljs, men ett tal kan saknas (`..`)",
                },
            ),
            "vad måttet handlar om",
            "avser: personer",
        ),
        Nyckel("riktning", Ord(tuple(RIKTNINGAR)), "vilket håll som är önskat", "riktning: lågt"),
        Nyckel("mäts", MATS, "vilka år som uppgifterna gäller", "mäts: {från: 2013, inte: [2020]}"),
        valfri(
            "eftersläpning",
            Heltal(*EFTERSLAPNING),
            "år mellan uppgift och enkät, om inte källans",
            "eftersläpning: 2",
        ),
        valfri("decimaler", Heltal(*DECIMALER), "antal decimaler, om inte måttenhetens", "decimaler: 2"),
        Nyckel("fråga", Text(), "frågan så som den ställs", "fråga: Finns en rutin?", kravs=_ENKATSVAR),
        Nyckel(
            "ja_nej",
            JA_NEJ,
            "slaget: kommunen svarar Ja eller Nej, nivåerna ovanför visar andelen Ja",
            _EXEMPEL_JA_NEJ,
        ),
        Nyckel("klass", KLASS, "slaget: kommunen svarar en klass, nivåerna ovanför visar en andel", _EXEMPEL_KLASS),
        Nyckel("andel", ANDEL, "slaget: 100 × täljare / nämnare", _EXEMPEL_ANDEL),
        Nyckel("kvot", KVOT, "slaget: täljare / nämnare i en egen måttenhet", _EXEMPEL_KVOT),
        Nyckel("belopp", BELOPP, "slaget: kronor / nämnare", _EXEMPEL_BELOPP),
        Nyckel(
            "undertryckning",
            Poster(REGEL),
            "när ett tal om personer är för litet för att visas",
            "undertryckning: [{från: 2011, minsta_nämnare: 4, minsta_täljare: 4}]",
            kravs=_PERSONER,
            bara=_PERSONER,
        ),
        valfri(
            "undertryckta_enheter",
            Ord(
                tuple(UNDERTRYCKTA),
                {
                    "utanför aggregaten": "de räknas inte med i länets, rikets och gruppernas tal",
                    "inne i aggregaten": "de räknas med, och fler tal döljs så att ingen kan räkna ut dem",
                },
            ),
            "om enheter med X räknas med i nivåerna ovanför",
            "undertryckta_enheter: inne i aggregaten",
            utan="står de utanför",
            bara=_PERSONER,
        ),
        Nyckel(
            "vid_bortfall",
            Ord(
                tuple(VID_BORTFALL),
                {"räknas på övriga": "de visas, räknade på de andra", "redovisas inte": "de visas med `..`"},
            ),
            "om nivåerna ovanför (län, rike, grupper) visas när någon saknas",
            "vid_bortfall: redovisas inte",
            kravs=_TAL,
            bara=_TAL,
        ),
        valfri(
            "uppdelning",
            UPPDELNING,
            "att måttet också visas för delar, som kvinnor och män",
            "uppdelning: {på: [kön], från: 2017}",
            bara=_TAL,
        ),
        Nyckel("beskrivning", Text(), "vad indikatorn visar", "beskrivning: Visar om det finns en rutin."),
        valfri("tolkning", Text(), "vad man bör tänka på", "tolkning: Ett Nej kan dölja ett gott arbete."),
        valfri(
            "brott",
            Poster(BROTT),
            "när serien bröts; med kriterier står brotten i stället vid dem",
            "brott: [{från: 2016, text: Asylsökande räknas inte längre in.}]",
            bara=_UTAN_KRITERIER,
        ),
        Nyckel(
            "jämförbarhet",
            Text(),
            "vad som går att jämföra, och vad som är vårt val",
            "jämförbarhet: Samma krav alla år.",
        ),
    ),
    exakt_en=(ExaktEn((*ENKATSVAR, *TAL)),),
)
