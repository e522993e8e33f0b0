"""What may be written in an edition's utgava.yaml, rattelser.yaml and andringar.yaml."""

from oj_workbook.andringar import ALLA, ANNAT, FYND, HOPP, PROCENT, STORSTA_HOPP, VALBARA
from oj_workbook.edition import (
    ALLA_KOMMUNER,
    ARET_FORE,
    FILNAMN,
    INDELNING,
    MAX_NAMN,
    REDOVISAS_INTE,
    STOD,
)
from oj_workbook.issues import NUMMER
from oj_workbook.nycklar import (
    Ar,
    Avsnitt,
    Datum,
    Endera,
    ExaktEn,
    Heltal,
    Lista,
    Namngivna,
    Nyckel,
    Ord,
    Poster,
    Text,
    valfri,
)

UTGIVNINGSNUMMER = Text(
    "en utgivnings nummer",
    som_tal=True,
    monster=NUMMER,
    fel="Skriv till exempel 2024.1, 2024.2 eller 2024.2.1 inom citattecken.",
)
_KOD = Text("kod inom citattecken", som_tal=True)
#: What holds where nothing is said, in words.
HOPP_UTAN = f"{STORSTA_HOPP[PROCENT]} procentenheter, och {STORSTA_HOPP[ANNAT]} procent av andra tal"

