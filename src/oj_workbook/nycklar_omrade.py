"""What may be written in `_omrade.yaml`: what all the pages of an område share."""

from oj_workbook.definitions import DECIMALER, EFTERSLAPNING, LAMNAS_AV
from oj_workbook.nycklar import Ar, Avsnitt, Heltal, Nyckel, Ord, Poster, Text, valfri
from oj_workbook.parts import ID
from oj_workbook.section import JA_ELLER_NEJ

KVALITETSOMRADE = Avsnitt(
    (
        Nyckel("namn", Text(), "kvalitetsområdets namn, som sidorna använder", "namn: Tidigt stöd"),
        Nyckel("beskrivning", Text(), "vad kvalitetsområdet handlar om", "beskrivning: Att hjälp ges i tid."),
    )
)
KALLA = Avsnitt(
    (
        Nyckel("id", Text("ett kort ord"), "det som sidorna och leveranserna kallar källan", "id: register"),
        Nyckel("namn", Text(), "källans namn i arbetsboken", "namn: Registret över ekonomiskt bistånd"),
        Nyckel("beskrivning", Text(), "vad källan är; står på bladet Om", "beskrivning: Förs av staten."),
        Nyckel(
            "population",
            Text(),
            "vilka som räknas, om inte en sida säger annat",
            "population: Folkbokförda personer.",
        ),
        Nyckel(
            "eftersläpning",
            Heltal(*EFTERSLAPNING),
            "år mellan uppgift och enkät: 0 är samma år som enkäten, 1 är året före",
            "eftersläpning: 1",
        ),
        valfri(
            "kvartiler",
            Ord(tuple(JA_ELLER_NEJ)),
            "om kommunerna delas i kvartiler; det görs när minst hälften av rikets kommuner har ett värde",
            "kvartiler: ja",
            utan="gäller `nej`",
        ),
        valfri(
            "lämnas_av",
            Ord(
                tuple(LAMNAS_AV),
                {
                    "enheter": "de som svarar på enkäten",
                    "hela kommuner": "bara kommunerna själva, som räkenskaperna: leveransen har staden och inte dess"
                    " delområden, och vid ett delområde visas *se staden*",
                },
            ),
            "vilka som lämnar uppgifter till källan",
            "lämnas_av: hela kommuner",
            utan="gäller `enheter`",
        ),
    )
)
DEL = Avsnitt(
    (
        Nyckel(
            "id",
            Text(
                "a–z, 0–9 och _, högst 30 tecken",
                monster=ID,
                fel="Börja med en bokstav. Använd bara a–z, 0–9 och _; högst 30 tecken.",
            ),
            "det som delens kolumner i leveransen slutar på",
            "id: man",
        ),
        Nyckel("namn", Text(), "delens ord i arbetsboken", "namn: män"),
    )
)
UPPDELNING = Avsnitt(
    (
        Nyckel("namn", Text(), "uppdelningens namn, som sidorna använder", "namn: kön"),
        Nyckel(
            "delar",
            Poster(DEL, minst=2),
            "delarna, minst två; ett id får bara finnas en gång i området",
            "delar: [{id: kvinnor, namn: kvinnor}, {id: man, namn: män}]",
        ),
    )
)
MATTENHET = Avsnitt(
    (
        Nyckel(
            "namn", Text(), "måttenhetens namn, som sidorna använder; `procent` och `kronor` ska finnas", "namn: kronor"
        ),
        Nyckel("tecken", Text("kort text"), "det som skrivs vid talet", 'tecken: "%"'),
        Nyckel(
            "decimaler",
            Poster(
                Avsnitt(
                    (
                        Nyckel(
                            "från",
                            Ar(),
                            "utgåvans år, inte uppgiftens; före det första årtalet gäller det",
                            "{från: 2016, antal: 0}",
                        ),
                        Nyckel("antal", Heltal(*DECIMALER), "antal decimaler från och med den utgåvan", "antal: 0"),
                    )
                )
            ),
            "hur många decimaler talen skrivs ut med",
            "decimaler: [{från: 2016, antal: 0}]",
        ),
    )
)
_EXEMPEL_KALLOR = """\
källor:
  - id: register
    namn: Registret över ekonomiskt bistånd
    beskrivning: Kommunerna lämnar varje månad uppgifter om hushåll som fått bistånd.
    population: Folkbokförda personer.
    eftersläpning: 1"""
OMRADE = Avsnitt(
    (
        Nyckel("namn", Text(), "områdets namn", "namn: Hemlöshet"),
        valfri(
            "beskrivning",
            Text(),
            "vad området visar, i en eller två meningar; står först på bladet Start",
            "beskrivning: Filen visar kommunernas arbete mot hemlöshet.",
            utan="står där bara namnet",
        ),
        Nyckel(
            "kvalitetsområden",
            Poster(KVALITETSOMRADE),
            "i visningsordning, både dagens och äldre utgåvors",
            "kvalitetsområden: [{namn: Tidigt stöd, beskrivning: Att hjälp ges i tid.}]",
        ),
        Nyckel("källor", Poster(KALLA), "varifrån områdets uppgifter kommer", _EXEMPEL_KALLOR),
        valfri(
            "uppdelningar",
            Poster(UPPDELNING),
            "hur personerna i ett mått kan delas",
            "uppdelningar: [{namn: kön, delar: [{id: kvinnor, namn: kvinnor}, {id: man, namn: män}]}]",
        ),
        Nyckel(
            "måttenheter",
            Poster(MATTENHET),
            "vad talen räknas i",
            "måttenheter: [{namn: kronor, tecken: kr, decimaler: [{från: 2000, antal: 0}]}]",
        ),
    )
)
