"""What may be written in an edition's kallor.yaml."""

from oj_workbook.kallor import (
    ANNARS,
    AR_I_FILNAMN,
    BELOPPETS,
    DECIMALTECKEN,
    FAR_SKILJA,
    PERSON_ID,
    SLAG,
    TECKENKODNING,
    VID_DUBBLETT,
)
from oj_workbook.nycklar import Ar, Avsnitt, Dar, Endera, Heltal, Lista, Namngivna, Nyckel, Ord, Text, valfri
from oj_workbook.nycklar_utgava import UTGIVNINGSNUMMER

MED_AR = Dar("slag", tuple(slag for slag in SLAG if slag != "publicerat"))
MANADSPOSTER = Dar("slag", ("månadsposter",))
_ORDET = Text("vårt ord", som_tal=True)

LEVERANS = Avsnitt(
    (
        Nyckel(
            "fil",
            Text("en fil i utgåvans mapp"),
            f"filens namn; med `{AR_I_FILNAMN}` en fil för vart och ett av åren",
            f"fil: enkat_{AR_I_FILNAMN}.csv",
        ),
        Nyckel(
            "slag",
            Ord(
                tuple(SLAG),
                {
                    "slutsvar": "färdiga svar",
                    "delsvar": "svar på delfrågor",
                    "antal": "täljare och nämnare",
                    "befolkning": "invånare efter ålder",
                    "månadsposter": "personer och månader",
                    "publicerat": "färdiga siffror",
                },
            ),
            "vad filen innehåller",
            "slag: slutsvar",
        ),
        Nyckel(
            "år",
            Lista(Ar()),
            "året som uppgifterna gäller (register i 2013 års utgåva: 2012); flera när `fil` har `{år}`",
            "år: [2023, 2024]",
            kravs=MED_AR,
            bara=MED_AR,
        ),
        valfri(
            "källa",
            Lista(Text("id")),
            "de källor vars indikatorer filen har, med `id` ur `_omrade.yaml`",
            "källa: enkat_allman",
            utan="har den alla källors",
        ),
        Nyckel("ursprung", Text(), "varifrån filen kommer; står på bladet Om", "ursprung: Länsrapport 2013."),
        Nyckel(
            "kolumner",
            Namngivna(Text("filens rubriker", som_tal=True), "våra ord"),
            "vad filens kolumner heter; alltid `enhet`, och `namn` utom i `månadsposter`",
            "kolumner: {enhet: kommunkod, namn: kommun}",
        ),
        valfri(
            "koder",
            Namngivna(
                Endera(_ORDET, Namngivna(_ORDET, "filens koder")),
                "filens koder",
                "filens koder till vänster, våra ord till höger",
            ),
            "vad filens koder betyder, för hela filen eller en kolumn i taget; `ej svar` säger att svaret saknas",
            'koder: {"1": Ja, "2": Nej, "9": ej svar}',
        ),
        valfri(
            "teckenkodning",
            Ord(tuple(TECKENKODNING)),
            "hur bokstäverna är sparade, i csv",
            "teckenkodning: latin-1",
            utan="gäller `utf-8`",
        ),
        valfri(
            "decimaltecken",
            Ord(tuple(DECIMALTECKEN), {"komma": "då får det också stå blanksteg mellan tusental"}),
            "hur tal skrivs, i filer med tal",
            "decimaltecken: komma",
            utan="gäller `punkt`",
        ),
        valfri(
            "blad",
            Text("bladets namn"),
            "bladet som läses, i xlsx; behövs när flera blad syns",
            "blad: Svar",
        ),
        valfri(
            "vid_dubblett",
            Ord(tuple(VID_DUBBLETT)),
            "vad som gäller när en enhet står på två rader med olika uppgifter, i filer med en rad per enhet: `senaste`"
            " tar den senaste, och varnar",
            "vid_dubblett: senaste",
            utan="stoppar de bygget",
        ),
        valfri(
            "tidsstämpel",
            Text("en av filens rubriker", som_tal=True),
            "kolumnen som säger när raden skrevs, med datum eller datum och klockslag: `2024-03-01 13:45`; krävs med"
            " `vid_dubblett`, och står bara då",
            "tidsstämpel: inskickad",
        ),
        valfri(
            "kontrollsumma",
            Avsnitt(
                (
                    Nyckel("får_skilja", Heltal(*FAR_SKILJA), "så mycket får talen skilja", "får_skilja: 2"),
                    valfri(
                        "annars",
                        Ord(tuple(ANNARS), {"stoppa": "bygget", "varna": "och räkna med delområdena"}),
                        "vad en större skillnad leder till",
                        "annars: varna",
                        utan="gäller `stoppa`",
                    ),
                )
            ),
            "städer vars delområden svarar får också stå i filen, i `antal`: deras tal räknas inte, men ska vara summan"
            " av delområdenas",
            "kontrollsumma: {får_skilja: 0}",
            utan="stoppar en stads rad bygget",
        ),
        valfri(
            "från_utgivning",
            UTGIVNINGSNUMMER,
            "den utgivning som leveransen kom med",
            'från_utgivning: "2024.2"',
            utan="är den med från början",
        ),
        valfri(
            "till_utgivning",
            UTGIVNINGSNUMMER,
            "den sista utgivning som har leveransen, när en rättad fil tar över",
            'till_utgivning: "2024.2"',
        ),
        valfri(
            "historik",
            Lista(Ar()),
            f"år som bara behövs för att se bakåt; år under `år` behöver inte upprepas. Med `{AR_I_FILNAMN}` en fil för"
            " vart och ett, annars i samma fil",
            "historik: [2020, 2021]",
            bara=MANADSPOSTER,
        ),
        Nyckel(
            "person_id",
            Ord(
                tuple(PERSON_ID),
                {
                    "personnummer": "tolv siffror, med eller utan bindestreck, och kontrollsiffran prövas; ett"
                    " samordningsnummer är inte giltigt",
                    "löpnummer": "allt utom en tom cell är giltigt",
                },
            ),
            "vad som skiljer personerna åt",
            "person_id: löpnummer",
            kravs=MANADSPOSTER,
            bara=MANADSPOSTER,
        ),
        Nyckel(
            "belopp",
            Ord(
                tuple(BELOPPETS),
                {
                    "radens": "posternas belopp läggs ihop till hushållets",
                    "hushållets": "hela beloppet står på var och en av hushållets poster, och räknas en gång",
                },
            ),
            "vad posternas belopp är",
            "belopp: hushållets",
            kravs=MANADSPOSTER,
            bara=MANADSPOSTER,
        ),
        valfri(
            "bortfall",
            Lista(Text("kod inom citattecken", som_tal=True)),
            "enheter vars poster är för ofullständiga; de visas med `..`",
            'bortfall: ["0604"]',
            bara=MANADSPOSTER,
        ),
    )
)
