"""Every code that a problem may have -> what it means, how the fault looks and what to do, for who is no programmer.

A text puts what is to be read as written, a key or a line of a file, within ”…”; the page shows it as code.
"""

import re
import textwrap
from dataclasses import dataclass
from typing import Literal

Stalle = Literal["definitioner", "mallar", "utgåva", "leveranser", "månadsposter", "färdiga filer"]
#: Where a fault may stand, and the files that are meant.
STALLEN: dict[Stalle, str] = {
    "definitioner": "sidorna och ”_omrade.yaml” i ”indicators/”",
    "mallar": "texter, sidor, blad och tema i ”templates/”",
    "utgåva": "”utgava.yaml”, ”kallor.yaml”, ”rattelser.yaml” och ”andringar.yaml” i utgåvans mapp, "
    "”publicering.yaml”, och registren i ”data/enheter/”",
    "leveranser": "filer med svar, antal, befolkning och publicerade tal",
    "månadsposter": "filer med månadsposter, och deras poster i ”kallor.yaml”",
    "färdiga filer": "arbetsboken, ”resultat.csv” och ”bygge.json”, som ”oj-workbook audit” och varje bygge granskar",
}
YAML: tuple[Stalle, ...] = ("definitioner", "mallar", "utgåva")
CSV: tuple[Stalle, ...] = ("utgåva", "leveranser")
WIDTH = 100


@dataclass(frozen=True)
class Felkod:
    """What a code means: what is wrong and why it matters, the fault as somebody wrote it, the way out, and where."""

    vad: str
    exempel: str
    gor: str
    stallen: tuple[Stalle, ...]


