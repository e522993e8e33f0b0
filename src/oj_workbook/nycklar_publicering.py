"""What may be written in `publicering.yaml`: how the project's editions are given out."""

from oj_workbook.nycklar import Avsnitt, Lista, Nyckel, Ord, Poster, Text, valfri
from oj_workbook.publicering import EPOST, LICENSER, TEMAN, UTGIVARTYP, WEBBADRESS

_ADRESS = Text("webbadress", monster=WEBBADRESS, fel="Skriv hela adressen, som https://www.kommunen.se/statistik.")
UTGIVARE = Avsnitt(
    (
        Nyckel("namn", Text(), "vem som ger ut statistiken", "namn: Exempelmyndigheten"),
        Nyckel(
            "uri",
            _ADRESS,
            "utgivarens adress i länkade data; den hittas på dataportal.se om utgivaren redan finns där",
            'uri: "https://www.kommunen.se/om"',
        ),
        Nyckel("typ", Ord(tuple(UTGIVARTYP)), "vad för slags utgivare det är", "typ: statlig myndighet"),
    )
)
KONTAKT = Avsnitt(
    (
        Nyckel(
            "namn", Text(), "vem den som undrar något ska fråga; en funktion hellre än en person", "namn: Statistik"
        ),
        Nyckel(
            "epost",
            Text("e-postadress", monster=EPOST, fel="Skriv adressen som statistik@kommunen.se."),
            "kontaktens e-postadress",
            'epost: "statistik@kommunen.se"',
        ),
        valfri("webbsida", _ADRESS, "en sida om kontakten", 'webbsida: "https://www.kommunen.se/statistik"'),
    )
)
KATALOG = Avsnitt(
    (
        Nyckel("titel", Text(), "namnet på förteckningen över utgåvorna", "titel: Öppna jämförelser som öppna data"),
        Nyckel("beskrivning", Text(), "vad förteckningen omfattar", "beskrivning: Utgåvorna av Öppna jämförelser."),
    )
)
SERIE = Avsnitt(
    (
        Nyckel("område", Text("mappens namn"), "området, som mappen i `indicators/` heter", "område: hemloshet"),
        Nyckel("titel", Text(), "seriens namn, utan årtal", "titel: Öppna jämförelser – Hemlöshet"),
        Nyckel(
            "beskrivning",
            Text(),
            "vad alla utgåvor i serien visar",
            "beskrivning: Kommunernas arbete mot hemlöshet, år för år.",
        ),
        Nyckel(
            "tema", Lista(Ord(tuple(TEMAN), TEMAN)), "vilka av EU:s teman som serien hör till", "tema: [SOCI, GOVE]"
        ),
        Nyckel("nyckelord", Lista(Text()), "ord som den som söker skriver", "nyckelord: [hemlöshet, kommuner]"),
    )
)
PUBLICERING = Avsnitt(
    (
        Nyckel(
            "webbadress",
            _ADRESS,
            "adressen som utgåvornas mappar ligger under: `webbadress/utgåva/utgivning/fil`",
            'webbadress: "https://www.kommunen.se/jamforelser"',
        ),
        Nyckel(
            "utgivare",
            UTGIVARE,
            "den som svarar för utgåvorna",
            'utgivare: {namn: Exempelmyndigheten, uri: "https://www.kommunen.se/om", typ: kommun}',
        ),
        Nyckel(
            "kontakt",
            KONTAKT,
            "den som svarar på frågor om utgåvorna",
            'kontakt: {namn: Statistik, epost: "statistik@kommunen.se"}',
        ),
        Nyckel(
            "licens",
            Ord(tuple(LICENSER), {"CC0 1.0": "fritt fram", "CC BY 4.0": "fritt fram för den som anger källan"}),
            "vad andra får göra med det som ges ut",
            "licens: CC0 1.0",
        ),
        Nyckel(
            "katalog",
            KATALOG,
            "förteckningen över allt som projektet ger ut",
            "katalog: {titel: Öppna data, beskrivning: Allt som ges ut.}",
        ),
        Nyckel(
            "serier",
            Poster(SERIE),
            "en serie av utgåvor för varje område som ges ut",
            "serier: [{område: hemloshet, titel: Hemlöshet, beskrivning: År för år., tema: SOCI, nyckelord: hem}]",
        ),
    )
)
