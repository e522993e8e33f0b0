"""Files as nobody meant to write them: whatever was done to one of them, the answer is a list of faults or a workbook.

Two thousand mutations and more, the same every time.  Each is one file of the example house that has become another
(`mutated.py` says how), on which `check` is run in this process as a person runs it.
"""

import io
import json
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from zlib import crc32

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bad import alone
from files import as_csv, as_xlsx, cells
from mutated import NASTY, Change, bytes_changed, cells_changed, filled, lines_changed, part_changed, words_changed
from oj_workbook.cli import main
from oj_workbook.felkoder import FELKODER
from oj_workbook.problems import I_MILJON, Problems
from oj_workbook.templates import Templates, load_templates

DATA = "data/2024-prov"
DELIVERIES = ("enkat_2023", "enkat_2024", "antal_2022", "antal_2023")
CSV_DELIVERIES = tuple(f"{DATA}/{one}.csv" for one in DELIVERIES)
REGISTERS = tuple(f"data/enheter/{one}.csv" for one in ("kommuner", "delomraden", "befolkning", "grupper"))
PAGES = tuple(f"indicators/prov/{one}.yaml" for one in ("_omrade", "rutin", "rutin", "vantetid", "langvariga"))
EDITIONS = tuple(f"{DATA}/{one}.yaml" for one in ("utgava", "kallor", "rattelser"))
TEMPLATES = tuple(
    f"templates/{one}"
    for one in (
        "texter.yaml",
        "tema.yaml",
        "sidor/om.md",
        "blad/10_start.yaml",
        "blad/34_riket.yaml",
        "blad/70_data.yaml",
    )
)
CORRECTION = """- indikator: vantetid
  år: 2024
  enhet: "0001"
  stod: 0–7 dagar
  blir: 8– dagar
  skäl: Kommunen ringde.
  anmäld: 2024-02-01
"""
#: How often each thing happens to a text that somebody edits.
EDITED: tuple[Change, ...] = (bytes_changed, lines_changed, words_changed, words_changed, words_changed)
#: Seconds of the processor that a check may take; on the clock it may have to wait for others.
LONGEST, HANGS = 5, 120
#: One in so many of the files that are accepted is built of too.
BUILT = 5


@contextmanager
def ending(seconds: int) -> Iterator[None]:
    """Stop what does not end, where the system can."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, stop)
        signal.alarm(seconds)
    try:
        yield
    finally:
        if hasattr(signal, "SIGALRM"):
            signal.alarm(0)


def run(*arguments: str) -> tuple[int, str, str]:
    """Run one command; return its exit code and what it said."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), ending(HANGS):
        code = main(list(arguments))
    return code, out.getvalue(), err.getvalue()


class House:
    """A copy of the example house in which one file at a time holds something else, and is then put back."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def answers(self, file: str, data: bytes) -> None:
        """Check what is answered when a file holds something else."""
        path = self.root / file
        kept = path.read_bytes()
        path.write_bytes(data)
        try:
            code = self.checked()
            if code == 0 and crc32(data) % BUILT == 0:
                code, _, err = run("build", "2024-prov", "--projekt", str(self.root), "-o", str(self.root / "ut"))
                assert code == 0, err
        finally:
            path.write_bytes(kept)

    def checked(self) -> int:
        """Run a check, and see that it ends as a check must."""
        before = time.process_time()
        code, out, err = run("check", "2024-prov", "--projekt", str(self.root), "--format", "json")
        assert time.process_time() - before < LONGEST
        told = json.loads(out)
        wrong = {one["kod"] for one in told if one["nivå"] == "fel"}
        # A file whose name was changed is not where it should be: what lies around the project, not what is in it.
        assert code == (0 if not wrong else 2 if wrong <= I_MILJON else 1), err
        assert {one["kod"] for one in told} <= FELKODER.keys()
        assert all(one["fil"] and one["rad"] >= 0 and one["text"] and one["gör_så_här"] for one in told), told
        return code


@pytest.fixture(scope="module")
def house(example_root: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The example house, with a correction, and compared with nothing: a check sees no levels that others make up."""
    root = alone(example_root, tmp_path_factory.mktemp("mutationer"))
    (root / DATA / "rattelser.yaml").write_text(CORRECTION, encoding="utf-8")
    return House(root)


