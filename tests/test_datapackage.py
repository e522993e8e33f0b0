"""datapackage.json says what resultat.csv holds, so well that a program refuses what does not belong there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from frictionless import Package
from frictionless import validate as read_as_described

from conftest import EDITION, National, silent
from oj_workbook.datapackage import datapackage
from oj_workbook.falt import FALT, KLASSER, MARKNING, NIVAER, NYCKEL, STATUSAR
from oj_workbook.model import Kvartilklass, Niva, Status
from oj_workbook.pipeline import build
from oj_workbook.resultat import KOLUMNER
from oj_workbook.sources import Sources
from published import OTHERS, bundle, publicering

Changed = Callable[[list[str]], None]


def described(sources: Sources, folder: Path) -> Path:
    """Write the description and the other files of a bundle beside those of a build; return where it lies."""
    files = bundle(folder)
    found = datapackage(sources.utgava, sources.omrade, publicering(sources.utgava.omrade), files)
    for name, data in {**OTHERS, "datapackage.json": found}.items():
        (folder / name).write_bytes(data)
    return folder / "datapackage.json"


def faults(package: Path) -> list[tuple[str, str]]:
    """Return the kind of every fault that frictionless finds, with its field."""
    report = read_as_described(str(package))
    return [(kind, field or "") for kind, field in report.flatten(["type", "fieldName"])]


@pytest.fixture
def small(example: Sources, example_root: Path, tmp_path: Path) -> Path:
    """The description of the example edition."""
    build(example_root, "2024-prov", tmp_path, None, silent)
    return described(example, tmp_path)


@pytest.fixture(scope="module")
def county(sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The description of the real edition."""
    out = tmp_path_factory.mktemp("lan")
    build(Path(sources.utgava.folder).parent.parent, EDITION, out, None, silent)
    return described(sources, out)


def test_the_example_is_as_it_is_described(small: Path) -> None:
    assert faults(small) == []
    assert Package(str(small)).get_resource("resultat").schema.field_names == list(KOLUMNER)


def test_the_county_is_as_it_is_described(county: Path) -> None:
    assert faults(county) == []


def test_every_row_of_the_country_is_as_it_is_described(national: National, tmp_path: Path) -> None:
    for path in national.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    package = described(national.sources, tmp_path)
    assert faults(package) == []
    found = json.loads(package.read_text(encoding="utf-8"))
    assert [one["name"] for one in found["resources"][0]["schema"]["fields"]] == [*KOLUMNER, MARKNING]
    assert found["title"].startswith("EXEMPELDATA")
    assert found["description"].startswith("EXEMPELDATA")


def _cell(kolumn: str, value: str) -> Changed:
    def change(lines: list[str]) -> None:
        cells = lines[1].split(",")
        cells[KOLUMNER.index(kolumn)] = value
        lines[1] = ",".join(cells)

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(_cell("status", "redovisad"), ("constraint-error", "status"), id="en_status_som_inte_finns"),
        pytest.param(_cell("niva", "kommunen"), ("constraint-error", "niva"), id="en_nivå_som_inte_finns"),
        pytest.param(_cell("klass", "hög"), ("constraint-error", "klass"), id="en_klass_som_inte_finns"),
        pytest.param(_cell("varde", "tolv"), ("type-error", "varde"), id="ord_i_värdet"),
        pytest.param(_cell("varde", '"12,5"'), ("type-error", "varde"), id="decimalkomma"),
        pytest.param(_cell("ar", "i fjol"), ("type-error", "ar"), id="inget_år"),
        pytest.param(_cell("enhet", ""), ("constraint-error", "enhet"), id="ingen_enhet"),
        pytest.param(_cell("indikator", "Andel %"), ("constraint-error", "indikator"), id="inget_id"),
        pytest.param(_cell("antal_enheter", "-1"), ("constraint-error", "antal_enheter"), id="färre_än_inga"),
        pytest.param(lambda lines: lines.append(lines[1]), ("primary-key", ""), id="en_rad_två_gånger"),
    ],
)
def test_what_does_not_belong_in_the_table_is_refused(small: Path, change: Changed, expected: tuple[str, str]) -> None:
    table = small.parent / "resultat.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    change(lines)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = faults(small)
    assert expected in found
    assert ("hash-count", "") in found  # and it is not the file that was described


def test_a_file_that_has_been_changed_is_refused(small: Path) -> None:
    table = small.parent / "resultat.csv"
    table.write_bytes(table.read_bytes().replace(b"kommun", b"kommuN", 1).replace(b"kommuN", b"kommun", 1) + b"\n")
    assert {kind for kind, _ in faults(small)} >= {"hash-count", "byte-count"}
    (small.parent / "indikatorer.md").write_text("!", encoding="utf-8")
    assert len([kind for kind, _ in faults(small) if kind == "hash-count"]) == 2


def content(package: Path) -> Any:
    return json.loads(package.read_text(encoding="utf-8"))


def test_a_description_says_who_and_from_what_and_no_secret(county: Path, sources: Sources) -> None:
    found = content(county)
    assert found["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (found["name"], found["version"]) == ("2013-jonkoping-2013.1", "2013.1")
    assert found["created"].startswith(sources.utgava.datum.isoformat())
    assert found["licenses"][0]["name"] == "CC0-1.0"
    assert [one["roles"] for one in found["contributors"]] == [["publisher"], ["contact"]]
    told = [one["title"] for one in found["sources"]]
    assert told == list(dict.fromkeys(one.ursprung for one in sources.utgava.leveranser))
    assert "EXEMPELDATA" not in county.read_text(encoding="utf-8")
    paths = [one["path"] for one in found["resources"]]
    assert paths[0] == "resultat.csv"
    assert paths[1:] == sorted({*OTHERS, "bygge.json"})


def test_the_same_files_give_the_same_bytes(example: Sources, small: Path) -> None:
    files = bundle(small.parent)
    files = {name: files[name] for name in sorted(files, reverse=True) if name != "datapackage.json"}
    again = datapackage(example.utgava, example.omrade, publicering(example.utgava.omrade), files)
    assert again == small.read_bytes()


def test_every_column_and_every_word_in_it_is_described() -> None:
    assert set(KOLUMNER) | {MARKNING} == set(FALT)
    assert set(NYCKEL) <= set(KOLUMNER)
    assert set(NIVAER) == set(get_args(Niva))
    assert set(STATUSAR) == set(Status)
    assert set(KLASSER) == set(get_args(Kvartilklass))
    assert all(one.titel and one.betyder for one in FALT.values())


def test_a_column_that_is_not_described_cannot_be_given_out(example: Sources) -> None:
    files = {"resultat.csv": b"enhet,ny_kolumn\n"}
    with pytest.raises(KeyError, match="ny_kolumn"):
        datapackage(example.utgava, example.omrade, publicering(example.utgava.omrade), files)