UTGIVNING = Avsnitt(
    (
        Nyckel(
            "nummer",
            UTGIVNINGSNUMMER,
            "enkätens sista år och ett löpnummer från 1; en rättad fil får ett tredje tal, som `2024.2.1`",
            'nummer: "2024.2"',
        ),
        Nyckel(
            "datum",
            Datum(),
            "den dag utgivningen ges ut; står i filen i stället för dagen den byggdes",
            "datum: 2024-11-05",
        ),
        Nyckel(
            "text",
            Text(),
            "vad som är nytt, på startbladet och bladet Om",
            "text: Kompletterad med registret för 2023.",
        ),
    )
)
GRUPPER = Avsnitt(
    (
        Nyckel("rubrik", Text(), "indelningens namn på startbladet", "rubrik: SKL:s kommungrupp"),
        Nyckel("indelning", Text(), "en indelning ur `data/enheter/`, eller utgåvans egen", "indelning: skl2011"),
        Nyckel(
            "versioner",
            Poster(
                Avsnitt(
                    (
                        Nyckel("från", Ar(), "uppgifternas år, det första som indelningen gäller", "från: 2023"),
                        Nyckel(
                            "indelning",
                            Text(),
                            "indelningen som gäller från det året",
                            "indelning: skr2023",
                        ),
                    )
                )
            ),
            "indelningen har bytts: från vilket år var och en gäller. Startbladet visar den som gäller sist",
            "versioner: [{från: 2016, indelning: skr2017}, {från: 2023, indelning: skr2023}]",
        ),
        valfri(
            "år",
            Endera(
                Ord(
                    (ARET_FORE,),
                    {ARET_FORE: "årsskiftet närmast före mätdagen, och för register årets slut"},
                ),
                Ar(),
            ),
            "vilket års folkmängd; bara folkmängdsgrupper, som måste ha den",
            "år: 2012",
        ),
        valfri(
            "fil",
            Text("en fil i utgåvans mapp"),
            "bara indelningar som utgåvan har själv: en csv med kolumnerna `kommunkod` och `grupp`",
            "fil: nyckel.csv",
        ),
    ),
    exakt_en=(ExaktEn(INDELNING),),
)
UTGAVA = Avsnitt(
    (
        Nyckel(
            "namn",
            Text(f"text, högst {MAX_NAMN} tecken", hogst=MAX_NAMN),
            "utgåvans namn i arbetsboken",
            "namn: Öppna jämförelser 2013 – Ekonomiskt bistånd",
        ),
        Nyckel(
            "filnamn",
            Text(
                "a–z, 0–9, punkt, - och _; högst 80 tecken",
                monster=FILNAMN,
                fel="Använd a–z, 0–9, punkt, - och _; högst 80 tecken, utan .xlsx.",
            ),
            "arbetsbokens filnamn, utan `.xlsx`",
            "filnamn: oj-2013-ekonomiskt-bistand",
        ),
        Nyckel("område", Text("en mapp"), "mappen i `indicators/`", "område: ekonomiskt-bistand"),
        Nyckel(
            "utgivningar",
            Poster(UTGIVNING),
            "när och som vad utgåvan ges ut, den första först",
            'utgivningar: [{nummer: "2013.1", datum: 2026-11-23, text: Enkäten 2013.}]',
        ),
        Nyckel("år", Lista(Ar(), minst=2), "enkätens år; de två sista ska följa på varandra", "år: [2012, 2013]"),
        Nyckel(
            "mätdagar",
            Namngivna(Datum(), "åren"),
            "en dag för vart och ett av åren",
            "mätdagar: {2012: 2012-04-01, 2013: 2013-04-01}",
        ),
        valfri(
            "exempeldata",
            Text(),
            "vad som är påhittat. Varje blad, varje utskriven sida och varje rad i `resultat.csv` märks då EXEMPELDATA",
            "exempeldata: Svaren är påhittade.",
        ),
        Nyckel("län", Lista(_KOD), "länskoder; leveranserna ska täcka deras kommuner", 'län: ["06"]'),
        valfri(
            "summera_delar",
            Lista(_KOD),
            "kommunkoder för städer där delområdena svarar i stället för staden",
            'summera_delar: ["0180", "1480"]',
        ),
        valfri(
            "grupper",
            Poster(GRUPPER),
            "indelningar på startbladet; högst en av varje `niva`",
            "grupper: [{rubrik: SKL:s kommungrupp, indelning: skl2011}]",
        ),
        Nyckel(
            "metod",
            Lista(Text()),
            "punkter om hur just den här utgåvan är gjord",
            "metod: [Rikets tal är de som publicerades.]",
        ),
        Nyckel("hänvisning", Text(), "hur man hänvisar till filen", "hänvisning: Länsrapport 2013, bearbetad."),
        valfri(
            "utan_uppgifter",
            Namngivna(Text("skäl"), "källornas id"),
            "källor som saknar uppgifter den här gången, och varför",
            "utan_uppgifter: {kostnad: Rapporten har inga kostnader.}",
        ),
        valfri(
            "föregående",
            Avsnitt(
                tuple(
                    valfri(slag, Text("namnet på en mapp i utgåvans `tidigare/`"), what, f'{slag}: "{example}"')
                    for slag, what, example in (
                        ("utgivning", "den närmast föregående utgivningen av samma utgåva", "2024.1"),
                        ("utgåva", "den sista utgivningen av förra årets utgåva", "2023.2"),
                    )
                )
            ),
            "det som gavs ut förut, så som det gavs ut; skillnaderna visas på bladet Ändringar",
            'föregående: {utgivning: "2024.1", utgåva: "2023.2"}',
            utan="jämförs ingenting med det som publicerats",
        ),
        valfri(
            "rimlighet",
            Avsnitt(
                (
                    valfri(
                        "hopp",
                        Namngivna(Heltal(*HOPP), "måttenheterna"),
                        "hur långt ett tal får flytta sig sedan året före: `procent` i procentenheter, annat i procent",
                        "hopp: {procent: 25, kronor: 40}",
                        utan=HOPP_UTAN,
                    ),
                    valfri(
                        "stoppar",
                        Lista(Ord(VALBARA, FYND)),
                        "de fynd som stoppar bygget",
                        "stoppar: [hopp, färre-svar]",
                        utan="varnar de bara",
                    ),
                )
            ),
            "vad som räknas som orimligt, och vad som då händer",
            "rimlighet: {hopp: {procent: 25}, stoppar: [hopp]}",
        ),
    )
)
RATTELSE = Avsnitt(
    (
        Nyckel(
            "indikator",
            Text("id"),
            "id:t som gäller nu, inte ett tidigare; en del har sitt eget, som `langvarigt_eb_andel.kvinnor`",
            "indikator: rutin_intern_samordning_barn_unga",
        ),
        Nyckel("år", Ar(), "året som felet gäller", "år: 2012"),
        Nyckel(
            "enhet",
            Text(
                f"kommunkod, `lan-06`, `riket` eller `{ALLA_KOMMUNER}`", som_tal=True, forslag=("riket", ALLA_KOMMUNER)
            ),
            "vem felet gäller",
            "enhet: riket",
        ),
        Nyckel(
            "stod",
            Text("tal med decimalpunkt, eller ett svar", som_tal=True),
            "det som står i leveransen nu; svar som de heter i indikatorn (1–7 dagar, inte filens kod)",
            'stod: "44.1"',
        ),
        Nyckel(
            "stod_samma_som",
            Text("id"),
            "i stället för `stod`, när en kolumn är en kopia av en annan indikators",
            "stod_samma_som: rutin_barn_far_illa",
        ),
        Nyckel(
            "blir",
            Text(f"tal med decimalpunkt, ett svar eller `{REDOVISAS_INTE}`", som_tal=True, forslag=(REDOVISAS_INTE,)),
            f"det rätta talet eller svaret; `{REDOVISAS_INTE}` när det inte är känt",
            "blir: redovisas inte",
        ),
        Nyckel(
            "skäl",
            Text(),
            "varför det är fel; står på bladet Om",
            "skäl: Inget antal av de 309 enheter som svarade ger den andelen.",
        ),
        Nyckel("anmäld", Datum(), "dagen då felet antecknades", "anmäld: 2026-11-23"),
        valfri(
            "från_utgivning",
            UTGIVNINGSNUMMER,
            "utgivningen som rättelsen kom med",
            'från_utgivning: "2024.2.1"',
            utan="gäller den från början",
        ),
    ),
    exakt_en=(ExaktEn(STOD),),
)
ANDRING = Avsnitt(
    (
        Nyckel("datum", Datum(), "dagen då ändringen beslutades", "datum: 2024-11-20"),
        Nyckel(
            "vad",
            Text(),
            "vad som är ändrat, för den som läser utgåvan",
            "vad: Borås svar 2023 är Nej i stället för Ja.",
        ),
        Nyckel("varför", Text(), "orsaken till ändringen", "varför: Kommunen hade svarat på fel fråga."),
        Nyckel(
            "indikator",
            Lista(Text("id", forslag=(ALLA,))),
            f"de indikatorer som är ändrade, med sina delar; eller `{ALLA}`",
            "indikator: rutin_intern_samordning_barn_unga",
        ),
        Nyckel("år", Lista(Ar()), "de år som är ändrade", "år: [2022, 2023]"),
        Nyckel(
            "enhet",
            Lista(Text("kod inom citattecken", som_tal=True, forslag=("riket", ALLA))),
            f"de enheter som är ändrade, med de nivåer de räknas in i; eller `{ALLA}`",
            'enhet: ["1490"]',
        ),
        valfri(
            "från_utgivning",
            UTGIVNINGSNUMMER,
            "utgivningen som ändringen kom med",
            'från_utgivning: "2024.2.1"',
            utan="prövas den mot varje utgivning",
        ),
    )
)
