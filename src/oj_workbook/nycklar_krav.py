"""What may be written about what it takes to count as Ja: sub-questions, criteria, and conditions in conditions."""

from oj_workbook.criteria import ALLVAR, DELFRAGANS, INOM_MANADER, MANAD, VILLKOR
from oj_workbook.nycklar import (
    Ar,
    Avsnitt,
    EfterForsta,
    ExaktEn,
    Heltal,
    Igen,
    Lista,
    Med,
    Nyckel,
    Ord,
    Poster,
    Text,
    valfri,
)

_FRAGA, _MINST, _EFTER_FORSTA = Med(("fråga",)), Med(("minst",)), EfterForsta()
_VILLKOR = Poster(Igen("villkor"))
VILLKORET = Avsnitt(
    (
        Nyckel(
            "fråga",
            Text("id för en delfråga på sidan", som_tal=True),
            "vilken delfråga det gäller; bredvid står `svar` eller `inom_månader`",
            "{fråga: skriftlig, svar: Ja}",
        ),
        Nyckel(
            "svar",
            Lista(Text("ett av delfrågans svar", som_tal=True)),
            "delfrågan har det svaret, eller något av svaren i listan",
            "{fråga: mall, svar: [För alla, För vissa]}",
            bara=_FRAGA,
        ),
        Nyckel(
            "inom_månader",
            Heltal(*INOM_MANADER),
            "månaden ligger högst så många månader före mätdagens månad, gränsen inräknad",
            "{fråga: senast, inom_månader: 12}",
            bara=_FRAGA,
        ),
        Nyckel(
            "alla",
            _VILLKOR,
            "allt i listan gäller",
            "alla: [{fråga: skriftlig, svar: Ja}, {fråga: senast, inom_månader: 12}]",
        ),
        Nyckel(
            "någon",
            _VILLKOR,
            "minst ett i listan gäller",
            "någon: [{fråga: mejl, svar: Ja}, {fråga: telefon, svar: Ja}]",
        ),
        Nyckel(
            "minst",
            Heltal(1, None, "1 till så många som listan har"),
            "minst så många i listan under `av` gäller",
            "{minst: 1, av: [{fråga: mejl, svar: Ja}, {fråga: telefon, svar: Ja}]}",
        ),
        Nyckel(
            "av",
            _VILLKOR,
            "listan som `minst` räknar i",
            "{minst: 2, av: [{fråga: boende, svar: Ja}, {fråga: ekonomi, svar: Ja}, {fråga: hälsa, svar: Ja}]}",
            kravs=_MINST,
            bara=_MINST,
        ),
    ),
    exakt_en=(ExaktEn(VILLKOR), ExaktEn(DELFRAGANS, _FRAGA)),
    namn="villkor",
)
STALLS_NAR = Avsnitt(
    (
        Nyckel(
            "fråga",
            Text("id för en annan delfråga på sidan", som_tal=True),
            "delfrågan som avgör",
            "fråga: skriftlig",
        ),
        Nyckel("svar", Lista(Text("ett av delfrågans svar", som_tal=True)), "svaren som leder till frågan", "svar: Ja"),
        valfri(
            "annars",
            Ord(tuple(ALLVAR), {"stoppa": "bygget", "varna": "och räkna med svaret"}),
            "vad ett svar på en fråga som inte ställts leder till",
            "annars: varna",
            utan="gäller `stoppa`",
        ),
    )
)
DELFRAGA = Avsnitt(
    (
        Nyckel("text", Text(), "delfrågan så som den ställs", "text: Är rutinen skriftlig?"),
        Nyckel(
            "svar",
            Lista(Text(som_tal=True, forslag=(MANAD,))),
            f"svaren som går att ge; `{MANAD}` när den besvaras med en månad (2013-02)",
            "svar: [Ja, Nej]",
        ),
        valfri(
            "räcker_inte",
            Lista(Text("svar", som_tal=True)),
            "svar som inget kriterium godtar, och som med avsikt räknas som Nej; för Nej och Inte alls behövs det inte",
            "räcker_inte: Delvis",
        ),
        valfri(
            "ställs_när",
            STALLS_NAR,
            "delfrågan ställs bara till dem som svarat så på en annan; är den ändå besvarad sägs det",
            "ställs_när: {fråga: skriftlig, svar: Ja}",
            utan="ställs den till alla",
        ),
    )
)
KRITERIUM = Avsnitt(
    (
        Nyckel(
            "från", Ar(), "första året som kravet gäller; det första kriteriet har samma år som `mäts`", "från: 2024"
        ),
        Nyckel(
            "brott",
            Text(),
            "vad som ändrades i kravet; serien bryts det året",
            "brott: Rutinen får vara 24 månader gammal i stället för 12.",
            kravs=_EFTER_FORSTA,
            bara=_EFTER_FORSTA,
        ),
        Nyckel(
            "ja_när",
            VILLKORET,
            "villkoret för ett Ja; villkor får stå i varandra",
            "ja_när: {fråga: skriftlig, svar: Ja}",
        ),
    )
)