FELKODER: dict[str, Felkod] = {
    "alias": Felkod(
        vad="En uppgift som börjar med & eller * läses som en hänvisning till ett annat ställe i filen, och nyckeln << "
        "slår ihop två ställen. Sådant är inte tillåtet: det som gäller ska stå där det läses.",
        exempel="tolkning: *Alla kommuner räknas med.",
        gor='Hör tecknet till texten: sätt citattecken om den, ”tolkning: "*Alla kommuner räknas med."”. Skriv annars '
        "ut uppgiften en gång till.",
        stallen=YAML,
    ),
    "alla-lika": Felkod(
        vad="Kriteriet gör att alla enheter som svarat räknas som Ja ett år, eller att ingen gör det. Så kan det vara, "
        "men oftare är kriteriet ett annat än det som var tänkt. Sådant som levererats som färdiga Ja och Nej prövas "
        "inte.",
        exempel="- {fråga: senast, inom_månader: 1}   (ingen har följt upp rutinen senaste månaden)",
        gor="Se efter hur en enhet fick sitt svar, ”oj-workbook explain INDIKATOR ENHET”, och rätta kriteriet. Stämmer "
        "det: låt varningen stå.",
        stallen=("definitioner",),
    ),
    "annat-än-resultat": Felkod(
        vad="Arbetsbokens blad och resultat.csv säger inte detsamma om en uppgift: talet, svaret, tecknet, "
        "klassen, förändringen eller antalet enheter. De ges ut tillsammans, och en läsare kan inte veta "
        "vilken som gäller.",
        exempel="bok.xlsx!Data!G20   (cellen visar 50, raden i resultat.csv har 51)",
        gor="Har någon ändrat i filerna efter bygget: bygg på nytt och ge ut dem som de är. Annars är felet "
        "programmets; anmäl det.",
        stallen=("färdiga filer",),
    ),
    "avgjort-kriterium": Felkod(
        vad="Kriteriet blir uppfyllt, eller brustet, hur man än svarar. Då mäter indikatorn ingenting.",
        exempel="alla:\n  - {fråga: skriftlig, svar: Ja}\n  - {fråga: skriftlig, svar: Nej}",
        gor="Se efter om två villkor om samma fråga utesluter varandra, eller om ett villkor godtar alla svar.",
        stallen=("definitioner",),
    ),
    "avklippt-text": Felkod(
        vad="Ett # efter ett blanksteg börjar en anmärkning som inte läses, så texten tar slut där. Programmet säger "
        "hellre ifrån än visar en halv mening.",
        exempel="beskrivning: Visar om mål #1 i planen är uppfyllt.",
        gor='Sätt citattecken om hela texten: ”beskrivning: "Visar om mål #1 i planen är uppfyllt."”. Är det en '
        "anmärkning: flytta den till en egen rad som börjar med #.",
        stallen=YAML,
    ),
    "bytes-utanför": Felkod(
        vad="En arbetsbok är en zip-fil, och i den här finns mer än dess delar: en kommentar, extrafält, "
        "bytes mellan delarna eller efter slutet, en del som inte är med i innehållsförteckningen eller "
        "som finns två gånger. Inget kalkylprogram visar det, men vem som helst kan läsa det.",
        exempel="bok.xlsx   (en kommentar sist i zip-filen)",
        gor="Bygg arbetsboken på nytt, och ge ut den fil som bygget skriver. Öppna den inte i andra program innan.",
        stallen=("färdiga filer",),
    ),
    "dold-kolumn": Felkod(
        vad="En kolumn som är dold i Excel har svar. Den läses som de andra, men den som öppnar filen ser den inte. "
        "Kanske är den gömd för att den inte gäller.",
        exempel="kolumnen vantetid (E) är dold",
        gor="Visa kolumnen i Excel. Gäller den: låt varningen stå. Annars: ta bort den och spara.",
        stallen=("leveranser",),
    ),
    "dolt-innehåll": Felkod(
        vad="Något står i filen fast ingen ska se det: ett talformat som visar X eller ingenting i stället "
        "för talet, vit text, rader och kolumner utan höjd och bredd, blad som inte kan visas, texter som"
        " ingen cell använder. Det går alltid att läsa ändå.",
        exempel='#,##0;"X"   (ett talformat som skriver X över ett negativt tal)',
        gor="Det som inte får synas får inte finnas i filen. Tecken som X lagras som text i stället för talet.",
        stallen=("färdiga filer",),
    ),
    "dubbel-indikator": Felkod(
        vad="Två indikatorer har samma ”namn”, ”kort_namn” eller id, och går då inte att skilja åt. Ett ”tidigare_id” "
        "är också ett id, och stora och små bokstäver räknas som lika.",
        exempel="# enkat/it_system.yaml\nkort_namn: IT-system\n# enkat/digital_ansokan.yaml\nkort_namn: IT-system",
        gor="Ge den ena indikatorn ett eget namn, ”kort_namn: Digital ansökan”. Är det id:t som är lika: byt namn på "
        "filen, också om de två ligger i olika undermappar, eller ta bort det ur ”tidigare_id”.",
        stallen=("definitioner",),
    ),
    "dubbel-nyckel": Felkod(
        vad="Samma nyckel står två gånger på samma ställe. Bara den ena kan gälla, och programmet väljer inte åt dig.",
        exempel="beskrivning: Visar om det finns en rutin.\nbeskrivning: Visar om rutinen används.",
        gor="Behåll den nyckel som ska gälla och ta bort den andra. Programmet säger på vilken rad den första står.",
        stallen=YAML,
    ),
    "dubbel-post": Felkod(
        vad="En person har mer än en post för samma månad, enhet och hushåll. Programmet kan inte veta om det är en "
        "dubblett eller två utbetalningar.",
        exempel="lopnr,period,kommun,hushall,kr\na17,2023-06,0604,h9,5230.50\na17,2023-06,0604,h9,5230.50",
        gor="Rätta i källan: ta bort dubbletten, eller slå ihop posterna till en med hela beloppet. Leverera sedan en "
        "ny fil. Alla rader som de berörda personerna har räknas upp, inte bara de dubbla.",
        stallen=("månadsposter",),
    ),
    "dubbel-rad": Felkod(
        vad="Två rader handlar om samma sak, och bara en kan gälla. I svar och antal är det samma enhet; i "
        "”publicerat” samma indikator, år och enhet; i ”befolkning” samma enhet, ålder och del; i ”data/enheter” och "
        "i en fil med egna grupper samma kommun eller id. Säger två rader med svar eller antal samma sak är det bara "
        "en varning, och den första används.",
        exempel="kommunkod,kommun,it_system\n0604,Aneby,Ja\n0617,Gnosjö,Nej\n0604,Aneby,Nej",
        gor="Ta reda på vilken rad som är rätt, och ta bort den andra. Är hela filen dubbel: behåll ett "
        "av exemplaren. Är det alltid den senaste: skriv ”vid_dubblett: "
        "senaste” på leveransen, med ”tidsstämpel: inskickad” om kolumnen heter så.",
        stallen=CSV,
    ),
    "dubbel-rubrik": Felkod(
        vad="Två kolumner har samma rubrik, eller ingen alls, så det går inte att veta vilken som ska läsas. I "
        "månadsposter får ingen rubrik vara tom, och stora och små bokstäver räknas där som lika.",
        exempel="kommunkod,kommun,it_system,it_system\n0604,Aneby,Ja,Nej",
        gor="Ge varje kolumn en egen rubrik, eller ta bort den kolumn som inte behövs.",
        stallen=(*CSV, "månadsposter"),
    ),
    "dubbel-rättelse": Felkod(
        vad="Två poster i ”rattelser.yaml” rättar samma indikator, år och enhet. Då är det oklart vad som är rätt.",
        exempel='- {indikator: it_system, år: 2012, enhet: "0604", stod: Ja, blir: Nej, …}\n'
        '- {indikator: it_system, år: 2012, enhet: "0604", stod: Ja, blir: redovisas inte, …}',
        gor="Behåll den rättelse som stämmer. Skulle den andra gälla något annat: rätta dess indikator, år eller "
        "enhet.",
        stallen=("utgåva",),
    ),
    "dubbel-uppgift": Felkod(
        vad="Samma uppgift om samma enhet och år kommer ur två filer, eller både som ”slutsvar” och som ”delsvar”. "
        "Ingen av dem får vinna i tysthet.",
        exempel="# enkat_2023.csv\n0604,Aneby,Ja\n# enkat_2023_ny.csv\n0604,Aneby,Nej",
        gor="Leverera uppgiften en gång, och ta bort den ur den andra filen. Ersätter den ena filen den andra: skriv "
        "”till_utgivning” på den gamla och ”från_utgivning” på den nya, i ”kallor.yaml”.",
        stallen=("leveranser", "månadsposter"),
    ),
    "dubbelt-bladnamn": Felkod(
        vad="Två blad har samma namn på fliken. Excel skiljer inte på stora och små bokstäver, så Om och OM är lika.",
        exempel="# blad/60_om.yaml\nnamn: Om\n# blad/65_mer.yaml\nnamn: OM",
        gor="Ge det ena bladet ett eget namn, ”namn: Mer om filen”.",
        stallen=("mallar",),
    ),
    "dubbelt-namn": Felkod(
        vad="Ett namn som ska vara ensamt står två gånger. I ”_omrade.yaml”: ett kvalitetsområde, en källas id, en "
        "måttenhet, en uppdelning eller en dels id. På en sida: en uppdelning under ”på”, eller två delar med samma "
        "ord. I ”utgava.yaml”: ett län, en stad under ”summera_delar” eller en rubrik under ”grupper”.",
        exempel='län: ["06", "06"]',
        gor="Ta bort det ena, eller ge det ett eget namn. Två delar med samma ord får olika ord under ”ord” på sidan.",
        stallen=("definitioner", "utgåva"),
    ),
    "dubbelt-svar": Felkod(
        vad="Ett svar står två gånger under ”särskilda_svar” eller ”alternativ”, eller så står Ja eller Nej som ett "
        "särskilt svar. Ja och Nej finns alltid.",
        exempel="särskilda_svar:\n  - {svar: Integrerad, räknas_som: Ja}\n  - {svar: Nej, räknas_som: Nej}",
        gor="Ta bort posten med Ja eller Nej, eller den ena av de två som är lika.",
        stallen=("definitioner",),
    ),
    "enhet-saknas": Felkod(
        vad="En varning: enheter som borde finnas i filen har ingen rad där. De visas med ”ej svar” i enkäten och "
        "annars med ”..”, aldrig som Nej eller noll, men det kan vara ett bortfall som ingen har märkt.",
        exempel="kommunkod,kommun,it_system\n0604,Aneby,Ja\n0642,Mullsjö,Nej\n(0617 Gnosjö har ingen rad)",
        gor="Kontrollera att enheterna verkligen inte har lämnat uppgifter. Har de det: be källan om en ny fil. Har "
        "de inte det är allt som det ska, och varningen står kvar på bladet Om.",
        stallen=("leveranser", "månadsposter"),
    ),
    "enhet-utan-svar": Felkod(
        vad="Raden gäller en enhet som inte svarar själv det året: en stad vars delområden svarar, och som skulle "
        "räknas två gånger; ett delområde som inte fanns då; eller ett delområde där källan lämnas av hela kommuner.",
        exempel='kommunkod,kommun,it_system\n0180,Stockholm,Ja\n(i utgava.yaml: summera_delar: ["0180"])',
        gor="Leverera i stället stadens delområden, det delområde som tog över, eller hela staden. Är det inte raden "
        "som är fel: rätta ”giltig_fran” och ”giltig_till” i ”delomraden.csv”, eller ”summera_delar” i ”utgava.yaml”.",
        stallen=("leveranser", "månadsposter"),
    ),
    "enhet-utanför": Felkod(
        vad="Kommunen finns, men inte i den här utgåvan, som bara omfattar länen under ”län” i ”utgava.yaml”.",
        exempel='kommunkod,kommun,it_system\n0114,Upplands Väsby,Ja\n(i utgava.yaml: län: ["06"])',
        gor='Ta bort raden ur leveransen. Ska kommunen vara med: lägg till dess län, ”län: ["01", "06"]”, och '
        "leverera länets övriga kommuner också.",
        stallen=("leveranser",),
    ),
    "extern-länk": Felkod(
        vad="Arbetsboken hänvisar till en annan fil. Programmet läser det värde som sparades sist.",
        exempel="C2: =[svar_2023.xlsx]Blad1!C2",
        gor="Se efter att värdena är de rätta, eller klistra in dem som värden innan filen levereras.",
        stallen=("leveranser",),
    ),
    "fel-adress": Felkod(
        vad="En webbadress eller e-postadress i ”publicering.yaml” är inte skriven som en sådan. Program följer den, "
        "och läsare skriver till den.",
        exempel='webbadress: "www.kommunen.se"',
        gor='Skriv hela webbadressen, ”webbadress: "https://www.kommunen.se/jamforelser"”, utan blanksteg, frågetecken '
        "och #; och e-postadressen som ”statistik@kommunen.se”.",
        stallen=("utgåva",),
    ),
    "fel-antal-blad": Felkod(
        vad="Arbetsboken ska ha exakt ett blad av vart och ett av slagen ”start”, ”resultat”, ”indikatorer”, ”data” "
        "och ”beräkning”, och högst ett av de andra. Bara ”läs” får vara flera.",
        exempel="# blad/20_resultat.yaml\nslag: resultat\n# blad/25_resultat_igen.yaml\nslag: resultat",
        gor="Ta bort den fil i ”templates/blad” som är en för mycket, eller lägg tillbaka den som fattas.",
        stallen=("mallar",),
    ),
    "fel-antal-fält": Felkod(
        vad="Raden har fler eller färre fält än rubrikraden, så det går inte att veta vilket som hör till vilken "
        "kolumn. Ofta är det ett kommatecken inne i en text, eller ett decimalkomma.",
        exempel="enhet,namn,indikator,ar,varde\n"
        "riket,Riket,it_system,2012,70.4\n"
        "riket,Riket,it_system,2013,71,2\n"
        "riket,Riket,arbetsmarknad,2013,55.0",
        gor="Sätt citattecken om text som innehåller kommatecken, och skriv tal med decimalpunkt, ”71.2”.",
        stallen=CSV,
    ),
    "fel-avser": Felkod(
        vad="Ett svar i ord säger hur kommunen arbetar. Det handlar inte om personer eller kostnader.",
        exempel="avser: personer\n…\nja_nej:\n  …",
        gor="Skriv ”avser: organisation”.",
        stallen=("definitioner",),
    ),
    "fel-bladnamn": Felkod(
        vad="Excel tar inte namnet på fliken. Det får ha högst 31 tecken, och inget av ”[ ] : * ? / \\ '”.",
        exempel="namn: Resultat 2023/2024",
        gor="Korta namnet, eller byt ut tecknet: ”namn: Resultat 2023–2024”.",
        stallen=("mallar",),
    ),
    "fel-citattecken": Felkod(
        vad="Ett citattecken avslutas inte, eller följs av mer text. Då går det inte att veta var cellen slutar, och "
        "resten av filen kan ha blivit en enda cell.",
        exempel='kommunkod,kommun,it_system\n0604,"Aneby,Ja\n0617,Gnosjö,Nej',
        gor='Ta bort citattecknet, eller avsluta det: ”0604,"Aneby",Ja”. Ett citattecken inne i en text inom '
        "citattecken skrivs dubbelt.",
        stallen=CSV,
    ),
    "fel-datum": Felkod(
        vad="Datumet finns inte, är inte skrivet som år, månad och dag, eller ligger utanför 1990–2099. Detsamma sägs "
        "när en utgivning ges ut före den förra, och när ”giltig_fran” är tom i ”delomraden.csv”.",
        exempel="mätdagar: {2023: 1/4 2023, 2024: 2024-04-01}",
        gor="Skriv datumet som ”2023-04-01”. Kommer utgivningarna i fel ordning: rätta ”datum” på en av dem.",
        stallen=("utgåva",),
    ),
    "fel-delsumma": Felkod(
        vad="Leveransen säger med ”kontrollsumma” att en stad och dess delområden står i samma fil, och att stadens "
        "tal ska vara delområdenas summa. Det är det inte. Talen visas aldrig, för de kan vara hemliga.",
        exempel="enhet,namn,vuxna\n0180,Stockholm,900\n0180-bromma-2007,Bromma,400\n0180-jarva-2023,Järva,450",
        gor="Fråga vilket tal som är rätt, och rätta det. Får de skilja, som när summan är avrundad: skriv ett större "
        "tal, ”kontrollsumma: {får_skilja: 2}”, eller ”annars: varna”.",
        stallen=("leveranser",),
    ),
    "fel-excelfil": Felkod(
        vad="Filen heter .xlsx men är något annat, är skyddad med lösenord, är trasig, eller har det som inget "
        "kalkylprogram sparar: en DTD, samma del två gånger. En äldre Excelfil blir inte en ny av att döpas om.",
        exempel="svar_2024.xlsx   (en .xls som bytt namn)",
        gor="Öppna filen i Excel eller LibreOffice och spara den som Excel-arbetsbok (.xlsx), utan lösenord.",
        stallen=("leveranser",),
    ),
    "fel-filnamn": Felkod(
        vad="Namnet på en fil går inte att använda: en sida slutar på .yml, och läses då inte; ”filnamn” har tecken "
        "som inte passar; ”fil” pekar utanför utgåvans mapp; eller så är leveransen en enda fil för flera år.",
        exempel="fil: enkat.csv\når: [2023, 2024]",
        gor="Byt slutet till .yaml. Använd i ”filnamn” bara a–z, 0–9, punkt, - och _, högst 80 tecken. Lägg "
        "leveransen i utgåvans mapp och skriv bara dess namn, med ”{år}” där året står: ”fil: enkat_{år}.csv”.",
        stallen=("definitioner", "utgåva"),
    ),
    "fel-filslag": Felkod(
        vad="Filen är ett kalkylark av ett slag som inte läses: .xls, .xlsm, .xlsb eller .ods.",
        exempel="- fil: svar_2024.xls",
        gor="Spara den som Excel-arbetsbok och skriv det namnet, ”fil: svar_2024.xlsx”, eller spara den som csv.",
        stallen=("utgåva", "leveranser"),
    ),
    "fel-form": Felkod(
        vad="Något är skrivet i en annan form än den ska ha: nycklar och värden, en lista, ett enda värde eller en "
        "lista med enkla värden. Programmet säger vilken det är. Före kolon ska det stå ett ord.",
        exempel="mäts: 2013",
        gor="Skriv som i guidens exempel, här ”mäts: {från: 2013}”. I en lista börjar varje post med ”- ”; enkla "
        "värden får också stå som ”[Ja, Nej]”.",
        stallen=YAML,
    ),
    "fel-fält": Felkod(
        vad="Klamrarna i texten går inte ihop, eller så står det mer än fältets namn inom dem. Det som står inom "
        "klamrar fyller programmet i.",
        exempel="brott: Serien bröts {år",
        gor="Skriv bara namnet inom klamrarna, ”Serien bröts {år}”. En riktig klammer skrivs ”{{” eller ”}}”.",
        stallen=("mallar",),
    ),
    "fel-färg": Felkod(
        vad="Färgen går inte att läsa. Den skrivs med sex tecken ur 0–9 och A–F, med stora bokstäver och utan #.",
        exempel='textfärg: "#1d3c4a"',
        gor='Skriv färgen inom citattecken: ”textfärg: "1D3C4A"”.',
        stallen=("mallar",),
    ),
    "fel-födelseår": Felkod(
        vad="Personen har inget födelseår, ett som inte är möjligt, eller olika i olika poster. Åldern räknas ur "
        "födelseåret, så det måste vara ett och samma.",
        exempel="lopnr,period,fodd\na17,2023-06,1980\na17,2023-07,1908",
        gor="Rätta födelseåret i källan, med fyra siffror och lika i alla personens poster, och leverera filen på "
        "nytt.",
        stallen=("månadsposter",),
    ),
    "fel-i-bygge": Felkod(
        vad="Filen bygge.json bredvid ett tidigare resultat är inte skriven av programmet, är skriven av en version "
        "som inte sade allt som behövs för att jämföra, eller hör till en annan resultat.csv än den som ligger där.",
        exempel="data/2024-riket/tidigare/2024.1/bygge.json",
        gor="Lägg dit resultat.csv och bygge.json så som de gavs ut tillsammans. För ett resultat som gavs ut innan "
        "bygge.json sade det: ta bort bygge.json; då jämförs bara uppgifterna.",
        stallen=("utgåva",),
    ),
    "fel-i-resultat": Felkod(
        vad="Filen resultat.csv eller bygge.json följer inte sina egna regler: ett värde på en rad som är "
        "undertryckt, en okänd kolumn, olika många decimaler för samma mått och år, blanksteg, eller en "
        "kontrollsumma som inte är filens.",
        exempel="0002,Åsbo,kommun,langvariga,2022,41,,undertryckt,X,,,",
        gor="Bygg på nytt, och ge ut filerna som de är när bygget har skrivit dem.",
        stallen=("färdiga filer",),
    ),
    "fel-id": Felkod(
        vad="Ett id är fel skrivet: en sidas filnamn, en delfråga, en ”uppgift”, en källas eller en dels ”id” i "
        "”_omrade.yaml” (som inte heller får stå två gånger), eller ett delområdes id i ”delomraden.csv”, "
        "där det som kom i stället ska finnas och vara yngre.",
        exempel="indicators/ekonomiskt-bistand/enkat/Rutin-våld.yaml",
        gor="Börja med en bokstav a–z och använd bara a–z, 0–9 och _, ”rutin_vald.yaml”; i en uppgift byts punkten "
        "mot _. Ett id har högst 60 tecken, en dels högst 30. Ett delområde har kommunkod, namn och startår: "
        "”0180-jarva-2023”.",
        stallen=("definitioner", "utgåva"),
    ),
    "fel-kolumn": Felkod(
        vad="Personernas eller hushållens löpnummer är lagrade som decimaltal i Parquet-filen. Då blir 1 till 1.0, "
        "som är en annan person än 1 i en annan fil.",
        exempel="lopnr,period\n1.0,2023-06\n2.0,2023-06",
        gor="Leverera löpnumren som text eller heltal.",
        stallen=("månadsposter",),
    ),
    "fel-lagrat-värde": Felkod(
        vad="Bredvid en formel, eller i ett diagram, är ett annat värde lagrat än det som formeln ger när "
        "filen räknas om. Den som öppnar filen skyddad, eller läser den med ett program, får se det "
        "lagrade.",
        exempel="bok.xlsx!Resultat!C9   (lagrat 50, omräknat 51)",
        gor="Gör om bygget. Är värdet fortfarande ett annat beror det på programmet: skicka in ett ärende.",
        stallen=("färdiga filer",),
    ),
    "fel-månad": Felkod(
        vad="I ett delsvar kommer månaden efter mätdagen, som är den dag svaren gäller. I en månadspost går månaden "
        "inte att läsa.",
        exempel="kommunkod,kommun,rutin_barn_far_illa.senast\n0604,Aneby,2013-09\n(mätdagen är 2013-04-01)",
        gor="Rätta månaden, eller mätdagen i ”utgava.yaml”. En månad skrivs ”2013-02”; i månadsposter går också "
        "”201302” och ”2013-02-01” bra.",
        stallen=("leveranser", "månadsposter"),
    ),
    "fel-plats": Felkod(
        vad="Nyckeln finns, men säger ingenting här. På sidor med enkätsvar får ”undertryckning”, ”vid_bortfall” och "
        "”uppdelning” inte stå, och med ”ja_nej” står ”brott” vid kriteriet. Bara mått om personer har regler för små "
        "tal, och ett mått med ”uppdelning” har inget märke för dem. I ”kallor.yaml” hör ”blad” till xlsx och "
        "”teckenkodning” till csv.",
        exempel="avser: kostnad\n…\nundertryckning:\n  - {från: 2011, minsta_nämnare: 4}",
        gor="Ta bort uppgiften. Ett ”brott” flyttas in under ”kriterier”, till det kriterium som bryter serien.",
        stallen=("definitioner", "utgåva"),
    ),
    "fel-rubrikrad": Felkod(
        vad="Rubrikraden ska stå först i filen, en gång och med en rubrik för varje kolumn. Programmet hittade den "
        "längre ner, under en titel, eller en gång till, där två filer satts ihop till en.",
        exempel="Enkäten 2023\nkommunkod,kommun,it_system\n0604,Aneby,Ja\n0617,Gnosjö,Nej",
        gor="Ta bort raderna ovanför rubrikraden, eller den rubrikrad som står mitt i filen.",
        stallen=CSV,
    ),
    "fel-skiljetecken": Felkod(
        vad="Fälten skiljs åt med tabbar eller lodstreck, eller i månadsposter med något annat än kommatecken. "
        "Programmet ser då hela raden som en enda cell.",
        exempel="kommunkod\tkommun\tit_system\n0604\tAneby\tJa",
        gor="Spara filen med semikolon eller kommatecken mellan fälten; månadsposter alltid med kommatecken. I "
        "LibreOffice väljer du fältavgränsare när du sparar som csv.",
        stallen=(*CSV, "månadsposter"),
    ),
    "fel-status": Felkod(
        vad="I den tidigare ”resultat.csv” säger ”status” en sak, och ”varde” eller ”svar” en annan: ett tal finns "
        "bara när status är ”redovisas” eller ”sma_tal”, ett svar i ord bara när den är ”svar”.",
        exempel="enhet,indikator,ar,varde,svar,status\n0604,it_system,2023,12.5,,undertryckt",
        gor="Ändra inte i filen. Lägg dit den som byggdes när utgåvan gavs ut.",
        stallen=("utgåva",),
    ),
    "fel-tal": Felkod(
        vad="Det som står är inget tal, eller ett tal som inte är möjligt här: utanför gränserna, med för många "
        "decimaler, negativt eller över 100 procent. Detsamma sägs när två åldrar, eller gränserna för små tal, står "
        "i omvänd ordning. Antal och belopp i leveranser skrivs inte ut, för de kan vara hemliga.",
        exempel="mäts: {från: 2O14}",
        gor="Skriv med vanliga siffror, ”mäts: {från: 2014}”. I leveranser: decimalpunkt och inga procenttecken, "
        "”71.2”, eller skriv ”decimaltecken: komma” på leveransen. Kan talet vara riktigt: se ”får_vara_negativ” och "
        "”får_överstiga_100”.",
        stallen=(*YAML, "leveranser", "månadsposter"),
    ),
    "fel-teckenkodning": Felkod(
        vad="Filens bokstäver är sparade på ett annat sätt än det som gäller, så å, ä och ö skulle bli andra tecken. "
        "Sidor och mallar är alltid i UTF-8, leveranser också om ”kallor.yaml” inte säger annat.",
        exempel="0680,J\N{REPLACEMENT CHARACTER}nk\N{REPLACEMENT CHARACTER}ping,Ja",
        gor="Spara om filen som UTF-8; i Anteckningar väljer du kodning under Spara som. En leverans kan läsas som den "
        "är: skriv det som programmet föreslår, till exempel ”teckenkodning: cp1252”.",
        stallen=(*YAML, "leveranser"),
    ),
    "fel-uppdelning": Felkod(
        vad="Måttet räknar kronor eller biståndsmånader ur månadsposter. De hör till hushåll, och kan inte delas på "
        "kvinnor och män.",
        exempel="uppdelning: {på: [kön]}\nbelopp:\n  täljare:\n    räkna: {utbetalt_bistånd: alla}\n    …",
        gor="Ta bort ”uppdelning” från sidan.",
        stallen=("definitioner",),
    ),
    "fel-utgivning": Felkod(
        vad="Numret på en utgivning stämmer inte. Det är enkätens sista år, punkt och ett löpnummer från 1; en rättad "
        "fil får ett tredje tal, och inget nummer hoppas över. Också ”från_utgivning” och ”till_utgivning” ska vara "
        "sådana nummer, i rätt ordning, och slutar en leverans ska en annan ta över.",
        exempel='utgivningar:\n  - {nummer: "2024.1", …}\n  - {nummer: "2024.3", …}',
        gor="Skriv ett av de nummer som programmet föreslår, här ”2024.2” eller ”2024.1.1”. Ska en leverans ta över: "
        "skriv den nya filens post i ”kallor.yaml”, med nästa nummer i ”från_utgivning”.",
        stallen=("utgåva",),
    ),
    "fel-villkor": Felkod(
        vad="Villkoret passar inte delfrågan: en som besvaras med en månad har fått ”svar”, eller en som besvaras med "
        "ord har fått ”inom_månader”.",
        exempel="delfrågor:\n  senast: {text: När sågs rutinen över?, svar: månad}\n…\n- {fråga: senast, svar: Ja}",
        gor="Skriv för en månad ”{fråga: senast, inom_månader: 12}”, och för ett ord ”{fråga: skriftlig, svar: Ja}”.",
        stallen=("definitioner",),
    ),
    "fel-ålder": Felkod(
        vad="En ålder i en befolkningstabell går inte att läsa, eller så går en åldersgrupp över en gräns som en sida "
        "använder, eller så lämnar grupperna en lucka eller täcker en ålder två gånger. Då kan invånarna inte räknas.",
        exempel="enhet,namn,alder,antal\n0604,Aneby,0–19,1602\n(en sida räknar invånare till och med 17 år)",
        gor="Skriv åldern som ”7”, ”18–24” eller ”65–”. Dela grupperna där sidorna har sina gränser, ”0–17” och "
        "”18–19”, och låt dem följa på varandra, den sista öppen.",
        stallen=("leveranser",),
    ),
    "fel-år": Felkod(
        vad="Ett år går inte ihop med andra år. På en sida: ”till” före ”från”, poster som inte står i årsordning, "
        "eller något som börjar eller slutar innan indikatorn mäts. I ”utgava.yaml”: färre än två år, eller två sista "
        "år som inte följer på varandra. I ”kallor.yaml” och leveranserna: ett år som inte hör dit.",
        exempel="mäts: {från: 2012}\nja_nej:\n  kriterier:\n    - från: 2013\n      …",
        gor="Rätta det ena året. Det första kriteriet har samma år som ”mäts”, den första regeln under "
        "”undertryckning” gäller redan då, och ett brott kommer senare.",
        stallen=("definitioner", "utgåva", "leveranser", "månadsposter"),
    ),
    "felvärde": Felkod(
        vad="En cell i arbetsboken innehåller ett felvärde från Excel. Det är varken ett svar eller ett saknat svar.",
        exempel="C17: #SAKNAS!",
        gor="Rätta formeln, eller töm cellen om svaret saknas. Spara och leverera på nytt.",
        stallen=("leveranser",),
    ),
    "fil-oläslig": Felkod(
        vad="En fil med månadsposter går inte att läsa: den är inte det som namnet säger, eller så har en rad fler "
        "eller färre fält än rubrikraden. Innehållet visas aldrig.",
        exempel="lopnr,period,kommun\na17,2023-06,0604,5230",
        gor="Leverera Parquet, med ett namn som slutar på ”.parquet”, eller csv i UTF-8 med kommatecken och lika "
        "många fält på varje rad.",
        stallen=("månadsposter",),
    ),
    "fil-saknas": Felkod(
        vad="En fil som behövs finns inte där programmet letar, eller kan inte läsas. Leveranser ska ligga i utgåvans "
        "mapp, månadsposter i mappen efter ”--poster”.",
        exempel="fil: enkat_{år}.csv\når: 2024\n(filen i mappen heter enkät_2024.csv)",
        gor="Kontrollera stavningen, även stora och små bokstäver, och lägg filen på plats. Kommer leveransen först "
        "med en senare utgivning: skriv ”från_utgivning” i dess post i ”kallor.yaml”.",
        stallen=(*YAML, "leveranser", "månadsposter"),
    ),
    "filtrerad-tabell": Felkod(
        vad="Bladet har rader som är dolda eller bortfiltrerade. Programmet vet inte om de ska vara med.",
        exempel="12 av 290 rader är dolda",
        gor="Ta bort filtret och visa alla rader. Ta bort de rader som inte ska vara med, och spara.",
        stallen=("leveranser",),
    ),
    "flera-dokument": Felkod(
        vad="En rad med bara ”---” delar filen i två. En fil är en sida, så bara den första delen skulle läsas.",
        exempel="namn: Digital ansökan\n---\nnamn: IT-system",
        gor="Ta bort raden, eller lägg det som står efter den i en egen fil.",
        stallen=YAML,
    ),
    "formel-utan-värde": Felkod(
        vad="En cell har en formel, men inget sparat värde. Så blir det när filen skrivits av ett program som inte "
        "räknar.",
        exempel="C2: =A2&B2   (inget värde)",
        gor="Öppna filen i Excel, låt den räkna och spara den. Formeln läses då som värdet.",
        stallen=("leveranser",),
    ),
    "fotnot": Felkod(
        vad="En rad har en text i enhetens kolumn och ingenting i de andra. Den är en anmärkning, inte ett svar.",
        exempel="0617,Gnosjö,Nej\nKälla: enkäten 2023,,",
        gor="Ta bort raden ur filen. Det som behöver sägas om uppgifterna står under ”metod” i ”utgava.yaml”.",
        stallen=("leveranser",),
    ),
    "färre-svar": Felkod(
        vad="Andelen enheter med uppgifter från en källa har fallit med mer än 10 procentenheter sedan året före. Då "
        "kan en del av leveransen ha tappats bort, och nivåernas tal bygger på andra enheter än förut.",
        exempel="enkat_2023.csv   291 rader\nenkat_2024.csv   214 rader",
        gor="Se efter om filen är hel och om alla koder för svar är med. Har färre verkligen svarat: låt varningen "
        "stå.",
        stallen=("leveranser",),
    ),
    "för-djupt": Felkod(
        vad="Uppgifter ligger i varandra i mer än 20 nivåer. Ingen sida behöver så många, så det är troligen ett "
        "misstag.",
        exempel="svar: [[[[[[[[[[[[[[[[[[[[[Ja]]]]]]]]]]]]]]]]]]]]]",
        gor="Förenkla, här till ”svar: [Ja]”. Är det ett långt kriterium: skriv villkoren i samma lista i stället för "
        "i varandra.",
        stallen=YAML,
    ),
    "för-få-delar": Felkod(
        vad="En uppdelning i ”_omrade.yaml” har bara en del. Den ska ha minst två, annars är inget delat.",
        exempel="uppdelningar:\n  - {namn: kön, delar: [{id: kvinnor, namn: kvinnor}]}",
        gor="Lägg till den andra delen under ”delar”: ”{id: man, namn: män}”.",
        stallen=("definitioner",),
    ),
    "för-lång-cell": Felkod(
        vad="En cell har fler tecken än de 32 767 som Excel kan visa. Har den över 131 000 tecken saknas troligen ett "
        "citattecken, så att många rader har blivit en cell.",
        exempel='0604,"Aneby,Ja\n0617,Gnosjö,Nej\n(och tusentals rader till)',
        gor="Leta efter ett ensamt citattecken på raden, och avsluta det eller ta bort det. Korta annars cellen.",
        stallen=CSV,
    ),
    "för-lång-text": Felkod(
        vad="Texten får inte plats. En text har högst 20 000 tecken, ett namn eller svar högst 200, och ”namn” i "
        "”utgava.yaml” högst 120, för det står också i sidfoten. En del texter i ”texter.yaml” har egna gränser, i "
        "tecken eller i rader. Texter som står i samma cell får tillsammans ha 32 767. Programmet säger vilken gräns.",
        exempel="jämför:\n  rubrik_lista: Välj den indikator som du vill jämföra",
        gor="Korta texten tills den håller gränsen: ”rubrik_lista: Välj indikator”.",
        stallen=(*YAML, "leveranser"),
    ),
    "för-många-decimaler": Felkod(
        vad="Ett tal är lagrat med fler decimaler än cellen visar. De som döljs avslöjar ofta vad som delats "
        "med vad: 41,379310 är 12 av 29.",
        exempel="41.37931034482759   (i en cell som visar 41,4)",
        gor="Lagra talet avrundat till de decimaler som visas, och inget mer.",
        stallen=("färdiga filer",),
    ),
    "för-många-nycklar": Felkod(
        vad="Två nycklar som utesluter varandra står tillsammans: två slag på en sida, två sätt i ett villkor eller "
        "under ”räkna”, ”stod” och ”stod_samma_som” i en rättelse, eller ”indelning” och ”versioner” under ”grupper”.",
        exempel="- {fråga: senast, svar: Ja, inom_månader: 12}",
        gor="Behåll den ena, ”- {fråga: senast, inom_månader: 12}”. Ska två villkor gälla: gör dem till två poster "
        "under ”alla”.",
        stallen=("definitioner", "utgåva"),
    ),
    "för-stor-fil": Felkod(
        vad="En sida är större än 200 000 byte, eller en arbetsbok packas upp till mer än en leverans kan vara. Ofta "
        "är det något annat som har hamnat där.",
        exempel="indicators/ekonomiskt-bistand/enkat/svar_2023.yaml   1,4 MB",
        gor="Flytta filen om den inte hör hemma där. Dela annars upp den i flera, eller leverera csv.",
        stallen=(*YAML, "leveranser"),
    ),
    "för-stort-tal": Felkod(
        vad="Ett antal är större än det kan vara: mer än ”högst” på indikatorns sida, mer än tjugo miljoner där hela "
        "personer, månader eller annat räknas, eller fler siffror än ett kalkylark håller reda på. Talet visas inte, "
        "för det kan vara hemligt.",
        exempel="kommunkod,kommun,vuxna\n0604,Aneby,2147483648",
        gor="Rätta talet i filen. Kan det vara så stort: skriv ”högst: 50000000” vid uppgiften, under ”täljare” eller "
        "”nämnare” på sidan.",
        stallen=("leveranser",),
    ),
    "för-svag-kontrast": Felkod(
        vad="Texten syns för dåligt mot sin bakgrund. Kontrasten ska vara minst 4,5 : 1, och för linjerna i "
        "diagrammet minst 3 : 1 mot vitt.",
        exempel='ingress: {storlek: 11, textfärg: "AAAAAA"}',
        gor='Välj en mörkare text eller linje, eller en ljusare fyllning: ”textfärg: "5A6870"”.',
        stallen=("mallar",),
    ),
    "försvunnen-enhet": Felkod(
        vad="En enhet hade uppgifter i den tidigare ”resultat.csv”, men har inga alls nu. Oftast har den fallit bort "
        "ur ett register eller ur leveranserna.",
        exempel="0604,Aneby,kommun,it_system,2023,,Ja,svar   (i den tidigare filen; i utgåvan finns inte 0604)",
        gor="Se efter i ”data/enheter/” och i leveranserna. Är det meningen: skriv en post i ”andringar.yaml” för "
        "enheten, ”indikator: alla”.",
        stallen=("utgåva",),
    ),
    "försvunnen-indikator": Felkod(
        vad="En indikator hade uppgifter i den tidigare ”resultat.csv” för år som utgåvan visar, men har inga nu.",
        exempel="0604,Aneby,kommun,it_system,2023,,Ja,svar   (i den tidigare filen; sidan it_system.yaml är borta)",
        gor="Har sidan bytt namn: skriv det gamla id:t under ”tidigare_id”. Har indikatorn upphört: behåll sidan, med "
        "”till” under ”mäts”. Ska den verkligen bort: skriv en post i ”andringar.yaml” med ”enhet: alla”.",
        stallen=("utgåva",),
    ),
    "grupp-saknas": Felkod(
        vad="Någon kommun får ingen grupp i indelningen, och skulle tyst falla ur jämförelserna. Gruppen fattas i "
        "filen eller finns inte i ”grupper.csv”, eller så fattas folkmängden det år som gruppen bygger på.",
        exempel="kommunkod,grupp\n0604,3\n0617,",
        gor="Skriv kommunens grupp i den egna filen, eller i ”kommuner.csv”. Går grupperna efter folkmängd: fyll på "
        "”befolkning.csv”, eller välj ett annat ”år”.",
        stallen=("utgåva",),
    ),
    "halvt-antal": Felkod(
        vad="Enheten har en täljare men ingen nämnare, eller tvärtom. Då går dess tal inte att räkna ut.",
        exempel="kommunkod,kommun,domar_andrade,domar\n0604,Aneby,3,\n0617,Gnosjö,1,9",
        gor="Leverera båda, eller ingen av dem. Har enheten svarat med ord, som Vet ej: skriv det i stället för talet.",
        stallen=("leveranser",),
    ),
    "historik-saknas": Felkod(
        vad="En regel ser tillbaka på tidigare år, som ”månader: {minst: 27, under_år: 3}”, men leveransen har inte "
        "alla de åren. Utan dem blir antalet för lågt.",
        exempel="år: 2023\nhistorik: [2022]",
        gor="Lägg till de år som programmet nämner, ”historik: [2021, 2022]”, och deras filer.",
        stallen=("månadsposter",),
    ),
    "hopp": Felkod(
        vad="Ett publicerat tal har flyttat sig långt sedan året före: mer än 25 procentenheter, eller 50 procent när "
        "talet inte är en andel. Flyttar sig många enheter så, och ingen nivå, sägs ingenting. Inte heller när serien "
        "bryts däremellan, eller när talet är märkt som litet.",
        exempel="0604,Aneby,kommun,langvarigt_eb_andel,2022,12.5\n0604,Aneby,kommun,langvarigt_eb_andel,2023,61.0",
        gor="Se efter i leveransen. Stämmer talet: låt varningen stå, eller höj gränsen, "
        "”rimlighet: {hopp: {procent: 50}}” i ”utgava.yaml”.",
        stallen=("leveranser",),
    ),
    "inaktuell-rättelse": Felkod(
        vad="Rättelsen träffar inte: i leveransen står något annat än ”stod” säger, eller så finns ingen sådan "
        "uppgift. Kanske är felet redan rättat i källan, och då ska rättelsen bort.",
        exempel='indikator: it_system\når: 2012\nenhet: riket\nstod: "44.1"\n(i leveransen står 45.0)',
        gor='Ta bort posten, eller skriv vad som står nu, ”stod: "45.0"”. Är år eller enhet fel: rätta dem. Delsvar, '
        "antal, befolkning och månadsposter rättas inte så; be källan om en ny fil.",
        stallen=("utgåva",),
    ),
    "inget-att-jämföra": Felkod(
        vad="Ingen enda uppgift i den tidigare ”resultat.csv” finns också i utgåvan. Det är nog en fil från ett annat "
        "område.",
        exempel='föregående: {utgåva: "missbruk-2023"}',
        gor="Byt mapp, eller ta bort ”föregående”.",
        stallen=("utgåva",),
    ),
    "inget-att-räkna": Felkod(
        vad="Månadsposterna används inte till något: ingen sida som mäts det året, och hör till leveransens källor, "
        "har en regel under ”räkna” som räknar ur månadsposter.",
        exempel="- {fil: poster_2023.parquet, slag: månadsposter, källa: kostnad, år: 2023, …}",
        gor="Rätta ”källa” eller ”år” i ”kallor.yaml”, skriv regeln på sidan, eller ta bort leveransen.",
        stallen=("månadsposter",),
    ),
    "inte-angripen": Felkod(
        vad="Granskningen kunde inte pröva vad som går att räkna ut av filen. Det kräver utgåvans sidor och register, "
        "filerna bredvid arbetsboken och tillägget ”audit”.",
        exempel="oj-workbook audit nedladdat/bok.xlsx   (i en mapp som inte är projektets)",
        gor="Kör ”oj-workbook audit FIL --projekt MAPP”, efter ”pip install oj-workbook[audit]”.",
        stallen=("färdiga filer",),
    ),
    "inte-omräknad": Felkod(
        vad="Formlerna kunde inte räknas om, eftersom varken IronCalc eller LibreOffice finns på datorn. Allt"
        " annat är granskat.",
        exempel="oj-workbook audit build/bok.xlsx   (på en dator utan LibreOffice)",
        gor="Installera LibreOffice, och granska igen innan filen ges ut.",
        stallen=("färdiga filer",),
    ),
    "kanarie": Felkod(
        vad="Ett tal som lagts in för att synas om det läcker, en kanarie, finns någonstans i det som ges ut."
        " Meddelandet säger vilken i ordningen det är, var, och hur talet är skrivet, men inte talet.",
        exempel="oj-workbook audit build/bok.xlsx --kanarie 48151",
        gor="Ta reda på vad som skriver ut talet, och ge inte ut filerna. Är det en slump: välj en kanarie "
        "med fler siffror.",
        stallen=("färdiga filer",),
    ),
    "kod-och-namn": Felkod(
        vad="Koden är en kommuns och namnet en annans, så det är oklart vem raden gäller. Habo (0643) och Håbo (0305) "
        "är till exempel lätta att ta miste på.",
        exempel="kommunkod,kommun,it_system\n0642,Habo,Ja",
        gor="Rätta koden eller namnet, ”0643,Habo,Ja”. Se också på raderna bredvid: en hel kolumn kan ha förskjutits.",
        stallen=("leveranser",),
    ),
    "kolumn-saknas": Felkod(
        vad="En kolumn som behövs finns inte i filen, eller så säger ”kolumner” i ”kallor.yaml” inte vilken den är. "
        "Utan den skulle en indikator försvinna i tysthet.",
        exempel="kommunkod,kommun,itsystem\n0604,Aneby,Ja",
        gor="Rätta rubriken, ”it_system”, eller skriv filens rubrik i ”kallor.yaml”, ”kolumner: {…, it_system: "
        "itsystem}”. Ställdes frågan inte det året: ändra ”mäts” på sidan. Finns delarna först senare: ändra ”från” "
        "under ”uppdelning”.",
        stallen=(*CSV, "månadsposter"),
    ),
    "lika-grupper": Felkod(
        vad="Två indelningar under ”grupper” är av samma slag, som två årgångar av SKR:s kommungrupper. Deras grupper "
        "skulle få samma id.",
        exempel="grupper:\n"
        "  - {rubrik: Kommungrupp 2017, indelning: skr2017}\n"
        "  - {rubrik: Kommungrupp 2023, indelning: skr2023}",
        gor="Behåll en av dem, eller skriv dem som en: ”versioner: [{från: 2016, indelning: skr2017}, {från: 2023, "
        "indelning: skr2023}]”.",
        stallen=("utgåva",),
    ),
    "makron": Felkod(
        vad="Arbetsboken har makron, som är program. Sådana filer läses inte.",
        exempel="svar_2024.xlsx   (med vbaProject.bin)",
        gor="Spara filen utan makron, som vanlig Excel-arbetsbok (.xlsx).",
        stallen=("leveranser",),
    ),
    "minne-räcker-inte": Felkod(
        vad="Månadsposterna får inte plats i 2 GB arbetsminne, som är vad programmet använder. Det tar inte disken "
        "till hjälp, för posterna är uppgifter om enskilda.",
        exempel="år: 2023\nhistorik: [2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022]",
        gor="Minska ”historik” till de år som någon regel ser tillbaka på.",
        stallen=("månadsposter",),
    ),
    "misstänkt-kopia": Felkod(
        vad="Alla uppgifter som en enhet lämnat till en källa är desamma som året före, fast de flesta andra har "
        "ändrat sina. Eller så har en hel kolumn de uppgifter som stod där året före, eller som hör till en annan "
        "indikator.",
        exempel="kommunkod,kommun,vald_2023,vald_2024\n0604,Aneby,Ja,Ja\n0617,Gnosjö,Nej,Nej\n…",
        gor="Fråga den som levererat. Är det fel i slutsvar eller publicerade tal: skriv en rättelse. Annars behövs en "
        "ny fil.",
        stallen=("leveranser",),
    ),
    "motsägelse": Felkod(
        vad="Ett tal är både publicerat och går att räkna ut, men de två är inte lika. Eller så är det undertryckt i "
        "den ena källan och inte i den andra, och då kunde det som ska döljas röjas.",
        exempel="enhet,namn,indikator,ar,varde\nriket,Riket,it_system,2013,71.2\n(enheternas svar ger ett annat tal)",
        gor="Rätta svaren, det publicerade talet eller regeln under ”undertryckning”. Var det fel när det "
        "publicerades: skriv en rättelse i ”rattelser.yaml”.",
        stallen=("leveranser",),
    ),
    "månad-saknas": Felkod(
        vad="En månad har inte en enda post i hela leveransen, så årets alla tal skulle bli för låga. Har en enstaka "
        "enhet med minst 20 personer en månad utan poster är det bara en varning.",
        exempel="lopnr,period,kommun\na17,2022-06,0604\na17,2022-08,0604\n(ingen post för 2022-07)",
        gor="Leverera alla tolv månader. Gäller det en enhet: fråga om den har lämnat hela året, och skriv den annars "
        'under ”bortfall”, ”bortfall: ["0604"]”.',
        stallen=("månadsposter",),
    ),
    "oanvänd-fråga": Felkod(
        vad="Delfrågan ingår inte i något kriterium, så svaret på den skulle aldrig betyda något.",
        exempel="delfrågor:\n"
        "  skriftlig: {text: Är rutinen skriftlig?, svar: [Ja, Nej]}\n"
        "  beslutad: {text: Är den beslutad?, svar: [Ja, Nej]}\n"
        "kriterier:\n"
        "  - {från: 2013, ja_när: {fråga: skriftlig, svar: Ja}}",
        gor="Använd den i ett villkor, ”{fråga: beslutad, svar: Ja}”, eller ta bort delfrågan.",
        stallen=("definitioner",),
    ),
    "ofullständigt-angrepp": Felkod(
        vad="Granskningens angrepp fick bortse från något: en del av de publicerade talen går inte ihop, så ingen kan "
        "räkna med dem alla. Det som är undertryckt kan vara bättre eller sämre skyddat än angreppet såg.",
        exempel="(ett rättat tal, som inte längre är summan av delarna)",
        gor="Läs anmärkningen, och se efter varför talen inte går ihop.",
        stallen=("färdiga filer",),
    ),
    "ogiltiga-id": Felkod(
        vad="Ingen post under året har ett giltigt id, så ingen person går att räkna. Är det bara mer än var tionde "
        "post blir det en varning, och de posterna står utanför.",
        exempel="person_id: personnummer\n(i filen står a17, a18, a19 …)",
        gor="Är det löpnummer i filen: skriv ”person_id: löpnummer”. Kontrollera annars att rätt kolumn står vid "
        "”person”, och att personnumren har tolv siffror och rätt kontrollsiffra.",
        stallen=("månadsposter",),
    ),
    "okänd-del": Felkod(
        vad="Arbetsboken har en del, en relation eller en uppgift i innehållslistan som programmet aldrig "
        "skriver: kommentarer, egna egenskaper, makron, skrivarinställningar, miniatyrbilder, länkar till"
        " andra filer.",
        exempel="bok.xlsx!docProps/custom.xml",
        gor="Gör om bygget, och öppna inte filen i något annat program innan den ges ut. Har programmet fått en"
        " ny sorts del: lägg till den i granskningens lista.",
        stallen=("färdiga filer",),
    ),
    "okänd-enhet": Felkod(
        vad="Koden är ingen enhet eller nivå i utgåvan: den finns inte i ”data/enheter”, eller hör till ett delområde "
        "vars stad inte står under ”summera_delar”. Detsamma sägs om en kommun som står där och inte har några "
        "delområden.",
        exempel="kommunkod,kommun,it_system\n0609,Aneby,Ja",
        gor="Rätta koden enligt registren, ”0604,Aneby,Ja”. Är delområdet nytt: lägg till det i ”delomraden.csv”.",
        stallen=(*CSV, "månadsposter"),
    ),
    "okänd-fråga": Felkod(
        vad="Ett villkor frågar efter en delfråga som inte finns under ”delfrågor” på sidan. Kanske är den felstavad.",
        exempel="- {fråga: skriftig, svar: Ja}",
        gor="Skriv delfrågans id så som det står där, ”{fråga: skriftlig, svar: Ja}”, eller lägg till delfrågan.",
        stallen=("definitioner",),
    ),
    "okänd-indelning": Felkod(
        vad="Indelningen finns inte i ”data/enheter/grupper.csv”, så programmet vet inte vilka grupper den har.",
        exempel="- {rubrik: SKR:s kommungrupp, indelning: skr_2023}",
        gor="Välj en som finns, ”indelning: skr2023”. En ny läggs till i ”grupper.csv”, och kommunernas grupper i "
        "”kommuner.csv” eller en egen fil.",
        stallen=("utgåva",),
    ),
    "okänd-indikator": Felkod(
        vad="En publicerad siffra, en rättelse eller en ändring gäller en indikator som inte har någon sida i området.",
        exempel="enhet,namn,indikator,ar,varde\nriket,Riket,it_sytem,2013,71.2",
        gor="Rätta stavningen, ”it_system”, eller skriv sidan. En rättelse ska ha det id som gäller nu, inte ett "
        "tidigare.",
        stallen=CSV,
    ),
    "okänd-kolumn": Felkod(
        vad="Ett ord under ”kolumner” eller ”koder” i ”kallor.yaml” är inget som läses ur filen. Är det tvärtom en "
        "kolumn i filen som ingen frågar efter blir det en varning: den läses inte, men kan vara en felstavad rubrik.",
        exempel="kolumner: {enhet: kommunkod, namn: kommun, itsystem: F12}",
        gor="Rätta ordet, ”it_system: F12”, eller ta bort det. En kolumn som inte ska läsas kan ligga kvar i filen.",
        stallen=(*CSV, "månadsposter"),
    ),
    "okänd-källa": Felkod(
        vad="Källan finns inte i områdets ”_omrade.yaml”. Den anges vid ”källa” i en leverans, eller under "
        "”utan_uppgifter” i ”utgava.yaml”.",
        exempel="källa: registret",
        gor="Skriv ett ”id” som står under ”källor” i ”_omrade.yaml”: ”källa: register”.",
        stallen=("utgåva",),
    ),
    "okänd-nyckel": Felkod(
        vad="Ordet före kolon är inget som läses på den här platsen. Det är felstavat, har stor bokstav eller hör "
        "hemma någon annanstans. Sades inget om det skulle uppgiften bara försvinna.",
        exempel="tolkningen: Ett Nej kan betyda att rutinen är ny.",
        gor="Skriv nyckeln som i guiden, ”tolkning: Ett Nej …”, eller ta bort raden. Är ordet rätt: se efter att "
        "raden har rätt indrag, så att den hör till rätt uppgift.",
        stallen=YAML,
    ),
    "okänd-sida": Felkod(
        vad="Bladet ska visa en sida som inte finns i ”templates/sidor”.",
        exempel="slag: läs\nsida: fem.md",
        gor="Skriv filens namn utan .md, ”sida: fem”, eller lägg filen där.",
        stallen=("mallar",),
    ),
    "okänd-uppdelning": Felkod(
        vad="Måttet ska delas upp efter något som inte står under ”uppdelningar” i ”_omrade.yaml”.",
        exempel="uppdelning: {på: [kon]}",
        gor="Skriv uppdelningens namn så som det står där, ”på: [kön]”, eller lägg till uppdelningen.",
        stallen=("definitioner",),
    ),
    "okänd-xml": Felkod(
        vad="En del av arbetsboken har ord som programmet aldrig skriver: ett okänt element eller attribut, "
        "en XML-kommentar, text där ingen ska stå. Sådant syns inte i ett kalkylprogram, men följer med "
        "filen.",
        exempel="<sheets><!-- 41 av 99 -->",
        gor="Ge ut den fil som bygget skrev, inte en som sparats om. Skriver programmet ett nytt ord: lägg till"
        " det i granskningens lista.",
        stallen=("färdiga filer",),
    ),
    "okänt-blad": Felkod(
        vad="Bladet som leveransen nämner finns inte i arbetsboken, eller så har den flera blad och leveransen säger "
        "inte vilket som ska läsas.",
        exempel="- {fil: svar_2024.xlsx, blad: Svr, …}",
        gor="Skriv bladets namn som det står på fliken, ”blad: Svar”.",
        stallen=("utgåva", "leveranser"),
    ),
    "okänt-block": Felkod(
        vad="Raden ber om ett block som programmet inte kan fylla i.",
        exempel="[[källorna]]",
        gor="Välj ett av blocken i ”templates/README.md”, ”[[källor]]”. Det ska stå ensamt på sin rad.",
        stallen=("mallar",),
    ),
    "okänt-fält": Felkod(
        vad="Ordet inom klamrar är inget fält som finns i just den här texten, så programmet har inget att sätta dit.",
        exempel="Arbetsboken visar {komuner} kommuner.",
        gor="Skriv ett fält som finns, ”{kommuner}”, eller ta bort det. Vilka som finns i varje text står i "
        "”templates/README.md”.",
        stallen=("mallar",),
    ),
    "okänt-län": Felkod(
        vad="Länskoden finns inte i ”data/enheter/kommuner.csv”. Den har två siffror, och tappar lätt sin nolla.",
        exempel="län: [6]",
        gor='Skriv båda siffrorna, inom citattecken: ”län: ["06"]”.',
        stallen=("utgåva",),
    ),
    "okänt-område": Felkod(
        vad="Mappen som ”område” i ”utgava.yaml” pekar på finns inte i ”indicators”, eller har ingen ”_omrade.yaml”.",
        exempel="område: ekonomiskt_bistand",
        gor="Skriv mappens namn, ”område: ekonomiskt-bistand”. Är området nytt: gör först mappen och dess "
        "”_omrade.yaml”.",
        stallen=("utgåva",),
    ),
    "okänt-svar": Felkod(
        vad="Svaret finns inte på indikatorns sida det året, eller inte på delfrågan i ett kriterium. Stora och små "
        "bokstäver spelar roll. Under ”ersätter” ska svaret stå högre upp i listan, och i en rättelse gäller det "
        "”blir”.",
        exempel="kommunkod,kommun,it_system\n0604,Aneby,ja",
        gor="Skriv ett av svaren som finns, ”0604,Aneby,Ja”, och en månad som ”2013-02”. Har filen koder: översätt "
        'dem i ”kallor.yaml”, ”koder: {"1": Ja, "2": Nej}”. Är svaret nytt: lägg till det på sidan, med ”från”.',
        stallen=("definitioner", "utgåva", "leveranser"),
    ),
    "okänt-värde": Felkod(
        vad="Uppgiften får bara vara något av några bestämda ord, och det här är inget av dem. Ofta är det en "
        "felstavning. I befolkning och månadsposter gäller det kön, ursprung, roll och folkbokförd, och de ord som "
        "”koder” översätter till.",
        exempel="riktning: hög",
        gor="Välj ett av orden som programmet räknar upp: ”riktning: högt”. Har filen koder: säg vad de betyder, "
        '”koder: {kön: {"1": män, "2": kvinnor}}”.',
        stallen=(*YAML, "leveranser", "månadsposter"),
    ),
    "olika-räkning": Felkod(
        vad="Två sidor använder samma uppgift, men har olika regler under ”räkna”. Uppgiften räknas bara en gång, så "
        "det ena måttet skulle inte bli vad dess sida säger.",
        exempel="# register/langvarigt_eb_andel.yaml\n"
        "uppgift: vuxna\n"
        "räkna: {personer: {ålder: {från: 18}}}\n"
        "# register/mycket_langvarigt_eb_andel.yaml\n"
        "uppgift: vuxna\n"
        "räkna: {personer: {ålder: {från: 20}}}",
        gor="Skriv samma regel på båda sidorna, eller ge den ena uppgiften ett eget namn.",
        stallen=("definitioner",),
    ),
    "omöjligt-antal": Felkod(
        vad="Täljaren kan inte höra till nämnaren: i en andel är den större, något av talen är under noll, eller "
        "nämnaren är noll fast täljaren inte är det. Detsamma sägs när delarna, som kvinnor och män, är fler än det "
        "hela. Talen skrivs aldrig ut.",
        exempel="kommunkod,kommun,vuxna_langvarigt,vuxna\n0604,Aneby,131,31",
        gor="Rätta täljaren, nämnaren eller delarna i källan. Kan det vara riktigt: skriv ”får_överstiga_100: ja” "
        "eller ”får_vara_negativ: ja” på sidan.",
        stallen=("leveranser", "månadsposter"),
    ),
    "onämnt-svar": Felkod(
        vad="Delfrågan har ett svar som inget kriterium nämner. Den som svarar så räknas som Nej, utan att det står "
        "någonstans. Nej och Inte alls behöver inte nämnas, och inte det som är ett särskilt svar.",
        exempel="svar: [Ja, Delvis, Nej]   (kriteriet nämner bara Ja)",
        gor="Räcker svaret för ett Ja: nämn det i kriteriet, ”svar: [Ja, Delvis]”. Räknas det med avsikt som Nej: "
        "skriv ”räcker_inte: Delvis” under delfrågan.",
        stallen=("definitioner",),
    ),
    "onödig-post": Felkod(
        vad="En post i ”andringar.yaml” gäller ingenting som är annorlunda nu. Antingen har ändringen inte blivit av, "
        "eller så säger posten fel indikator, år eller enhet.",
        exempel="- datum: 2024-11-20\n  indikator: it_system\n  år: 2022   (det var 2023 som ändrades)\n  …",
        gor='Rätta posten. Kom ändringen med en tidigare utgivning: skriv den, ”från_utgivning: "2024.2"”.',
        stallen=("utgåva",),
    ),
    "otillåten-formel": Felkod(
        vad="En formel, ett definierat namn, en lista eller en villkorlig formatering är av ett slag som "
        "arbetsboken inte ska ha: en funktion som inte finns överallt, en hänvisning ut ur filen, ett tal"
        " i en regel, ett namn som står för något annat än celler.",
        exempel='=INDIRECT("Data!G20")',
        gor="Se efter var formeln kommer ifrån. Behövs den: lägg till det som saknas i granskningens lista, och"
        " pröva den i Excel 2016 och LibreOffice 7.",
        stallen=("färdiga filer",),
    ),
    "otillåtet-tecken": Felkod(
        vad="Raden har ett tecken som inte syns och inte hör hemma i en text. Programmet skriver ut dess nummer, här "
        "”<U+0007>”. Sådana följer ibland med när text kopieras ur ett annat program.",
        exempel="namn: Rutin<U+0007> vid våld",
        gor="Ta bort tecknet. Ser du det inte: skriv orden omkring det på nytt.",
        stallen=(*YAML, "leveranser"),
    ),
    "personlig-uppgift": Felkod(
        vad="I det som ges ut står en e-postadress, något som ser ut som ett personnummer, eller en sökväg på"
        " någons dator.",
        exempel="tolkning: Fråga eva@kommun.se om något är oklart.",
        gor="Ta bort det ur texten eller leveransen. Hänvisa till en funktion eller en webbsida i stället för"
        " en person.",
        stallen=("färdiga filer",),
    ),
    "personuppgift": Felkod(
        vad="En cell har något som ser ut som ett personnummer, en e-postadress eller ett telefonnummer. Alla kolumner "
        "prövas, också de som inte läses, för filen sparas med utgåvan. Det som står visas aldrig.",
        exempel="kommunkod,kommun,it_system,kommentar\n0604,Aneby,Ja,ring 19121212-1212",
        gor="Ta bort uppgiften, eller hela kolumnen. Har filen redan sparats i git finns den kvar i historiken: "
        "säg till den som ansvarar för projektet.",
        stallen=("leveranser",),
    ),
    "platshållare": Felkod(
        vad="På raden står något som skulle bytas ut mot det riktiga, som FYLL I, TODO eller tre punkter. Så får det "
        "inte se ut i arbetsboken.",
        exempel="beskrivning: FYLL I",
        gor="Skriv det som ska stå där. Är uppgiften frivillig och inte behövs: ta bort raden.",
        stallen=YAML,
    ),
    "röjande": Felkod(
        vad="En undertryckt uppgift går att räkna ut av det som visas, också när allt som går att dölja därtill är "
        "dolt. Det händer när undertryckta enheter räknas med i aggregaten, och ett annat mått visar samma uppgift.",
        exempel="(två av länets tre kommuner visas, liksom länet, och invånarantalen är kända)",
        gor="Låt undertryckta enheter stå utanför aggregaten, för alla mått som räknas på samma uppgift. Räcker inte "
        "det: ta bort det ena måttet det året.",
        stallen=("definitioner",),
    ),
    "röjer-undertryckt": Felkod(
        vad="Något säger mer om en undertryckt uppgift än tecknet X: ett tal, en klass, en förändring, ett "
        "antal, en plats i en ordning, en färg, eller en punkt i ett diagram.",
        exempel="bok.xlsx!Data!G21   (X ett år, men en förändring till året efter)",
        gor="Ge inte ut filen. Är den som bygget skrev den är felet programmets, och ska rättas innan något "
        "publiceras.",
        stallen=("färdiga filer",),
    ),
    "saknad-måttenhet": Felkod(
        vad="Måttenheterna ”procent” och ”kronor” ska alltid finnas i ”_omrade.yaml”, för andelar och belopp räknas i "
        "dem.",
        exempel="måttenheter:\n  - {namn: kronor, tecken: kr, decimaler: [{från: 2012, antal: 0}]}",
        gor='Lägg till den som fattas: ”- {namn: procent, tecken: "%", decimaler: [{från: 2012, antal: 1}]}”.',
        stallen=("definitioner",),
    ),
    "saknad-nyckel": Felkod(
        vad="En uppgift som krävs står inte där. Ibland krävs exakt en av flera, som slaget på en sida, och då räknar "
        "programmet upp dem.",
        exempel="mäts: {till: 2020}",
        gor="Lägg till den, ”mäts: {från: 2012, till: 2020}”. Står den redan där: se efter att den har samma indrag "
        "som det den hör ihop med.",
        stallen=YAML,
    ),
    "saknad-serie": Felkod(
        vad="Utgåvan som ska ges ut hör till ett område utan serie i ”publicering.yaml”. Serien är det namn som alla "
        "områdets utgåvor hittas under i en katalog över öppna data.",
        exempel="serier:\n  - område: ekonomiskt-bistand   (och utgåvans område är hemloshet)",
        gor="Lägg till en post under ”serier” med områdets mapp, ”område: hemloshet”, och titel, beskrivning, tema och "
        "nyckelord.",
        stallen=("utgåva",),
    ),
    "saknas-vid-arbetsboken": Felkod(
        vad="Bredvid arbetsboken finns inte resultat.csv eller bygge.json, så de kan inte jämföras.",
        exempel="oj-workbook audit bok.xlsx   (i en mapp med bara arbetsboken)",
        gor="Granska arbetsboken i den mapp som bygget skrev, med alla tre filerna.",
        stallen=("färdiga filer",),
    ),
    "samma-fil": Felkod(
        vad="Två leveranser med olika namn är samma fil, lika till sista byten. Är det ett år räknas alla två gånger. "
        "Är det två år är det troligen förra årets fil som fått ett nytt namn.",
        exempel="- fil: enkat_2023.csv\n- fil: enkat_2024.csv   (en kopia av den första)",
        gor="Lägg in den rätta filen. Har alla verkligen svarat likadant: lägg till en kolumn ”år”, som också prövas.",
        stallen=("leveranser",),
    ),
    "samma-uppgift": Felkod(
        vad="Täljaren och nämnaren är samma uppgift, så varje enhet skulle få samma tal. Detsamma sägs när en rättelse "
        "jämför en indikator med sig själv.",
        exempel="täljare: {text: Ändrade domar., uppgift: domar}\nnämnare: {text: Alla domar., uppgift: domar}",
        gor="Ge täljaren sin egen uppgift: ”täljare: {text: Ändrade domar., uppgift: domar_andrade}”.",
        stallen=("definitioner", "utgåva"),
    ),
    "sammanslagna-celler": Felkod(
        vad="Celler på bladet är sammanslagna. Värdet hör bara till den första av dem, och de andra ser tomma ut.",
        exempel="C1:D1 är sammanslagna",
        gor="Markera cellerna, ta bort sammanslagningen och fyll i varje cell för sig.",
        stallen=("leveranser",),
    ),
    "summarad": Felkod(
        vad="En rad i filen är en summa eller ett medeltal, som Riket eller Totalt. Programmet räknar dem själv, ur "
        "enheternas svar.",
        exempel="0617,Gnosjö,12,40\n,Riket,3120,10400",
        gor="Ta bort raden. Ska ett publicerat tal visas: leverera det i en fil av slaget ”publicerat”.",
        stallen=("leveranser",),
    ),
    "svar-utan-fråga": Felkod(
        vad="En delfråga är besvarad, fast sidan säger med ”ställs_när” att den inte ställs till den som svarat så på "
        "en annan. Ett av de två svaren är troligen fel. Står det ”annars: varna” på sidan byggs filen ändå, med "
        "svaren som de är.",
        exempel="kommunkod,kommun,rutin.skriftlig,rutin.senast\n0604,Aneby,Nej,2023-06",
        gor="Fråga kommunen, och rätta det svar som är fel. Får båda svaren finnas: ta bort ”ställs_när: {fråga: "
        "skriftlig, svar: Ja}”, eller lägg till ”annars: varna” i den.",
        stallen=("leveranser",),
    ),
    "tom-cell": Felkod(
        vad="En cell som måste vara ifylld är tom: hushållet i en månadspost, när sidorna räknar kronor eller "
        "biståndsmånader, kod, namn, länskod eller län i ”kommuner.csv”, eller ett namn i ”delomraden.csv” eller "
        "”grupper.csv”.",
        exempel="lopnr,period,kommun,hushall,kr\na17,2023-06,0604,,5230.50",
        gor="Fyll i cellen. Varje månadspost ska ha hushållets löpnummer.",
        stallen=("utgåva", "månadsposter"),
    ),
    "tom-fil": Felkod(
        vad="Filen är tom, eller har bara anmärkningar eller en rubrikrad, så det finns inget att läsa.",
        exempel="kommunkod,kommun,it_system",
        gor="Leverera filen på nytt. Är det en sida eller en mall: skriv den, eller ta bort den.",
        stallen=(*YAML, "leveranser", "månadsposter"),
    ),
    "tom-kolumn": Felkod(
        vad="Kolumnen är tom i hela filen. När ingen enda enhet har svarat är det oftast svaren som har tappats bort.",
        exempel="kommunkod,kommun,it_system\n0604,Aneby,\n0617,Gnosjö,",
        gor="Leverera svaren. Ställdes frågan inte det året: skriv det på sidan, ”mäts: {från: 2013, inte: [2020]}”.",
        stallen=("leveranser",),
    ),
    "tom-lista": Felkod(
        vad="En lista är tom. Står nyckeln där ska det finnas minst en post.",
        exempel="kriterier: []",
        gor="Fyll i listan, eller ta bort nyckeln om den inte krävs.",
        stallen=YAML,
    ),
    "tom-text": Felkod(
        vad="Nyckeln står där, men efter kolon kommer ingen text. Läsaren skulle se en tom cell.",
        exempel="kort_namn:",
        gor="Skriv texten, eller ta bort raden om uppgiften är frivillig.",
        stallen=YAML,
    ),
    "tom-utgåva": Felkod(
        vad="Utgåvan har inget att visa: ingen indikator mäts under dess år, eller så står alla källor under "
        "”utan_uppgifter”.",
        exempel="år: [2001, 2002]",
        gor="Rätta åren, ”år: [2012, 2013]”, eller ta bort en källa ur ”utan_uppgifter”.",
        stallen=("utgåva",),
    ),
    "trasig-arbetsbok": Felkod(
        vad="Arbetsboken har fel som får Excel att erbjuda sig att reparera den, eller som gör att den inte "
        "öppnas: celler i fel ordning, utseenden och texter som inte finns, två blad med samma namn, en "
        "tabell vars rubriker är andra än cellernas.",
        exempel='<c r="A5"/><c r="A5"/>',
        gor="Gör ett nytt bygge, och kontrollera att filen inte skadades när den flyttades.",
        stallen=("färdiga filer",),
    ),
    "två-särskilda-svar": Felkod(
        vad="Enheten har två olika särskilda svar på indikatorns delfrågor, och bara ett kan bli hela indikatorns "
        "svar.",
        exempel="kommunkod,kommun,rutin_barn_far_illa.skriftlig,rutin_barn_far_illa.senast\n"
        "0604,Aneby,Integrerad,Verksamhet saknas",
        gor="Fråga enheten vilket som gäller, och töm den andra cellen.",
        stallen=("leveranser",),
    ),
    "täljare-utanför": Felkod(
        vad="Enligt reglerna under ”räkna” kan någon räknas i täljaren utan att vara med i nämnaren. Då är talet ingen "
        "andel.",
        exempel="täljaren: personer: {ålder: {från: 18}}\nnämnaren: personer: {ålder: {från: 18, till: 24}}",
        gor="Låt täljarens regel vara minst lika snäv som nämnarens: samma ålder eller en del av den, samma roll och "
        "samma ”räknas_i”.",
        stallen=("definitioner",),
    ),
    "uppgifter-saknas": Felkod(
        vad="En indikator mäts ett år som utgåvan visar, men ingen leverans har uppgifter för det året. Den skulle "
        "annars försvinna utan att någon märkte det.",
        exempel="mäts: {från: 2012}\n(ingen fil har indikatorn 2013)",
        gor="Leverera dem. Mättes den inte: ändra ”mäts” på sidan. Har källan inget i den här utgåvan: skriv den "
        'under ”utan_uppgifter”. Kommer filen senare: skriv dess post nu, med ”från_utgivning: "2024.2"”.',
        stallen=("leveranser",),
    ),
    "utgivning-saknas": Felkod(
        vad="En varning: filen ligger i utgåvans mapp, men utgivningen som den kommer med står inte i ”utgava.yaml”. "
        "Filen läses därför inte, och det som den har visas med ”väntas”.",
        exempel='- {fil: register_2023.csv, från_utgivning: "2024.2", …}\n(den sista under utgivningar är 2024.1)',
        gor='Ska den ges ut: skriv utgivningen sist, ”- {nummer: "2024.2", datum: 2024-11-05, text: Med registret.}”. '
        "Vänta annars; det är inget fel.",
        stallen=("utgåva",),
    ),
    "yaml-fel": Felkod(
        vad="Raden går inte att läsa, eftersom den inte följer skrivsättet. Ofta är det en tabb i indraget, ett kolon "
        "inne i en text, ett tecken som * eller % först i den, ett citattecken som inte avslutas, eller ett indrag "
        "som inte stämmer.",
        exempel="namn: Rutin: våld",
        gor='Sätt citattecken om texten, ”namn: "Rutin: våld"”, och dra in med blanksteg, aldrig med tabb. Ser raden '
        "riktig ut: titta på den ovanför.",
        stallen=YAML,
    ),
    "yaml-tagg": Felkod(
        vad="En uppgift som börjar med ! läses som en order om hur den ska tolkas. Sådana är inte tillåtna.",
        exempel="tolkning: !Viktigt att tänka på.",
        gor='Börja med ett annat tecken, eller sätt citattecken om texten: ”tolkning: "!Viktigt att tänka på."”.',
        stallen=YAML,
    ),
    "åldersgrupp-saknas": Felkod(
        vad="En enhet i en befolkningstabell saknar en grupp, ålder och del, som andra enheter har. Det går inte att "
        "veta om ingen finns i gruppen eller om raden har fallit bort.",
        exempel="enhet,namn,alder,antal\n0604,Aneby,0–17,1401\n0604,Aneby,18–,5320\n0617,Gnosjö,18–,7480",
        gor="Leverera raden, med 0 om ingen finns: ”0617,Gnosjö,0–17,0”.",
        stallen=("leveranser",),
    ),
    "ändrad-historik": Felkod(
        vad="En uppgift som redan är publicerad är en annan nu, och ingen har skrivit varför. Det händer när en sida, "
        "ett register eller en gammal leverans ändras. Är något undertryckt eller borttaget nu skrivs inte det gamla "
        "talet.",
        exempel="0604,Aneby,kommun,it_system,2023,,Ja,svar   (i den tidigare filen; nu är svaret Nej)",
        gor="Är det inte meningen: rätta det som gör skillnaden; ”oj-workbook explain INDIKATOR ENHET --år 2023” "
        "visar vägen. Är det meningen: skriv en post i ”andringar.yaml”.",
        stallen=("utgåva",),
    ),
}