@pytest.fixture(scope="module")
def house_of_workbooks(house: House) -> House:
    """The same house, with the same deliveries as Excel workbooks; the old ones lie beside it."""
    root = shutil.copytree(house.root, house.root.parent / "arbetsböcker")
    kallor = root / DATA / "kallor.yaml"
    kallor.write_text(kallor.read_text(encoding="utf-8").replace(".csv", ".xlsx"), encoding="utf-8")
    for name in DELIVERIES:
        path = root / DATA / f"{name}.csv"
        path.with_suffix(".xlsx").write_bytes(as_xlsx(cells(path)))
        path.rename(root.parent / path.name)
    return House(root)


@pytest.fixture
def templates_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the templates be read once: it takes half of the time, and their faults have a test of their own."""
    read: dict[str, Templates | None] = {}

    def once(folder: Path, root: Path, problems: Problems, omrade: str = "") -> Templates | None:
        if omrade not in read:
            read[omrade] = load_templates(folder, root, problems, omrade)
        return read[omrade]

    monkeypatch.setattr("oj_workbook.sources.load_templates", once)


def mutations(antal: int) -> settings:
    """Return how many are tried: the same every time, and none remembered from before."""
    return settings(
        max_examples=antal,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.usefixtures("templates_once")
@mutations(750)
@given(data=st.data())
def test_a_page_or_an_edition_is_read_or_its_faults_are_told(house: House, data: st.DataObject) -> None:
    file, change = data.draw(st.sampled_from((*PAGES, *EDITIONS))), data.draw(st.sampled_from(EDITED))
    house.answers(file, change(data.draw, (house.root / file).read_bytes()))


@mutations(100)
@given(data=st.data())
def test_a_template_is_read_or_its_faults_are_told(house: House, data: st.DataObject) -> None:
    file, change = data.draw(st.sampled_from(TEMPLATES)), data.draw(st.sampled_from(EDITED))
    house.answers(file, change(data.draw, (house.root / file).read_bytes()))


@pytest.mark.usefixtures("templates_once")
@mutations(650)
@given(data=st.data())
def test_a_csv_file_is_read_or_its_faults_are_told(house: House, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from((*CSV_DELIVERIES, *REGISTERS)))
    if change := data.draw(st.sampled_from((bytes_changed, lines_changed, None, None, None))):
        house.answers(file, change(data.draw, (house.root / file).read_bytes()))
        return
    rows = cells_changed(data.draw, cells(house.root / file))
    delimiter = data.draw(st.sampled_from((",", ",", ",", ";", "\t")))
    encoding = data.draw(st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16")))
    house.answers(file, as_csv(rows, delimiter, encoding))


@pytest.mark.usefixtures("templates_once")
@mutations(350)
@given(data=st.data())
def test_a_workbook_is_read_or_its_faults_are_told(house_of_workbooks: House, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(DELIVERIES))
    delivered = (house_of_workbooks.root / DATA / f"{name}.xlsx").read_bytes()
    match data.draw(st.sampled_from(("cells", "cells", "part", "part", "bytes"))):
        case "cells":
            delivered = as_xlsx(cells_changed(data.draw, cells(house_of_workbooks.root.parent / f"{name}.csv")))
        case "part":
            delivered = part_changed(data.draw, delivered)
        case _:
            delivered = bytes_changed(data.draw, delivered)
    house_of_workbooks.answers(f"{DATA}/{name}.xlsx", delivered)


@pytest.mark.usefixtures("templates_once")
@pytest.mark.parametrize("file", [*CSV_DELIVERIES, *REGISTERS])
def test_every_column_of_a_csv_file_can_hold_anything(file: str, house: House) -> None:
    rows = cells(house.root / file)
    for column in range(len(rows[0])):
        house.answers(file, as_csv(filled(rows, column)))


@pytest.mark.usefixtures("templates_once")
@pytest.mark.parametrize("name", DELIVERIES)
def test_every_column_of_a_workbook_can_hold_anything(name: str, house_of_workbooks: House) -> None:
    rows = cells(house_of_workbooks.root.parent / f"{name}.csv")
    for column in range(len(rows[0])):
        house_of_workbooks.answers(f"{DATA}/{name}.xlsx", as_xlsx(filled(rows, column)))


@pytest.mark.parametrize("nasty", NASTY, ids=map(ascii, range(len(NASTY))))
def test_every_text_can_be_anything(nasty: str, house: House) -> None:
    written = (house.root / TEMPLATES[0]).read_text(encoding="utf-8")
    texts = re.sub(
        r"^  (\S+): .*\n(?:    .*\n)*", lambda key: f"  {key[1]}: {json.dumps(nasty)}\n", written, flags=re.MULTILINE
    )
    house.answers(TEMPLATES[0], texts.encode())
