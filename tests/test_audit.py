"""What the audit of a finished workbook finds: every channel through which something secret could leave, each planted.

A row plants one leak or fault in a good workbook, built from the example house, and says what must be told, and where.
"""

import hashlib
import shutil
import struct
import zlib
from copy import deepcopy
from pathlib import Path

import pytest

from conftest import ROOT, National, silent
from oj_workbook.audit import audit_file
from oj_workbook.audit.canaries import notations
from oj_workbook.audit.recalculated import ENGINES, in_ironcalc, in_libreoffice
from oj_workbook.audit.styles import NUMBER_FORMAT
from oj_workbook.audit.vocabulary import THEME_SHA256
from oj_workbook.cli import main
from oj_workbook.pipeline import build
from oj_workbook.problems import ProblemsError
from oj_workbook.usage import UsageError
from planted import (
    ALLA,
    BERAKNING,
    BOOK,
    DATA,
    HIDDEN,
    JAMFOR,
    KANARIE,
    RESULTAT,
    START,
    STYLES,
    Edit,
    Files,
    both,
    cell,
    part,
    sheet,
    swap,
    text_cell,
)
from planted_faults import FAULTS
from planted_leaks import LEAKS


@pytest.fixture(scope="module")
def folder(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example house, built."""
    out = tmp_path_factory.mktemp("granskad")
    build(example_root, "2024-prov", out, None, silent)
    return out


@pytest.fixture(scope="module")
def good(folder: Path) -> Files:
    """What that build publishes, taken apart."""
    return Files.of(folder)


def found(good: Files, edit: Edit, *kanarier: str) -> list[tuple[str, str]]:
    """Return the place and code of all that the audit tells, without recalculation, of files with something planted."""
    files = deepcopy(good)
    edit(files)
    return [(str(one.place), one.kod) for one in files.audited({}, *kanarier).found if one.niva == "fel"]


def unchanged(_: Files) -> None:
    """Plant nothing."""


def test_the_good_workbook_has_nothing(good: Files) -> None:
    assert found(good, unchanged, KANARIE) == []


@pytest.mark.parametrize("what", LEAKS)
def test_every_leak_that_is_planted_is_found(what: str, good: Files) -> None:
    edit, kod, where = LEAKS[what]
    told = found(good, edit, KANARIE)
    assert any(kod == one and where in place for place, one in told), told


@pytest.mark.parametrize("what", FAULTS)
def test_every_fault_that_is_planted_is_found(what: str, good: Files) -> None:
    edit, kod, where = FAULTS[what]
    told = found(good, edit)
    assert any(kod == one and where in place for place, one in told), told
    assert len(told) < 30, told


@pytest.mark.parametrize(
    "written",
    [*("48151", "48151.0", "48 151", "48\u00a0151", "48\u202f151", "48'151", "48,151", "48.151", "481,51", "481.51 %"),
     *("4.8151E4", "4.8151e+04", "48.151", "4815100", "0xBC17", "0xbc17", "antalet 48151.", "NDgxNTE=", "eDQ4MTUx"),
     *("3438313531", "&#52;&#56;&#49;&#53;&#49;", "48151/9", "n=48151;")],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(written: str, good: Files) -> None:
    assert (f"{BOOK}!{sheet(START)}", "kanarie") in found(good, text_cell(START, "C3", written), KANARIE)


@pytest.mark.parametrize("written", ["148151", "481512", "1.48151", "48151.5", "4815", "48152"])
def test_a_number_that_is_another_is_not_found(written: str, good: Files) -> None:
    assert found(good, text_cell(START, "C3", written), KANARIE) == []


@pytest.mark.parametrize(
    "raw_bytes",
    [
        pytest.param(struct.pack("<d", 48151.0), id="little float"),
        pytest.param(struct.pack(">d", 48151.0), id="big float"),
        pytest.param("48151".encode("utf-16-le"), id="UTF-16"),
        pytest.param(zlib.compress(b""), id="other bytes"),
        pytest.param(struct.pack("<i", 148151), id="integer"),
    ],
)
def test_a_number_is_found_in_bytes_that_are_no_text(raw_bytes: bytes, good: Files) -> None:
    name = "xl/printerSettings/printerSettings1.bin"
    number = "148151" if len(raw_bytes) == 4 else KANARIE
    told = found(good, part(name, b"\xff" + raw_bytes), number)
    assert ((f"{BOOK}!{name}", "kanarie") in told) == (raw_bytes != zlib.compress(b""))


def test_a_canary_may_have_decimals_or_be_a_text(good: Files) -> None:
    for kanarie, written in (("41,379", "41.379"), ("41.379", "0,41379"), ("Kalle Anka", "Kalle Anka")):
        assert (f"{BOOK}!{sheet(START)}", "kanarie") in found(good, text_cell(START, "C3", written), kanarie)


@pytest.mark.parametrize("short", ["41", "4,1", "0041", "", "x"])
def test_a_canary_that_any_file_has_is_refused(short: str) -> None:
    with pytest.raises(UsageError):
        notations(short)


def test_what_is_secret_is_not_repeated(good: Files) -> None:
    files = deepcopy(good)
    both(text_cell(START, "C3", "48 151"), cell(DATA, HIDDEN, "<v>41.37931</v>"))(files)
    told = "\n".join(map(str, files.audited({}, KANARIE).found))
    assert "kanarie 1" in told
    assert not any(secret in told for secret in ("48151", "48 151", "41.37931", "41,37931"))


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("General", True),
        ("#,##0.0", True),
        ('#,##0.0" %";"−"#,##0.0" %"', True),
        ('+#,##0" pe";"−"#,##0" pe";#,##0" pe"', True),
        ('"n = "0', True),
        ('"X"', False),
        (";;;", False),
        ("", False),
        ("0;;", False),
        ("@", False),
        ("0%", False),
        ("0E+0", False),
        ("#,##0,", False),
        ("[White]0", False),
        ("[>5]0", False),
        ('0" 41 av 99"', False),
        ("yyyy-mm-dd", False),
        ("# ?/?", False),
        ("*x0", False),
    ],
)
def test_a_number_format_shows_the_number(code: str, *, allowed: bool) -> None:
    assert bool(NUMBER_FORMAT.fullmatch(code)) == allowed


def test_the_same_indicator_with_other_decimals_on_another_sheet_is_found(good: Files) -> None:
    """33 on Data and 33,3 on Alla kommuner: the finest of the two is what is published, so they may not differ."""
    more = both(
        cell(ALLA, "G9", "<v>25.3</v>"),
        swap(STYLES, 'formatCode="#,##0&quot; %&quot;;&quot;−&quot;#,##0&quot; %&quot;"',
             'formatCode="#,##0.0&quot; %&quot;;&quot;−&quot;#,##0.0&quot; %&quot;"'),
    )  # fmt: skip
    assert ("prov.xlsx!Alla kommuner!G9", "annat-än-resultat") in found(good, more)


def test_the_theme_is_the_one_that_the_library_writes(good: Files) -> None:
    assert hashlib.sha256(good.delar["xl/theme/theme1.xml"]).hexdigest() == THEME_SHA256


# --- recalculation ---


#: Stored values that are not what the formula gives: a text, a number, and one that a changed choice has left behind.
NOT_RECALCULATED = {
    "Resultat!A1": swap(sheet(RESULTAT), "<v>Resultat: Ekby</v>", "<v>Resultat: Åsbo</v>"),
    "Beräkning!B6": swap(sheet(BERAKNING), "'Beräkning'!$B$5))</f><v>–</v>", "'Beräkning'!$B$5))</f><v>Ny</v>"),
    "Jämför!C15": cell(JAMFOR, "C15", r"<f>1+1</f><v>3</v>"),
}


@pytest.mark.parametrize("namn", ENGINES)
def test_a_stored_value_that_is_not_what_the_formula_gives_is_found(namn: str, good: Files) -> None:
    files = deepcopy(good)
    both(*NOT_RECALCULATED.values())(files)
    audited = files.audited({namn: ENGINES[namn]})
    if audited.motorer == ():
        pytest.skip(f"{namn} is not installed")
    told = {str(one.place).removeprefix(f"{BOOK}!") for one in audited.found if one.kod == "fel-lagrat-värde"}
    assert told >= NOT_RECALCULATED.keys()
    assert not told - NOT_RECALCULATED.keys() - {"Start!C7", "Resultat!A2"}  # which read Beräkning!B6


def test_an_audit_without_an_engine_says_so(good: Files) -> None:
    audited = deepcopy(good).audited({"ingen": lambda *_: None})
    assert [(one.kod, one.niva) for one in audited.found] == [("inte-omräknad", "varning")]
    assert {in_ironcalc, in_libreoffice} == set(ENGINES.values())


# --- what is shipped, and the command ---


def test_the_editions_here_have_nothing(built: Path, national: National) -> None:
    for workbook in (next(built.glob("*.xlsx")), national.workbook):
        told = audit_file(workbook, (KANARIE,), {}).found  # test_recalculation.py recalculates them for every choice
        assert [one.kod for one in told] == ["inte-omräknad"], told


def test_a_build_with_a_leak_publishes_nothing(example_root: Path, tmp_path: Path) -> None:
    shutil.copytree(example_root, tmp_path / "hus")
    page = tmp_path / "hus" / "indicators" / "prov" / "rutin.yaml"
    page.write_text(page.read_text(encoding="utf-8").replace("Visar om rutinen finns.", "Fråga eva@kommun.se."),
                    encoding="utf-8")  # fmt: skip
    with pytest.raises(ProblemsError) as error:
        build(tmp_path / "hus", "2024-prov", tmp_path / "ut", None, silent)
    assert {one.kod for one in error.value.problems} == {"personlig-uppgift"}
    assert not (tmp_path / "ut").exists()


def test_the_command_says_what_it_found(
    folder: Path, good: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(folder / BOOK), "--kanarie", KANARIE]) == 0  # the edition is another project's
    told = capsys.readouterr().err
    assert f"{BOOK}: varning inte-angripen: projektet har inte utgåvan 2024-prov." in told
    assert "0 fel, 1 varning." in told
    files = deepcopy(good)
    cell(DATA, HIDDEN, "<v>41</v>")(files)
    (tmp_path / BOOK).write_bytes(files.zipped())
    assert main(["audit", str(tmp_path / BOOK)]) == 1
    told = capsys.readouterr().err
    assert f"{BOOK}: fel saknas-vid-arbetsboken: " in told
    assert main(["audit", str(tmp_path / "borta.xlsx")]) == 2
    assert main(["audit", str(folder / BOOK), "--kanarie", "4"]) == 2


def test_the_audit_does_not_know_how_the_workbook_is_laid_out() -> None:
    for module in (ROOT / "src" / "oj_workbook" / "audit").glob("*.py"):
        assert "oj_workbook.layout" not in module.read_text(encoding="utf-8")