def explained(kod: str) -> str:
    """Return a code's explanation as a terminal shows it: the code, what is wrong, an example, what to do."""
    one = FELKODER[kod]
    vad, gor = (
        textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
        for text in (one.vad, f"Gör så här: {one.gor}")
    )
    return f"{kod}\n\n{vad}\n\n{textwrap.indent(one.exempel, '    ')}\n\n{gor}"


def felkoder_page() -> str:
    """Return indicators/FELKODER.md: an index by where the fault stands, and every code with its explanation."""
    intro = (
        "Varje fel och varning från programmet har en kod, som `okänt-värde`. Här står vad koden betyder, hur felet "
        "kan se ut och vad du gör åt det. Detsamma får du med `oj-workbook explain okänt-värde`. Exemplen är "
        "påhittade. Tre punkter står för det som är utelämnat, en rad som börjar med # säger vilken fil det är, och "
        "inom parentes står det som inte syns på raden."
    )
    made = "Den här sidan skrivs av programmet, ur `src/oj_workbook/felkoder.py`."
    lines = [f"# Felkoderna\n\n{intro}\n\n{made}\n\n## Var felet står\n"]
    for stalle, filer in STALLEN.items():
        koder = " · ".join(f"[{kod}](#{kod})" for kod, one in FELKODER.items() if stalle in one.stallen)
        lines.append(f"**{stalle.capitalize()}** – {filer}:\n\n{koder}\n")
    lines.append("## Koderna\n")
    for kod, one in FELKODER.items():
        lines.append(f"### {kod}\n\n{one.vad}\n\n```\n{one.exempel}\n```\n\n**Gör så här:** {one.gor}\n")
    return re.sub("”([^”]*)”", r"`\1`", "\n".join(lines))
