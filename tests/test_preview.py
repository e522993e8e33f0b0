"""What an edit does is told before anything is published: exactly the units that change, and nothing that is hidden."""

import csv
import html.parser
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import RIKET, ROOT
from oj_workbook.cli import main

AVTAL = "indicators/ekonomiskt-bistand/enkat/overenskommelse_vuxenpsykiatri.yaml"
PROV = "indicators/prov"
#: What a program gets of a preview.
Told = dict[str, list[dict[str, list[dict[str, list[dict[str, list[str]]]]]]]]


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Prov", "-c", "user.email=prov@example.org")
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)  # noqa: S603, S607


def saved(root: Path) -> Path:
    """Return the folder, all of it saved in git."""
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Som det var.")
    return root


@pytest.fixture
def hus(example_root: Path, tmp_path: Path) -> Path:
    """The example house, saved."""
    shutil.copytree(example_root, tmp_path / "hus")
    return saved(tmp_path / "hus")


@pytest.fixture(scope="module")
def riket(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The national edition, saved."""
    root = tmp_path_factory.mktemp("riket")
    for folder in ("indicators", "templates", "data/enheter", f"data/{RIKET}"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "data/utgavor.yaml", root / "data")
    return saved(root)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


Preview = Callable[..., str]


@pytest.fixture
def preview(capsys: pytest.CaptureFixture[str]) -> Preview:
    """Return the command: what it prints when it ends well, else what it says."""

    def run(root: Path, *arguments: str, code: int = 0) -> str:
        assert main(["preview", "--projekt", str(root), *arguments]) == code
        told = capsys.readouterr()
        return told.err if code else told.out

    return run


def months(manad: str) -> int:
    return int(manad[:4]) * 12 + int(manad[5:7])


def flips_by_hand(ar: int) -> list[str]:
    """Return the units with an agreement in writing and decided that was more than 12 and at most 24 months old."""
    with (ROOT / f"data/{RIKET}/enkat_{ar}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    word = "overenskommelse_vuxenpsykiatri"
    return [
        row["enhet"]
        for row in rows
        if row[f"{word}.skriftlig"] == row[f"{word}.beslutad"] == "Ja"
        and row[f"{word}.senast"]
        and 12 < months(f"{ar}-02") - months(row[f"{word}.senast"]) <= 24
    ]


def test_a_window_from_12_to_24_months_flips_exactly_the_units_counted_by_hand(riket: Path, preview: Preview) -> None:
    change(riket / AVTAL, "inom_månader: 12", "inom_månader: 24")
    told = json.loads(preview(riket, "--format", "json"))
    (page,) = told["indikatorer"]
    assert (page["id"], page["uppgifter"]) == ("overenskommelse_vuxenpsykiatri", ["kriterier"])
    flipped = {
        year["år"]: sorted(unit for step in year["svar"] for unit in step["enheter"])
        for year in page["år"]
        if {(step["från"], step["till"]) for step in year["svar"]} == {("Nej", "Ja")}
    }
    by_hand = {ar: sorted(found) for ar in range(2016, 2025) if (found := flips_by_hand(ar))}
    assert sum(map(len, by_hand.values())) > 50  # else there would be little to compare
    assert flipped == by_hand
    git(riket, "checkout", "-q", ".")


def test_a_sentence_says_what_an_edit_does_and_the_list_names_who(hus: Path, preview: Preview) -> None:
    # Months are counted to 2023-01: Åsbo's routine of 2021-12 is 13 months old, and Ekby's 12.
    change(hus / PROV / "rutin.yaml", "inom_månader: 12", "inom_månader: 13")
    text = preview(hus, "2024-prov")
    assert "1 indikator ändras; " in text
    assert f"  {PROV}/rutin.yaml: kriterier" in text
    assert re.search(r"Nej → Ja, 1 kommun \(indikatorn räknas på ett annat sätt\): Åsbo\n", text), text
    assert "Ekby" not in text


def test_without_an_edit_nothing_changes(hus: Path, preview: Preview) -> None:
    assert "Inga indikatorer ändras." in preview(hus, "2024-prov")


def test_a_text_alone_changes_no_result(hus: Path, preview: Preview) -> None:
    change(hus / PROV / "rutin.yaml", "namn: ", "namn: Ny ")
    assert "1 indikator ändras; inga resultat ändras." in preview(hus, "2024-prov")


def test_a_demand_from_a_later_year_is_said_to_come_after_the_edition(hus: Path, preview: Preview) -> None:
    page = hus / PROV / "rutin.yaml"
    new = "    - från: 2025\n      brott: Längre gräns.\n      ja_när: {fråga: skriftlig, svar: Ja}\n"
    change(page, "  särskilda_svar:", f"{new}  särskilda_svar:")
    assert "Kravet från 2025 gäller efter utgåvans sista år, 2024." in preview(hus, "2024-prov")


# --- what is suppressed before or after is not told, nor what it could be worked out from ---

LIMIT = "minsta_nämnare: 4, små_tal_under: 20"


def told_in_every_form(hus: Path, preview: Preview) -> str:
    return "".join(preview(hus, "2024-prov", "--format", form) for form in ("text", "json", "html"))


@pytest.mark.parametrize(("limit", "who"), [(20, "Östan"), (3, "Åsbo")], ids=["fler_döljs", "färre_döljs"])
def test_a_figure_that_is_hidden_on_one_side_is_named_and_nothing_tells_it(
    limit: int, who: str, hus: Path, preview: Preview
) -> None:
    """Östan's 5 of 19 is 26,3 %, Åsbo's 2 of 3 is 66,7 %: both are alone in some group, and move quartile limits."""
    change(hus / PROV / "langvariga.yaml", "minsta_nämnare: 4", f"minsta_nämnare: {limit}")
    told = told_in_every_form(hus, preview)
    assert who in told
    assert re.findall(r"\b(?:26,3|66,7|\d+,\d) ?\*? ?%?", told.replace("2024.1", "")) == []
    assert "klass " not in preview(hus, "2024-prov")


def test_a_city_is_a_sum_and_is_told_as_one(example_root: Path, tmp_path: Path, preview: Preview) -> None:
    """When one of its parts is hidden, what the city was before and is now would leave the part over."""
    root = shutil.copytree(example_root, tmp_path / "delad")
    change(root / "data/2024-prov/utgava.yaml", 'län: ["01", "02"]', 'län: ["01", "02"]\nsummera_delar: ["0001"]')
    names = ("norr", "soder", "vast")
    parts = "".join(f"0001-{one}-2000,0001,{one.capitalize()},stadsdel,2000-01-01,,,\n" for one in names)
    register = root / "data/enheter/delomraden.csv"
    register.write_text(register.read_text(encoding="utf-8").splitlines()[0] + "\n" + parts, encoding="utf-8")
    for ar in (2022, 2023):
        antal = root / f"data/2024-prov/antal_{ar}.csv"
        rows = [row for row in antal.read_text(encoding="utf-8").splitlines() if not row.startswith("0001")]
        new = ["0001-norr-2000,Ekby – Norr,18,30,600,120", "0001-soder-2000,Ekby – Soder,3,8,400,80"]
        new.append("0001-vast-2000,Ekby – Vast,7,30,400,80")
        antal.write_text("\n".join([*rows, *new]) + "\n", encoding="utf-8")
        enkat = root / f"data/2024-prov/enkat_{ar + 1}.csv"
        rows = [row for row in enkat.read_text(encoding="utf-8").splitlines() if not row.startswith("0001")]
        new = ["0001-norr-2000,Ekby – Norr,1,2022-01,kort", "0001-soder-2000,Ekby – Soder,1,2022-01,kort"]
        new.append("0001-vast-2000,Ekby – Vast,1,2022-01,kort")
        enkat.write_text("\n".join([*rows, *new]) + "\n", encoding="utf-8")
    saved(root)
    change(root / PROV / "langvariga.yaml", "minsta_nämnare: 4", "minsta_nämnare: 10")
    told = told_in_every_form(root, preview)
    assert "Ekby – Soder" in told
    assert "Ekby ett tal → ett annat" in told
    assert re.findall(r"\b\d+,\d ?%", told) == []


def test_a_new_page_that_counts_with_a_hidden_figures_items_tells_no_value_of_it(hus: Path, preview: Preview) -> None:
    """Åsbo's 2 of 3 in 2022 is X on the page there is; a copy without a rule would show 66,7 %."""
    page = (hus / PROV / "langvariga.yaml").read_text(encoding="utf-8")
    rule = page[page.index("undertryckning:") : page.index("vid_bortfall")]
    copy = page.replace(rule, "undertryckning: [{från: 2022, minsta_nämnare: 1}]\n").replace("amn: ", "amn: Ny ")
    (hus / PROV / "ny.yaml").write_text(copy, encoding="utf-8")
    told = told_in_every_form(hus, preview)
    assert "1 indikator är ny" in told
    assert "66,7" not in told
    assert re.findall(r"\b\d+,\d ?%", told) == []  # no sums either: with the other units they would leave Åsbo over


def test_numbers_that_are_no_longer_there_are_counted_and_not_listed(riket: Path, preview: Preview) -> None:
    page = riket / "indicators/ekonomiskt-bistand/register/unga_vuxna_eb_andel.yaml"
    change(page, "mäts: {från: 2011}", "mäts: {från: 2011, inte: [2022]}")
    first = preview(riket).splitlines()[1]
    assert re.search(r"; \d+ enheter ett tal → -", first)
    assert len(first) < 200
    git(riket, "checkout", "-q", ".")


def test_parts_come_and_go_with_their_measure(riket: Path, preview: Preview) -> None:
    page = riket / "indicators/ekonomiskt-bistand/register/langvarigt_eb_andel.yaml"
    change(page, "uppdelning: {på: [kön, ursprung], från: 2017}\n", "")
    text = preview(riket)
    assert text.splitlines()[1].startswith("1 indikator ändras; inga resultat ändras")
    assert "langvarigt_eb_andel.yaml: uppdelning" in text
    git(riket, "checkout", "-q", ".")


def test_an_indicator_with_a_new_id_is_the_same_one(hus: Path, preview: Preview) -> None:
    page = hus / PROV / "rutin.yaml"
    page.write_text(page.read_text(encoding="utf-8") + "tidigare_id: rutin\n", encoding="utf-8")
    page.rename(page.with_name("rutinen.yaml"))
    text = preview(hus, "2024-prov")
    assert "1 indikator ändras; inga resultat ändras." in text
    assert "rutinen.yaml: filnamnet, tidigare_id" in text


def test_new_and_removed_indicators_are_told(hus: Path, preview: Preview) -> None:
    page = hus / PROV / "vantetid.yaml"
    page.unlink()
    kallor = hus / "data/2024-prov/kallor.yaml"
    change(kallor, ", vantetid: F3", "")
    change(kallor, ", kort: 0–7 dagar, lång: 8– dagar", "")
    text = preview(hus, "2024-prov")
    assert "1 indikator tas bort" in text
    assert f"{PROV}/vantetid.yaml: borttagen" in text


def test_published_figures_that_no_longer_agree_are_told_and_do_not_hide_the_rest(
    riket: Path, preview: Preview
) -> None:
    page = riket / "indicators/ekonomiskt-bistand/enkat/rutin_indikation_vald_vuxen.yaml"
    change(page, "inom_månader: 24", "inom_månader: 12")
    text = preview(riket)
    assert "Bygget stoppas: rutin_indikation_vald_vuxen 2024 för riket publicerades som 70" in text
    assert "riket 70 → 37 % 2024" in text
    git(riket, "checkout", "-q", ".")


class Tags(html.parser.HTMLParser):
    """Collects the tags of a page, and tells one that is not ended."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002, D102
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        assert self.open.pop() == tag


def test_the_page_holds_itself_and_fits_a_comment(hus: Path, preview: Preview) -> None:
    change(hus / PROV / "rutin.yaml", "namn: ", "namn: <b>&amp; ")
    change(hus / PROV / "rutin.yaml", "inom_månader: 12", "inom_månader: 13")
    page = preview(hus, "2024-prov", "--format", "html")
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    # No script, no style, no title: what a comment may hold; and nothing fetched from elsewhere.
    assert tags.seen <= {*("html", "head", "meta", "body", "h2", "p", "details", "summary", "b", "code"),
                         *("table", "tr", "th", "td")}  # fmt: skip
    assert "src=" not in page
    assert "href=" not in page
    assert "\n\n" not in page
    assert "&lt;b&gt;&amp;amp;" in page
    assert len(page) < 65_536


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--mot", "ingen"], "revisionen ”ingen” finns inte"),
        (["--mot=--output=x"], "revisionen ”--output=x” finns inte"),
        (["2024-ny"], "utgåvan ”2024-ny” fanns inte"),
    ],
)
def test_nothing_to_compare_with_is_answered(arguments: list[str], said: str, hus: Path, preview: Preview) -> None:
    shutil.copytree(hus / "data/2024-prov", hus / "data/2024-ny")
    assert said in preview(hus, *(["2024-prov"] if len(arguments[0]) > 8 else []), *arguments, code=2)


def test_a_folder_without_history_is_answered(example_root: Path, preview: Preview) -> None:
    assert "det finns ingen historik att jämföra med: mappen ligger inte i git." in preview(
        example_root, "2024-prov", code=2
    )


def test_what_was_saved_with_errors_is_answered(hus: Path, preview: Preview) -> None:
    change(hus / PROV / "rutin.yaml", "riktning: högt", "riktning: hög")
    git(hus, "commit", "-q", "-a", "-m", "Fel.")
    git(hus, "checkout", "-q", "HEAD~1", "--", ".")
    assert "det som sparades i ”HEAD” går inte att räkna: 1 fel" in preview(hus, "2024-prov", code=2)
