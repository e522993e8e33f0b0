"""What is about one person is seen however it is written, and nothing else is taken for it."""

import pytest

from oj_workbook.personal import particulars

NUMMER, POST, TELEFON = "ett personnummer", "en e-postadress", "ett telefonnummer"

PARTICULARS = {
    "850312-1234": NUMMER,
    "ring Anna 19850312-1234 idag": NUMMER,
    "850312+1234": NUMMER,
    "850312–1234": NUMMER,
    "850312 1234 Anna": NUMMER,
    "(850312-1234)": NUMMER,
    "nr.850312-1234": NUMMER,
    "8503121234": NUMMER,
    "198503121234": NUMMER,
    "850372-1234": NUMMER,  # a samordningsnummer
    "anna@kommun.se": POST,
    "anna.ek+oj@sthlm.example": POST,
    "svar: a(at)b.se": POST,
    "anna@örebro.se": POST,
    "tel 070-123 45 67": TELEFON,
    "0739988776": TELEFON,
    "+46 70 123 45 67": TELEFON,
    "0046701234567": TELEFON,
    "036-10 50 00": TELEFON,
    "0380-518 00": TELEFON,
    "08-123 456 78": TELEFON,
    "08/12 34 56": TELEFON,
    "+46 (0)36-10 50 00": TELEFON,
}
NOBODYS = [
    *("556036-0793", "212000-0142"),  # organisations
    *("0114", "0604", "0180-norrmalm-2007", "1480-nordost-2021", "0114-0123", "0114 - 0180", "0604-2024-001"),
    *("1-7 dgr", "8-14 dgr", "0-7", "15–", "2023-2024", "vecka 08-14", "08-14 2023", "014-12 2023", "kl 08-12 30 min"),
    *("2024-01-15", "2024-01-15 12:30", "2024-03-01T08:00:00", "01-05 2024", "20240301 12"),
    *("1 234 567", "12,5", "1234567890,5", "0.8503121234", "3100-4500 kr", "100 000-250 000", "08-16 30 personer"),
    *("mål 12-34", "dnr 2024/01234", "§ 12-3456", "SFS 2001:453", "993199-1234", "2 @", "F1-2", "0123-4567"),
]


@pytest.mark.parametrize(("cell", "what"), PARTICULARS.items())
def test_what_is_about_a_person_is_seen(cell: str, what: str) -> None:
    assert particulars(["Ja", cell, ""], numbers=False) == {cell: what}


@pytest.mark.parametrize("cell", NOBODYS)
def test_what_is_nobodys_is_not_taken_for_it(cell: str) -> None:
    assert particulars([cell], numbers=False) == {}


def test_an_amount_is_nobodys_in_a_column_of_amounts_but_a_comment_may_be_somebodys() -> None:
    assert particulars(["8503121234", "0701234567"], numbers=True) == {}
    assert particulars(["850312-1234", "ring 8503121234"], numbers=True).keys() == {"850312-1234", "ring 8503121234"}


def test_among_other_ids_a_number_is_a_persons_only_with_its_check_digit() -> None:
    assert particulars(["1709292345", "1745123456"], numbers=False) == {}
    assert particulars(["191212121212", "200000000000"], numbers=False) == {"191212121212": NUMMER}
