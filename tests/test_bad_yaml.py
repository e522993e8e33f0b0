"""What a June run meets in YAML: stopped at its line, with a code and a way out, and nothing published is touched.

The ids say what kind of fault it is; `H01` and `H01b` are of one kind.  Everything is run as a person runs it.
"""

import io
import json
import shutil
import time
import tracemalloc
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from conftest import ROOT
from oj_workbook.cli import main
from oj_workbook.felkoder import FELKODER
from oj_workbook.section import LONGEST_NAME, LONGEST_TEXT
from oj_workbook.yamlfile import MAX_BYTES

EDITION = "2024-prov"
SIDA, ANDRA, ANTAL = (f"indicators/prov/{name}.yaml" for name in ("rutin", "vantetid", "langvariga"))
OMRADE, DELOMRADEN = "indicators/prov/_omrade.yaml", "data/enheter/delomraden.csv"
UTGAVA, KALLOR, RATTELSER = (f"data/{EDITION}/{name}.yaml" for name in ("utgava", "kallor", "rattelser"))
TEXTER, TEMA, OM = "templates/texter.yaml", "templates/tema.yaml", "templates/sidor/om.md"
START, LANET, DATA = (f"templates/blad/{name}.yaml" for name in ("10_start", "30_lanet", "70_data"))
#: The row of the left foot's text, the first of the feet.
SIDFOT = (ROOT / TEXTER).read_text(encoding="utf-8").splitlines().index("sidfot:") + 2
NAMN = "namn: Aktuell rutin\n"
FRAGA = "{fråga: skriftlig, svar: Ja}"
MANADER = "{fråga: senast, inom_månader: 12}"

Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Told:
    """How a command ended, what it told as JSON, and the seconds it took of the processor."""

    code: int
    problems: list[dict[str, str | int]]
    err: str
    seconds: float


def run(*arguments: str) -> Told:
    """Run one command in this process; a traceback would be a failure of its own."""
    out, err = io.StringIO(), io.StringIO()
    before = time.process_time()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*arguments, "--format", "json"])
    return Told(code, json.loads(out.getvalue() or "[]"), err.getvalue(), time.process_time() - before)


