"""What can happen to a file between one person and another: bytes, lines, words and cells that became others."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from files import Cells

#: Draws one of what a strategy has.
Draw = Callable[[st.SearchStrategy[Any]], Any]
Change = Callable[[Draw, bytes], bytes]

#: What a number, a word of YAML, a formula, a date, a name, a sign or a text can turn out to be.
NASTY: tuple[str, ...] = (
    *("", " ", "nan", "NaN", "inf", "-inf", "1e999", "-1", "0", "00", "0.5", "1,5", "1e5", "0x10", "-0", "+1"),
    *("9" * 30, "9" * 5000, "2147483648", "012", "1_000", "１２", "²", "½", "−5", "5%", "12:30", "1 234"),
    *("null", "~", "yes", "no", "Ja", "ja", "true", "[]", "{}", "[ ]", "- ", "[[a]]", "{a: b}", "|", "#", ": ", "? "),
    *("!x y", "!!python/object:os.system", "&a b", "*a", "<<", "---", "...", "%YAML 1.1"),
    *("=1+1", '=HYPERLINK("http://x","k")', "@SUM(1)", "#N/A", "#DIV/0!", "#SAKNAS!", "TRUE", "FALSKT"),
    *("2024-01-01", "2024-02-30", "2023-13", "0000-00", "9999-99", "2024-01-01T00:00", "jan-24"),
    *("1990", "2024", "2099", "2100", "-2024", "20240", "../x", "/etc/passwd", "a/b", "a\\b", "NUL", "CON", "x" * 300),
    *("a\0b", "\x07", "\x1b", "\u2028", "\u0085", "\ufeff", "\uffff", "\u202eabc", "\u200b", "\xa0", "\xad", "\t"),
    *("å", "A\u030a", "👩‍👧", "\U0001f600" * 40, "سياسة", "x" * 40_000, "_x000B_", "<b>&amp;", "'", '"', '""', ";"),
    *(
        "{år}",
        "{}",
        "{0}",
        "{",
        "}",
        "{år:>9}",
        "%s",
        "0001",
        "9999",
        "riket",
        "lan-01",
        "Ekby",
        "Integrerad",
        "Vilande",
        "månad",
    ),
)
CELL = (*NASTY, None, True, False, 0, -1, 3.5, 1e300, 2**53 + 1, 0.1, "Ja", "Nej", "1", "2", "kort")


def at(draw: Draw, length: int) -> int:
    """Draw a place in something so long."""
    return int(draw(st.integers(0, max(0, length - 1))))


def nasty(draw: Draw) -> str:
    """Draw a text that nobody expects."""
    return str(draw(st.one_of(st.sampled_from(NASTY), st.text(max_size=12))))


def bytes_changed(draw: Draw, raw: bytes) -> bytes:
    """Flip a bit, or put in, take out, repeat or cut off some bytes."""
    changed = bytearray(raw)
    for _ in range(draw(st.integers(1, 3))):
        place = at(draw, len(changed))
        match draw(st.sampled_from(("flip", "in", "out", "cut", "run"))):
            case "flip" if changed:
                changed[place] ^= 1 << draw(st.integers(0, 7))
            case "in":
                changed[place:place] = draw(st.binary(min_size=1, max_size=4))
            case "out":
                del changed[place : place + draw(st.integers(1, 40))]
            case "cut":
                del changed[place:]
            case _:
                changed[place:place] = changed[place : place + 20] * draw(st.integers(1, 50))
    return bytes(changed)


def lines_changed(draw: Draw, raw: bytes) -> bytes:
    """Take out, double, move or indent a line, or end lines in another way."""
    lines = raw.split(b"\n")
    one, other = at(draw, len(lines)), at(draw, len(lines))
    match draw(st.sampled_from(("out", "double", "swap", "move", "indent", "dedent", "end"))):
        case "out":
            del lines[one : one + draw(st.integers(1, 3))]
        case "double":
            lines[one:one] = [lines[one]] * draw(st.integers(1, 3))
        case "swap":
            lines[one], lines[other] = lines[other], lines[one]
        case "move":
            lines.insert(other, lines.pop(one))
        case "indent":
            lines[one] = draw(st.sampled_from((b" ", b"  ", b"\t", b"- ", b"\xc2\xa0"))) + lines[one]
        case "dedent":
            lines[one] = lines[one].lstrip(b" -")
        case _:
            return bytes(draw(st.sampled_from((b"\r", b"\r\n", b"\n\n", b"\xe2\x80\xa8", b"")))).join(lines)
    return b"\n".join(lines)


def words_changed(draw: Draw, raw: bytes) -> bytes:
    """Put something else in the place of a key, a value or the rest of a line, or of two that change places."""
    text = raw.decode()
    words = list(re.finditer(r"[^\s{}\[\],:#]+", text))
    one, other = words[at(draw, len(words))], words[at(draw, len(words))]
    start, end = one.span()
    match draw(st.sampled_from(("nasty", "quoted", "swap", "rename", "out", "value", "list"))):
        case "nasty":
            new = nasty(draw)
        case "quoted":
            new = json.dumps(nasty(draw), ensure_ascii=draw(st.booleans()))
        case "swap":
            new = other[0]
        case "rename":
            new = draw(st.sampled_from((one[0][:-1], f"{one[0]}x", f"{one[0]}_", f"{one[0]}.å", one[0].upper())))
        case "value":  # all that follows the next colon on its line
            start = text.find(": ", start) + 2
            end, new = text.find("\n", start), nasty(draw)
        case "list":
            new = f"[{one[0]}, {other[0]}]"
        case _:
            new = ""
    return (text[:start] + new + text[end:]).encode("utf-8", "surrogatepass")


def cells_changed(draw: Draw, rows: Cells) -> Cells:
    """Change some cells, rows or columns."""
    for _ in range(draw(st.integers(1, 3))):
        if not rows or not all(rows):
            break
        change = draw(st.sampled_from((_one_cell, _one_cell, _rows_moved, _columns_moved)))
        rows = change(draw, [list(row) for row in rows])
    return rows


def _one_cell(draw: Draw, rows: Cells) -> Cells:
    row, other = rows[at(draw, len(rows))], rows[at(draw, len(rows))]
    column, over = at(draw, len(row)), at(draw, len(other))
    match draw(st.sampled_from(("value", "value", "text", "swap"))):
        case "value":
            row[column] = draw(st.sampled_from(CELL))
        case "text":
            row[column] = draw(st.text(max_size=12))
        case _:
            row[column], other[over] = other[over], row[column]
    return rows


def _rows_moved(draw: Draw, rows: Cells) -> Cells:
    one, other = at(draw, len(rows)), at(draw, len(rows))
    match draw(st.sampled_from(("double", "all", "out", "swap", "short", "long"))):
        case "double":
            rows.insert(other, list(rows[one]))
        case "all":
            rows += [list(row) for row in rows[1:]]
        case "out":
            del rows[one]
        case "swap":
            rows[one], rows[other] = rows[other], rows[one]
        case "short":
            rows[one] = rows[one][: at(draw, len(rows[one]))]
        case _:
            rows[one] += rows[other]
    return rows


def _columns_moved(draw: Draw, rows: Cells) -> Cells:
    width = min(map(len, rows))
    one, other = at(draw, width), at(draw, width)
    match draw(st.sampled_from(("out", "double", "empty"))):
        case "out":
            return [[*row[:one], *row[one + 1 :]] for row in rows]
        case "double":
            return [[*row[:one], row[other], *row[one:]] for row in rows]
        case _:
            return [rows[0], *([*row[:one], None, *row[one + 1 :]] for row in rows[1:])]


def filled(rows: Cells, column: int) -> Cells:
    """Return the same rows over and over, with every value that can be seen in one of their columns.

    One that cannot be would stop the reading of the whole file.
    """
    first, *rest = rows
    seen = [cell for cell in CELL if str(cell).isprintable()]
    copies = [list(rest[number % len(rest)]) for number, _ in enumerate(seen)]
    for copy, cell in zip(copies, seen, strict=True):
        copy[column] = cell
    return [first, *copies]


def part_changed(draw: Draw, workbook: bytes) -> bytes:
    """Change one part within a workbook, or leave it out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = draw(st.sampled_from(("xl/worksheets/sheet1.xml", names[at(draw, len(names))])))
        change = draw(st.sampled_from((_xml_changed, _xml_changed, _xml_changed, bytes_changed, None)))
        for name in names:
            if name != chosen:
                new.writestr(name, old.read(name))
            elif change:
                new.writestr(name, change(draw, old.read(name)))
    return file.getvalue()


def _xml_changed(draw: Draw, raw: bytes) -> bytes:
    """Put something else in the place of an attribute, a text or a tag."""
    found = list(re.finditer(rb'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=<)|<[^<>]*>', raw))
    new = draw(st.one_of(st.sampled_from((b"", b"1", b"0", b"-1", b"99999", b"s", b"n", b"A1")), st.none()))
    if new is None:
        new = nasty(draw)[:200].encode("utf-8", "surrogatepass")
    one = found[at(draw, len(found))]
    return raw[: one.start()] + bytes(new) + raw[one.end() :]