@pytest.fixture(scope="module")
def published(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that were published before somebody made the fault."""
    out = tmp_path_factory.mktemp("publicerat")
    assert run("build", EDITION, "--projekt", str(example_root), "-o", str(out)).code == 0
    return out


def instead(old: str, new: str) -> Change:
    """Return what writes something else in the first place where it stands."""

    def change(raw: bytes) -> bytes:
        text = raw.decode()
        assert old in text, old
        return text.replace(old, new, 1).encode()

    return change


def after(text: str) -> Change:
    return lambda raw: raw + text.encode()


def before(text: str) -> Change:
    return lambda raw: text.encode() + raw


def all_of_it(text: str) -> Change:
    return lambda _: text.encode()


def saved_as(encoding: str) -> Change:
    return lambda raw: raw.decode().replace("–", "-").replace("”", '"').encode(encoding)


def named(text: str) -> Change:
    """Return what gives the page a title with escapes as JSON and YAML have them."""
    return instead(NAMN, f"namn: {json.dumps(text)}\n")


def a_bomb(levels: int) -> str:
    names = "abcdefghijkl"[: levels + 1]
    lines = [f"a: &a [{', '.join('x' * 9)}]"]
    lines += [f"{one}: &{one} [{', '.join([f'*{last}'] * 9)}]" for last, one in pairwise(names)]
    return "\n".join(lines) + "\n"


def cycle(*ids: str) -> str:
    return "".join(
        f'- {{indikator: {one}, år: 2024, enhet: "0001", stod_samma_som: {other}, blir: Ja, skäl: Så.,'
        " anmäld: 2024-01-01}\n"
        for one, other in zip(ids, (*ids[1:], ids[0]), strict=True)
    )


#: The id, the file, what somebody did to it, the line (0 for the whole file), the code, and words of the answer.
FAULTS: list[tuple[str, str, Change, int, str, str]] = [
    # One key, one value.
    ("H01", SIDA, instead("källa: enkat", "källa: enkat\nkälla: register"), 6, "dubbel-nyckel", "redan på rad 5"),
    ("H01b", SIDA, instead("mäts: {från: 2023}", "mäts: {från: 2023, från: 2024}"), 8, "dubbel-nyckel", "rad 8"),
    ("H01c", SIDA, instead("källa: enkat", 'källa: enkat\n"k\\u00e4lla": enkat'), 6, "dubbel-nyckel", "”källa”"),
    ("H01d", KALLOR, instead("vantetid: F3}", "vantetid: F3, vantetid: F4}"), 5, "dubbel-nyckel", "”vantetid”"),
    ("H01e", UTGAVA, instead("namn: ", "namn: Prov\nnamn: "), 2, "dubbel-nyckel", "behåll en av dem"),
    ("H01f", TEXTER, instead("sidfot:\n", 'sidfot:\n  vänster: "a"\n'), SIDFOT + 1, "dubbel-nyckel", f"rad {SIDFOT}"),
    # Words that YAML makes something else of.
    ("H02", OMRADE, instead("kvartiler: ja", "kvartiler: yes"), 7, "okänt-värde", "välj ja eller nej"),
    ("H02b", OMRADE, instead("kvartiler: ja", "kvartiler: Ja"), 7, "okänt-värde", "menade du ”ja”"),
    ("H02c", OMRADE, instead("kvartiler: ja", "kvartiler: on"), 7, "okänt-värde", "”on”"),
    ("H02d", OMRADE, instead("kvartiler: ja", "kvartiler: ~"), 7, "okänt-värde", "”~”"),
    ("H02e", OMRADE, instead("kvartiler: ja", "kvartiler: "), 7, "okänt-värde", "””"),
    ("H02f", SIDA, instead("ordning: 10", "ordning: 1_000"), 4, "fel-tal", "”1_000”"),
    ("H02g", SIDA, instead("ordning: 10", "ordning: 012"), 4, "fel-tal", "skriv 12"),
    ("H02h", SIDA, instead("ordning: 10", "ordning: 12:30"), 4, "fel-tal", "”12:30”"),
    ("H02i", SIDA, instead("ordning: 10", "ordning: 0x10"), 4, "fel-tal", "”0x10”"),
    ("H02j", SIDA, instead("ordning: 10", "ordning: 1e3"), 4, "fel-tal", "”1e3”"),
    ("H02k", SIDA, instead("ordning: 10", "ordning: １０"), 4, "fel-tal", "”１０”"),
    ("H02l", ANDRA, instead("mäts: {från: 2023}", "mäts: {från: 2023-01-01}"), 8, "fel-tal", "”2023-01-01”"),
    ("H02m", UTGAVA, instead("2024: 2024-01-15", "2024: 20240115"), 7, "fel-datum", "som 2013-04-01"),
    ("H02n", UTGAVA, instead("2024: 2024-01-15", "2024: 2024-W03-1"), 7, "fel-datum", "”2024-W03-1”"),
    ("H02o", UTGAVA, instead("2024: 2024-01-15", "2024: 2024-02-30"), 7, "fel-datum", "”2024-02-30”"),
    ("H02p", UTGAVA, instead('nummer: "2024.1"', "nummer: 2024.10"), 5, "fel-utgivning", "2024.1"),
    # Numbers that are no numbers of ours.
    ("H02q", SIDA, instead("ordning: 10", "ordning: 99999999999999999999"), 4, "fel-tal", "från 0 till 9999"),
    ("H02r", SIDA, instead("ordning: 10", "ordning: 1e999"), 4, "fel-tal", "”1e999”"),
    ("H02s", SIDA, instead("ordning: 10", "ordning: .nan"), 4, "fel-tal", "”.nan”"),
    ("H02t", ANDRA, instead("mäts: {från: 2023}", "mäts: {från: 20230}"), 8, "fel-tal", "1990 till 2099"),
    # What cannot be seen, or is not text.
    ("H03", SIDA, instead("  täljare: Enheter", "\ttäljare: Enheter"), 11, "yaml-fel", "tabb"),
    ("H03b", KALLOR, instead("  slag: delsvar", "\tslag: delsvar"), 2, "yaml-fel", "tabb"),
    ("H03c", SIDA, instead("källa: enkat", "källa:\xa0enkat"), 6, "yaml-fel", "YAML"),
    ("H04", SIDA, saved_as("utf-16"), 1, "fel-teckenkodning", "UTF-16"),
    ("H04b", SIDA, saved_as("utf-16-be"), 3, "fel-teckenkodning", "byte"),
    ("H04c", SIDA, saved_as("latin-1"), 3, "fel-teckenkodning", "cp1252"),
    ("H04d", SIDA, lambda raw: saved_as("latin-1")(raw.replace(b"\n", b"\r")), 3, "fel-teckenkodning", "cp1252"),
    ("H04e", OM, saved_as("cp1252"), 5, "fel-teckenkodning", "spara om filen som UTF-8"),
    ("H04f", SIDA, before("\ufeff\ufeff"), 1, "otillåtet-tecken", "<U+FEFF>"),
    ("H04g", SIDA, instead(NAMN, "namn: Aktuell\0 rutin\n"), 1, "otillåtet-tecken", "<U+0000>"),
    ("H04h", SIDA, named("Aktuell\0 rutin"), 1, "otillåtet-tecken", "<U+0000>"),
    ("H04i", SIDA, named("Aktuell\x0b rutin"), 1, "otillåtet-tecken", "<U+000B>"),
    ("H04j", SIDA, named("Aktuell\uffff rutin"), 1, "otillåtet-tecken", "<U+FFFF>"),
    ("H04k", SIDA, named("Aktuell\ufeff rutin"), 1, "otillåtet-tecken", "<U+FEFF>"),
    ("H04l", SIDA, named("Aktuell\r rutin"), 1, "otillåtet-tecken", "<U+000D>"),
    ("H04m", SIDA, named("Aktuell\ud800 rutin"), 1, "yaml-fel", "YAML"),
    ("H04n", SIDA, instead("källa: enkat", 'källa: "en\\0kat"'), 5, "okänt-värde", "<U+0000>"),
    ("H04o", SIDA, instead("källa: enkat", 'källa\u200b: "enkat"'), 5, "okänd-nyckel", "<U+200B>"),
    # One thing that leads to another.
    (
        "H05",
        SIDA,
        after("tidigare_id: vantetid\n"),
        1,
        "dubbel-indikator",
        "används redan i indicators/prov/rutin.yaml",
    ),
    ("H05b", RATTELSER, all_of_it(cycle("rutin", "vantetid")), 1, "inaktuell-rättelse", "rutin"),
    ("H05c", RATTELSER, all_of_it(cycle("vantetid")), 1, "samma-uppgift", "med sig själv"),
    (
        "H05d",
        SIDA,
        instead(
            "{svar: Vilande, räknas_som: utanför, från: 2023, till: 2024}",
            "{svar: Vilande, räknas_som: utanför, ersätter: Vilande}",
        ),
        32,
        "okänt-svar",
        "”Vilande”",
    ),
    ("H05e", DELOMRADEN, instead("2023-07-01,,,", "2023-07-01,,0001-norr-2010,"), 4, "fel-id", "inte är yngre"),
    ("H05f", DELOMRADEN, instead(",0001-alltihop-2023,", ",0001-norr-2010,"), 2, "fel-id", "ersätts av"),
    ("H06", SIDA, instead("källa: enkat", "källa: enkaten"), 5, "okänt-värde", "menade du ”enkat”"),
    ("H06b", SIDA, instead("fråga: skriftlig", "fråga: skriftligt"), 20, "okänd-fråga", "menade du ”skriftlig”"),
    ("H06c", UTGAVA, instead("område: prov", "område: ../prov"), 0, "okänt-område", "menade du ”prov”"),
    ("H06d", "templates/blad/60_om.yaml", instead("sida: om", "sida: ../om"), 2, "okänd-sida", "”../om”"),
    # Titles that a reader cannot tell apart.
    ("H07", ANDRA, instead("namn: Väntetid", "namn: Aktuell rutin"), 1, "dubbel-indikator", "”Aktuell rutin”"),
    ("H07b", ANDRA, instead("namn: Väntetid", "namn: AKTUELL RUTIN"), 1, "dubbel-indikator", "AKTUELL"),
    ("H07c", ANDRA, instead("namn: Väntetid", 'namn: "Aktuell  rutin"'), 1, "dubbel-indikator", "rutin.yaml"),
    ("H07d", ANDRA, instead("namn: Väntetid", "namn: Aktuell\xa0rutin"), 1, "dubbel-indikator", "<U+00A0>"),
    ("H07e", ANDRA, instead("namn: Väntetid", "namn: Aktuell rutin\u200b"), 1, "dubbel-indikator", "<U+200B>"),
    ("H07f", ANDRA, instead("kort_namn: Väntetid", "kort_namn: rutin"), 2, "dubbel-indikator", "”rutin”"),
    # What YAML can do, and a page must not.
    ("H08", SIDA, instead(NAMN, 'namn: !!python/object/apply:os.system ["x"]\n'), 1, "yaml-tagg", "inte tillåtna"),
    ("H08b", SIDA, instead("ordning: 10", "ordning: !!int 10"), 4, "yaml-tagg", "(!)"),
    ("H08c", SIDA, instead(NAMN, "namn: !!binary QWt0dWVsbA==\n"), 1, "yaml-tagg", "(!)"),
    ("H08d", UTGAVA, instead("2024: 2024-01-15", "2024: !!timestamp 2024-01-15"), 7, "yaml-tagg", "(!)"),
    ("H08e", SIDA, instead("mäts: {från", "mäts: !egen {från"), 8, "yaml-tagg", "(!)"),
    ("H08f", SIDA, instead(NAMN, "namn: ! Aktuell rutin\n"), 1, "yaml-tagg", "(!)"),
    ("H09", SIDA, all_of_it(a_bomb(8)), 1, "alias", "alias (& och *) är inte tillåtna"),
    ("H09b", SIDA, instead("källa: enkat", "källa: &k enkat"), 5, "alias", "är inte tillåtna"),
    ("H09c", SIDA, instead("källa: enkat", "källa: *k"), 5, "alias", "är inte tillåtna"),
    ("H09d", SIDA, instead("källa: enkat", "<<: {källa: enkat}"), 5, "alias", "sammanslagning (<<)"),
    ("H09e", KALLOR, instead("koder: {", "koder: {<<: {a: b}, "), 6, "alias", "sammanslagning (<<)"),
    # One file, one page.
    ("H10", SIDA, instead("fråga: Finns", "---\nfråga: Finns"), 9, "flera-dokument", "---"),
    ("H10b", SIDA, instead("fråga: Finns", "...\nfråga: Finns"), 10, "yaml-fel", "YAML"),
    ("H10c", SIDA, before("%YAML 3.0\n---\n"), 1, "yaml-fel", "YAML"),
    # Too deep, too much.
    ("H11", SIDA, after("x: " + "[" * 20_000), 35, "för-djupt", "20 nivåer"),
    ("H11b", SIDA, after("x: " + "{a: " * 20_000), 35, "för-djupt", "20 nivåer"),
    ("H11c", SIDA, after("x:\n" + "- " * 20_000 + "a\n"), 36, "för-djupt", "20 nivåer"),
    ("H11d", SIDA, after("x:\n" + "".join(" " * one + "a:\n" for one in range(1, 500))), 55, "för-djupt", "20 nivåer"),
    ("H11e", SIDA, after("? " * 20_000), 35, "för-djupt", "20 nivåer"),
    ("H12", SIDA, after("#" * MAX_BYTES), 0, "för-stor-fil", str(MAX_BYTES)),
    ("H12b", OM, after("a " * (LONGEST_TEXT // 2)), 1, "för-lång-text", "dela upp den"),
    ("H12c", OM, after("a " * MAX_BYTES), 0, "för-stor-fil", str(MAX_BYTES)),
    # Nothing, or something of another form.
    ("H14", SIDA, all_of_it(""), 1, "tom-fil", "filen är tom"),
    ("H14b", SIDA, all_of_it("# bara en kommentar\n"), 1, "tom-fil", "filen är tom"),
    ("H14c", SIDA, all_of_it("---\n"), 2, "fel-form", "nyckel: värde"),
    ("H14d", SIDA, all_of_it("- namn: Aktuell rutin\n"), 1, "fel-form", "nyckel: värde"),
    ("H14e", SIDA, all_of_it("Aktuell rutin\n"), 1, "fel-form", "nyckel: värde"),
    ("H14f", SIDA, all_of_it("{}\n"), 1, "saknad-nyckel", "”ja_nej”"),
    ("H14g", KALLOR, all_of_it("fil: svar.csv\n"), 1, "fel-form", "här ska stå en lista"),
    ("H14h", KALLOR, all_of_it("[]\n"), 1, "tom-lista", "tom"),
    ("H14i", UTGAVA, all_of_it("[]\n"), 1, "fel-form", "nyckel: värde"),
    ("H14j", OMRADE, all_of_it(""), 1, "tom-fil", "filen är tom"),
    ("H14k", TEMA, all_of_it("- a\n"), 1, "fel-form", "nyckel: värde"),
    ("H14l", SIDA, after("? [a, b]\n: c\n"), 35, "fel-form", "en nyckel ska vara ett ord"),
    ("H14m", SIDA, after('"": c\n'), 35, "okänd-nyckel", "””"),
    # Texts with no room.
    ("H16", SIDA, instead(NAMN, f"namn: {'a' * (LONGEST_NAME + 1)}\n"), 1, "för-lång-text", "högst 200"),
    ("H16b", SIDA, instead("beskrivning: Visar", f"beskrivning: {'a' * 32_768} Visar"), 33, "för-lång-text", "20000"),
    ("H16c", SIDA, instead("beskrivning: Visar", f"beskrivning: {'😀' * 10_001} Visar"), 33, "för-lång-text", "20000"),
    ("H16d", UTGAVA, instead("namn: ", f"namn: P{'&' * 61}"), 1, "för-lång-text", "varje & räknas som två"),
    ("H16e", TEXTER, instead("{utgåva} – version", f"{'a' * 250}{{utgåva}} – version"), SIDFOT, "för-lång-text", "80"),
    ("H16f", OMRADE, instead("tecken: kr", f"tecken: {'k' * 41}"), 12, "för-lång-text", "högst 40"),
    ("H16g", OMRADE, instead("tecken: kr", "tecken: 'k\"r'"), 12, "otillåtet-tecken", "kan inte skrivas vid ett tal"),
    ("H16h", ANDRA, instead("8– dagar", "8" * 201), 16, "för-lång-text", "högst 200"),
    ("H16i", TEMA, instead("typsnitt: ", "typsnitt: " + "a" * 32), 3, "för-lång-text", "högst 31"),
    # Names of sheets.
    ("H17", LANET, instead("namn: Länet", "namn: RESULTAT"), 2, "dubbelt-bladnamn", "20_resultat.yaml"),
    ("H17b", DATA, instead("namn: Data", "namn: ÖVER TID"), 2, "dubbelt-bladnamn", "22_over_tid.yaml"),
    ("H17c", DATA, instead("namn: Data", "namn: Resul\xadtat"), 2, "dubbelt-bladnamn", "20_resultat.yaml"),
    ("H18", DATA, instead("namn: Data", f"namn: {'a' * 32}"), 2, "fel-bladnamn", "högst 31"),
    ("H18b", DATA, instead("namn: Data", f"namn: {'😀' * 16}"), 2, "fel-bladnamn", "högst 31"),
    ("H18c", DATA, instead("namn: Data", "namn: History"), 2, "fel-bladnamn", "History"),
    ("H18d", DATA, instead("namn: Data", "namn: _x000B_"), 2, "fel-bladnamn", "_x000B_"),
    *(
        (f"H18{number}", DATA, instead("namn: Data", f"namn: {json.dumps(f'a{sign}b')}"), 2, "fel-bladnamn", "a")
        for number, sign in enumerate("[]:*?/\\'\n\t")
    ),
    # Ids.
    ("H19", OMRADE, instead("id: enkat", "id: en/kat"), 6, "fel-id", "a–z, 0–9 och _"),
    ("H19b", OMRADE, instead("id: enkat", "id: .."), 6, "fel-id", "börja med en bokstav"),
    ("H19c", OMRADE, instead("id: enkat", 'id: "en\\0kat"'), 6, "otillåtet-tecken", "<U+0000>"),
    ("H19d", OMRADE, instead("id: enkat", f"id: {'a' * 300}"), 6, "fel-id", "högst 60 tecken"),
    ("H19e", SIDA, instead("    skriftlig:", f"    {'a' * 300}:"), 14, "fel-id", "högst 60 tecken"),
    ("H19f", SIDA, instead("    skriftlig:", "    ../skriftlig:"), 14, "fel-id", "”../skriftlig”"),
    ("H19g", ANTAL, instead("uppgift: vuxna", "uppgift: ../vuxna"), 11, "fel-id", "”../vuxna”"),
    ("H19h", SIDA, after("tidigare_id: ../rutin\n"), 35, "fel-id", "”../rutin”"),
    ("H19i", UTGAVA, instead("filnamn: prov", "filnamn: ../prov"), 2, "fel-filnamn", "”../prov”"),
    ("H19j", KALLOR, instead("enkat_2023.csv", "../enkat_2023.csv"), 1, "fel-filnamn", "”../enkat_2023.csv”"),
    ("H19k", KALLOR, instead("enkat_2023.csv", '"enkat\\0.csv"'), 1, "otillåtet-tecken", "<U+0000>"),
    ("H20", "indicators/prov/Rutin.yaml", after("namn: x\n"), 0, "fel-id", "a–z"),
    ("H20b", f"indicators/prov/{'a' * 61}.yaml", after("namn: x\n"), 0, "fel-id", "högst 60 tecken"),
    ("H20c", "indicators/prov/..x.yaml", after("namn: x\n"), 0, "fel-id", "a–z"),
    # A criterion is words, and is never run.
    ("H21", SIDA, instead(FRAGA, '{fråga: "@pd.io.common.os.getpid() > 0", svar: Ja}'), 20, "okänd-fråga", "getpid"),
    ("H21b", SIDA, instead(FRAGA, '"@pd.io.common.os.getpid() > 0"'), 20, "fel-form", "nyckel: värde"),
    ("H22", SIDA, instead(FRAGA, "{fråga: __import__('os').system('x'), svar: Ja}"), 20, "okänd-fråga", "__import__"),
    ("H23", SIDA, instead(FRAGA, '{fråga: skriftlig, större_än: "Ja"}'), 20, "okänd-nyckel", "större_än"),
    ("H23b", SIDA, instead(FRAGA, "{fråga: skriftlig, inom_månader: 12}"), 20, "fel-villkor", "inte med en månad"),
    ("H23c", SIDA, instead(MANADER, "{fråga: senast, svar: Ja}"), 21, "fel-villkor", "besvaras med en månad"),
    ("H23d", SIDA, instead(MANADER, "{fråga: senast, inom_månader: Ja}"), 21, "fel-tal", "från 1 till 120"),
    ("H23e", SIDA, instead(MANADER, "{fråga: senast, inom_månader: 1.5}"), 21, "fel-tal", "”1.5”"),
    ("H24", SIDA, instead(FRAGA, "{fråga: skriftlig, svar: 1}"), 20, "okänt-svar", "svaren är Ja, Nej"),
    ("H24b", SIDA, instead(FRAGA, "{fråga: skriftlig, svar: ja}"), 20, "okänt-svar", "menade du ”Ja”"),
    ("H24c", SIDA, instead("alla:", "minst: 3\n        av:"), 19, "fel-tal", "från 1 till 2"),
    ("H24d", SIDA, instead("alla:", "minst: 0\n        av:"), 19, "fel-tal", "från 1 till 2"),
]


@pytest.mark.parametrize(
    ("file", "change", "line", "kod", "words"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_fault_is_stopped_at_its_line_and_nothing_published_is_touched(
    file: str, change: Change, line: int, kod: str, words: str, example_root: Path, published: Path, tmp_path: Path
) -> None:
    root, out = shutil.copytree(example_root, tmp_path / "hus"), shutil.copytree(published, tmp_path / "ut")
    path = root / file
    path.write_bytes(change(path.read_bytes() if path.exists() else b""))
    told = run("build", EDITION, "--projekt", str(root), "-o", str(out))
    assert (told.code, told.err.splitlines()[-1].endswith("Ingenting har skrivits.")) == (1, True), told
    assert {one["kod"] for one in told.problems} <= FELKODER.keys()
    assert all(one["fil"] and one["text"] and one["gör_så_här"] for one in told.problems)
    # A fault in one place may show in others; the first place is that of the fault.
    found = [one for one in told.problems if (one["rad"], one["kod"]) == (line, kod)]
    assert any(words in f"{one['text']} {one['gör_så_här']}" for one in found), told.problems
    assert told.seconds < 1
    left = {path.name: path.read_bytes() for path in out.iterdir()}
    assert left == {path.name: path.read_bytes() for path in published.iterdir()}


@pytest.mark.parametrize("what", [a_bomb(8), "x: " + "[" * 20_000], ids=["H09_bomb", "H11_djup"])
def test_what_would_fill_the_memory_is_refused_before_it_does(what: str, example_root: Path, tmp_path: Path) -> None:
    root = shutil.copytree(example_root, tmp_path / "hus")
    (root / SIDA).write_text(what, encoding="utf-8")
    tracemalloc.start()
    try:
        assert run("check", EDITION, "--projekt", str(root)).code == 1
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()


# --- what looks like a fault and is none ---

#: The id, what looks dangerous, and what a reader must see.
TEXTS: list[tuple[str, str]] = [
    ("H13", '=HYPERLINK("http://x","klicka")'),
    ("H13b", "+1+1"),
    ("H13c", "-2+3"),
    ("H13d", "@SUM(1)"),
    ("H13e", "=cmd|'/c calc'!A1"),
    ("H15", "Rutin _x000B_ vid våld"),
    ("H15b", "_x000D__x000A_"),
    ("H15c", "=_x0031__x002B_1"),
    ("H15d", "<b>Rutin</b> & 'våld' \"]]>"),
    ("H15e", "&amp; &D &[Datum] {år} %s \\n"),
    ("H15f", "👩‍👧 🇸🇪 Rutin"),
    ("H15g", "سياسة – מדיניות"),
    ("H15h", "Ru\u200btin\u00ad"),
    ("H15i", "a" * (LONGEST_NAME - 1)),
]


@pytest.mark.parametrize("title", [text for _, text in TEXTS], ids=[row[0] for row in TEXTS])
def test_a_title_is_shown_as_the_text_it_is(title: str, example_root: Path, tmp_path: Path) -> None:
    root, out = shutil.copytree(example_root, tmp_path / "hus"), tmp_path / "ut"
    page = (root / SIDA).read_text(encoding="utf-8")
    page = page.replace(NAMN, f"namn: {json.dumps(title, ensure_ascii=False)}\n")
    page = page.replace("kort_namn: Rutin\n", f"kort_namn: {json.dumps(title + '.', ensure_ascii=False)}\n")
    (root / SIDA).write_text(page, encoding="utf-8")
    told = run("build", EDITION, "--projekt", str(root), "-o", str(out))
    assert told.code == 0, told
    book = openpyxl.load_workbook(out / "prov.xlsx")
    assert {cell.value for cell in texts(book["Indikatorer"])} >= {title}
    shown = [cell for sheet in book for cell in texts(sheet) if cell.value in (title, f"{title}.")]
    assert len({cell.parent.title for cell in shown}) > 5  # the short title stands on nearly every sheet
    for cell in shown:
        assert (cell.data_type, cell.quotePrefix) == ("s", title[0] in "=+-@"), cell.coordinate


def texts(sheet: Worksheet) -> list[openpyxl.cell.cell.Cell]:
    """Return the cells that hold a text and no formula."""
    return [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, openpyxl.cell.cell.Cell) and isinstance(cell.value, str) and cell.data_type != "f"
    ]


#: The id, the file, what is unusual in it.
ALLOWED: list[tuple[str, str, Change]] = [
    ("en_bom_först", SIDA, before("\ufeff")),
    ("sparad_på_gammal_mac", SIDA, lambda raw: raw.replace(b"\n", b"\r")),
    ("sparad_i_windows", KALLOR, lambda raw: raw.replace(b"\n", b"\r\n")),
    ("dokumentets_början_och_slut", SIDA, lambda raw: b"---\n" + raw + b"...\n"),
    ("en_nyckel_i_citattecken", SIDA, instead("källa: enkat", '"källa": "enkat"')),
    ("ett_tabbtecken_efter_kolon", SIDA, instead("källa: enkat", "källa:\tenkat")),
    ("ett_svar_som_yaml_skulle_göra_om", SIDA, instead("[Ja, Nej, I systemet]", "[Ja, Nej, I systemet, 1_0, null]")),
    ("ett_citattecken_som_märke", TEXTER, instead("  vald: ►", "  vald: '\"'")),
    ("citattecken_i_en_klass", TEXTER, instead("  lag: ▼ lägst", "  lag: '\"lägst\" _x000B_'")),
    ("blad_med_ett_namn_som_en_cell", DATA, instead("namn: Data", "namn: Dat1")),
    ("blad_med_tecken", DATA, instead("namn: Data", "namn: '=1+1 & <b> \"x\"!'")),
    ("en_text_som_nästan_är_för_lång", SIDA, instead("beskrivning: V", f"beskrivning: {'a' * (LONGEST_TEXT - 30)} V")),
]


@pytest.mark.parametrize(("file", "change"), [row[1:] for row in ALLOWED], ids=[row[0] for row in ALLOWED])
def test_what_is_unusual_but_right_is_built(file: str, change: Change, example_root: Path, tmp_path: Path) -> None:
    root = shutil.copytree(example_root, tmp_path / "hus")
    (root / file).write_bytes(change((root / file).read_bytes()))
    told = run("build", EDITION, "--projekt", str(root), "-o", str(tmp_path / "ut"))
    assert (told.code, [one for one in told.problems if one["nivå"] == "fel"]) == (0, []), told
    for sheet in openpyxl.load_workbook(tmp_path / "ut" / "prov.xlsx"):
        assert all(name.startswith("Tabell_") for name in sheet.tables)  # a name like Dat1 would be a cell's


def test_a_criterion_that_everybody_meets_is_told_and_published(example_root: Path, tmp_path: Path) -> None:
    """H25: the month is within every window, and all answers are the first."""
    root = shutil.copytree(example_root, tmp_path / "hus")
    svar = root / "data" / EDITION / "enkat_2024.csv"
    first, *rest = svar.read_text(encoding="utf-8").splitlines()
    svar.write_text("\n".join([first, *(",".join([*row.split(",")[:2], "1", "2023-12", "kort"]) for row in rest)]))
    told = run("build", EDITION, "--projekt", str(root), "-o", str(tmp_path / "ut"))
    assert told.code == 0
    assert ("alla-lika", "varning", SIDA) in {(one["kod"], one["nivå"], one["fil"]) for one in told.problems}
