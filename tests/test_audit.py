"""What the audit of a finished workbook finds: every channel through which something secret could leave, each planted.

A row plants one leak or fault in a good workbook, built from the example house, and says what must be told, and where.
"""

import hashlib
import shutil
import struct
import zlib
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

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
    BOOK,
    KANARIE,
    Edit,
    Files,
    both,
    cell,
    entry,
    in_bygge,
    in_csv,
    part,
    raw,
    sheet,
    swap,
    text_cell,
)

WORKBOOK, STYLES, TEXTS, CORE = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "docProps/core.xml"
CHART, DRAWING, TABLE, APP = (
    "xl/charts/chart1.xml",
    "xl/drawings/drawing1.xml",
    "xl/tables/table1.xml",
    "docProps/app.xml",
)
CHART_NUMBERS = "<v>33.3</v>"
#: The sheets by their parts, and cells of Data and Beräkning where a hidden figure is.
START, RESULTAT, JAMFOR, LIKNANDE, ALLA, DATA, BERAKNING = 1, 2, 4, 5, 9, 13, 14
HIDDEN, HIDDEN_CLASS, HIDDEN_CHANGE = "G20", "H20", "G21"
OUTSIDE = "bytes-utanför"


def after_first(data: bytes, more: bytes) -> bytes:
    """Put bytes between the first two parts, and let the directory know where the others are now."""
    archive = ZipFile(BytesIO(data))
    second = sorted(one.header_offset for one in archive.infolist())[1]
    return moved(data, second, more)


def moved(data: bytes, at: int, more: bytes) -> bytes:
    """Put bytes into a zip and mend every place that the directory says lies after them."""
    end = data.rfind(b"PK\x05\x06")
    start = struct.unpack("<I", data[end + 16 : end + 20])[0]
    directory, place = bytearray(data[start:end]), 0
    while place < len(directory):
        name, extra, comment = struct.unpack("<3H", directory[place + 28 : place + 34])
        offset = struct.unpack("<I", directory[place + 42 : place + 46])[0]
        if offset >= at:
            directory[place + 42 : place + 46] = struct.pack("<I", offset + len(more))
        place += 46 + name + extra + comment
    last = data[end : end + 16] + struct.pack("<I", start + len(more)) + data[end + 20 :]
    return data[:at] + more + data[at:start] + bytes(directory) + last


def with_comment(data: bytes) -> bytes:
    """Give a zip a comment."""
    return data[:-2] + struct.pack("<H", len(KANARIE)) + KANARIE.encode()


def unlisted(data: bytes) -> bytes:
    """Put a whole part before the directory that the directory does not have."""
    other = BytesIO()
    with ZipFile(other, "w") as archive:
        archive.writestr("hemlig.txt", KANARIE)
    raw_part = other.getvalue()
    start = struct.unpack("<I", data[-6:-2])[0]
    return moved(data, start, raw_part[: raw_part.find(b"PK\x01\x02")])


def rezipped(change: Callable[[ZipFile, str, bytes], None]) -> Edit:
    """Zip the parts anew in another way."""

    def again(data: bytes) -> bytes:
        target = BytesIO()
        with ZipFile(BytesIO(data)) as source, ZipFile(target, "w") as archive:
            for name in source.namelist():
                change(archive, name, source.read(name))
        return target.getvalue()

    return raw(again)


def extra_field(archive: ZipFile, name: str, data: bytes) -> None:
    """Write a part with an extra field."""
    info = entry(name)
    info.extra = struct.pack("<HH", 0x4F4A, len(KANARIE)) + KANARIE.encode()
    archive.writestr(info, data)


def doubled(archive: ZipFile, name: str, data: bytes) -> None:
    """Write the properties twice."""
    archive.writestr(entry(name), data)
    if name == CORE:
        del archive.NameToInfo[name]  # which would warn
        archive.writestr(entry(name), data.replace(b"oj-workbook", KANARIE.encode()))


def behind_data(data: bytes) -> bytes:
    """Put bytes after the compressed data of the first part, within what the headings say is its length."""
    first = min(ZipFile(BytesIO(data)).infolist(), key=lambda one: one.header_offset)
    at = 30 + len(first.filename) + first.compress_size
    data = moved(data, at, KANARIE.encode())
    length = struct.pack("<I", first.compress_size + len(KANARIE))
    line = data.find(b"PK\x01\x02")
    return data[:18] + length + data[22 : line + 20] + length + data[line + 24 :]


#: what is planted -> how, the code that is told, and where.
LEAKS: dict[str, tuple[Edit, str, str]] = {
    # in sheets
    "number on the hidden sheet": (cell(BERAKNING, "T5", "<v>48151</v>"), "kanarie", sheet(BERAKNING)),
    "number in an order": (cell(BERAKNING, "AM5", "<v>48151</v>"), "annat-än-resultat", "Beräkning!AM5"),
    "sheet that cannot be shown": (swap(WORKBOOK, '"hidden"', '"veryHidden"'), "dolt-innehåll", "Beräkning"),
    "another hidden sheet": (swap(WORKBOOK, 'sheetId="12" state="visible"', 'sheetId="12" state="hidden"'),
                             "dolt-innehåll", "Om"),
    "row without height": (swap(sheet(START), 'ht="31"', 'ht="0"'), "dolt-innehåll", "Start!A3"),
    "hidden row": (swap(sheet(DATA), '<row r="20">', '<row r="20" hidden="1">'), "okänd-xml", "Data!A20"),
    "column without width": (swap(sheet(START), 'width="38"', 'width="0.1"'), "dolt-innehåll", "Start"),
    "hidden column": (swap(sheet(START), '<col width="38"', '<col hidden="1" width="38"'), "okänd-xml", sheet(START)),
    "value stored with a formula": (swap(sheet(RESULTAT), "<v>Resultat: Ekby</v>", "<v>48 151</v>"),
                                    "kanarie", sheet(RESULTAT)),
    "attribute of a cell": (swap(sheet(DATA), '<c r="G20"', '<c vm="48151" r="G20"'), "okänd-xml", "Data!G20"),
    "phonetic text": (swap(sheet(START), "<is><t>Om filen</t>", '<is><t>Om filen</t><rPh sb="0" eb="1"><t>4</t></rPh>'),
                      "okänd-xml", "Start!B3"),
    "formatted text": (swap(TEXTS, "<si><t>Ekby</t></si>", "<si><r><t>Ekby</t></r></si>"), "okänd-xml", TEXTS),
    "text that no cell uses": (swap(TEXTS, "</sst>", "<si><t>41 av 99</t></si></sst>"), "dolt-innehåll", TEXTS),
    "list to choose from": (swap(sheet(START), "<formula1>enheter<", '<formula1>"41,99"<'), "otillåten-formel", "Start"),
    "list of numbers": (swap(sheet(START), 'type="list"', 'type="whole"'), "otillåten-formel", "Start"),
    "number in a rule": (swap(sheet(LIKNANDE), '$B8&lt;&gt;""', "$B8&lt;&gt;41"), "otillåten-formel", "Liknande kommuner"),
    "rule that is always true": (swap(sheet(LIKNANDE), '$B8&lt;&gt;""', "TRUE"), "otillåten-formel", "Liknande kommuner"),
    "number in a formula": (swap(sheet(RESULTAT), "<f>IF(", "<f>41.3+IF("), "otillåten-formel", "Resultat!A1"),
    "extension of a sheet": (swap(sheet(DATA), "</worksheet>", "<extLst><ext/></extLst></worksheet>"),
                             "okänd-xml", sheet(DATA)),
    "word of a link": (swap(sheet(START), '<hyperlink ref="B25"', '<hyperlink tooltip="48151" ref="B25"'),
                       "kanarie", sheet(START)),
    "header": (swap(sheet(DATA), "<oddHeader>", "<oddHeader>&amp;C48151"), "kanarie", sheet(DATA)),
    "footer": (swap(sheet(DATA), "<oddFooter>", "<oddFooter>&amp;C48 151"), "kanarie", sheet(DATA)),
    "header of the first page": (swap(sheet(DATA), "<firstHeader>", "<firstHeader>4"), "okänd-xml", sheet(DATA)),
    "help text": (swap(sheet(START), 'prompt="', 'prompt="48151 '), "kanarie", sheet(START)),
    # in the rest of the workbook
    "stored number of a chart": (swap(CHART, CHART_NUMBERS, "<v>41</v>"), "fel-lagrat-värde", CHART),
    "stored text of a chart": (swap(CHART, "<tx><v>Vald enhet</v></tx>", "<tx><strRef><strCache/></strRef></tx>"),
                               "okänd-xml", CHART),
    "alternative text": (swap(DRAWING, 'descr="', 'descr="48151 '), "kanarie", DRAWING),
    "title of an alternative text": (swap(DRAWING, 'descr="', 'title="41" descr="'), "okänd-xml", DRAWING),
    "defined name": (swap(WORKBOOK, "</definedNames>", '<definedName name="hemlig">41</definedName></definedNames>'),
                     "otillåten-formel", WORKBOOK),
    "constant under a known name": (swap(WORKBOOK, ">'Kommungrupper'!$A$2<", ">48151<"), "otillåten-formel", WORKBOOK),
    "name of a sheet": (swap(WORKBOOK, 'name="Om"', 'name="Om 48151"'), "kanarie", WORKBOOK),
    "number format with a number": (swap(STYLES, "0&quot; %&quot;;", "0&quot; 41&quot;;"), "dolt-innehåll", STYLES),
    "X by number format": (swap(STYLES, 'formatCode="#,##0;&quot;−&quot;#,##0"', 'formatCode="&quot;X&quot;"'),
                           "dolt-innehåll", STYLES),
    "nothing by number format": (swap(STYLES, 'formatCode="#,##0;&quot;−&quot;#,##0"', 'formatCode=";;;"'),
                                 "dolt-innehåll", STYLES),
    "condition in a number format": (swap(STYLES, "General;&quot;−&quot;General", "[=41]&quot;X&quot;;General"),
                                     "dolt-innehåll", STYLES),
    "share by number format": (swap(STYLES, 'formatCode="#,##0;&quot;−&quot;#,##0"', 'formatCode="0.0%"'),
                               "dolt-innehåll", STYLES),
    "built-in percent": (swap(STYLES, '<xf numFmtId="164"', '<xf numFmtId="10"'), "dolt-innehåll", STYLES),
    "white text": (swap(STYLES, '<font><name val="Arial"/><color rgb="00222222"/>',
                        '<font><name val="Arial"/><color rgb="00FEFEFE"/>'), "dolt-innehåll", STYLES),
    "tiny text": (swap(STYLES, '<color rgb="00222222"/><sz val="10"/>', '<color rgb="00222222"/><sz val="1"/>'),
                  "dolt-innehåll", STYLES),
    "white text by a rule": (swap(STYLES, '<color rgb="00222222"/></font><fill>', '<color rgb="00C9E4C0"/></font><fill>'),
                             "dolt-innehåll", STYLES),
    "number format by a rule": (swap(STYLES, "<dxf>", '<dxf><numFmt numFmtId="199" formatCode="&quot;X&quot;"/>'),
                                "dolt-innehåll", STYLES),
    "name of a style": (swap(STYLES, 'name="oj titel"', 'name="oj 48151"'), "kanarie", STYLES),
    "name of a table's column": (swap(TABLE, 'name="Län"', 'name="48151"'), "kanarie", TABLE),
    "sum of a table": (swap(TABLE, 'name="Län"', 'name="Län" totalsRowLabel="41"'), "okänd-xml", TABLE),
    "author": (swap(CORE, "oj-workbook", "48151"), "kanarie", CORE),
    "last author": (swap(CORE, "</cp:coreProperties>", "<cp:lastModifiedBy>Eva</cp:lastModifiedBy></cp:coreProperties>"),
                    "okänd-xml", CORE),
    "time of making": (swap(CORE, "T00:00:00Z", "T04:81:51Z"), "trasig-arbetsbok", CORE),
    "company": (swap(APP, "</Properties>", "<Company>41</Company></Properties>"), "okänd-xml", APP),
    "program's name": (swap(APP, "Openpyxl 3.1.5", "Openpyxl 48151"), "kanarie", APP),
    "titles of parts": (swap(APP, "</Properties>", "<TitlesOfParts/></Properties>"), "okänd-xml", APP),
    "theme": (swap("xl/theme/theme1.xml", "Office Theme", "Office Theme 41"), "okänd-del", "xl/theme/theme1.xml"),
    "comment in XML": (swap(WORKBOOK, "<sheets>", "<!-- 41 --><sheets>"), "okänd-xml", WORKBOOK),
    "comment after all XML": (swap(WORKBOOK, "</workbook>", "</workbook><!-- 41 -->"), "okänd-xml", WORKBOOK),
    "comment among the cells": (swap(sheet(DATA), '<c r="G20"', '<!-- 41 --><c r="G20"'), "trasig-arbetsbok", "Data!G20"),
    "processing instruction": (swap(WORKBOOK, "<sheets>", "<?oj 41?><sheets>"), "okänd-xml", WORKBOOK),
    "text between elements": (swap(WORKBOOK, "<sheets>", "41<sheets>"), "okänd-xml", WORKBOOK),
    "unknown namespace": (swap(WORKBOOK, "<sheets>", '<sheets xmlns:u="urn:41">'), "okänd-xml", WORKBOOK),
    "attribute of an unknown namespace": (swap(WORKBOOK, "<sheets>", '<sheets xmlns:u="urn:x" u:n="41">'),
                                          "okänd-xml", WORKBOOK),
    "document type": (swap(WORKBOOK, "<workbook ", '<!DOCTYPE workbook [<!ENTITY n "41">]><workbook '),
                      "okänd-xml", WORKBOOK),
    # parts and relations
    **{
        f"part {name}": (part(name, relation=relation), "okänd-del", name)
        for name, relation in {
            "xl/comments/comment1.xml": "comments",
            "xl/threadedComments/threadedComment1.xml": "threadedComment",
            "xl/persons/person.xml": "person",
            "docProps/custom.xml": "custom-properties",
            "customXml/item1.xml": "customXml",
            "xl/printerSettings/printerSettings1.bin": "printerSettings",
            "docProps/thumbnail.jpeg": "thumbnail",
            "xl/media/image1.png": "image",
            "xl/externalLinks/externalLink1.xml": "externalLink",
            "xl/pivotCache/pivotCacheDefinition1.xml": "pivotCacheDefinition",
            "xl/calcChain.xml": "calcChain",
            "xl/connections.xml": "connections",
            "xl/vbaProject.bin": "vbaProject",
        }.items()
    },
    "sheet that no tab leads to": (part("xl/worksheets/sheet99.xml"), "okänd-del", "xl/_rels/workbook.xml.rels"),
    "target of a link": (swap("xl/worksheets/_rels/sheet4.xml.rels", "</Relationships>",
                              '<Relationship Id="r9" Type="http://x/hyperlink" Target="http://x/41" TargetMode="External"/>'
                              "</Relationships>"), "okänd-del", "xl/worksheets/_rels/sheet4.xml.rels"),
    "content type": (swap("[Content_Types].xml", "</Types>", '<Default Extension="bin" ContentType="a/41"/></Types>'),
                     "okänd-del", "[Content_Types].xml"),
    # the zip
    "comment of the zip": (raw(with_comment), OUTSIDE, BOOK),
    "extra field": (rezipped(extra_field), OUTSIDE, f"{BOOK}!{WORKBOOK}"),
    "bytes after the end": (raw(lambda data: data + KANARIE.encode()), OUTSIDE, BOOK),
    "bytes before all": (raw(lambda data: moved(data, 0, KANARIE.encode())), OUTSIDE, BOOK),
    "bytes between parts": (raw(lambda data: after_first(data, KANARIE.encode())), OUTSIDE, BOOK),
    "bytes behind packed data": (raw(behind_data), OUTSIDE, "[Content_Types].xml"),
    "part that is not listed": (raw(unlisted), OUTSIDE, BOOK),
    "part that is there twice": (rezipped(doubled), OUTSIDE, BOOK),
    # more decimals than are shown
    "decimals of a cell": (cell(DATA, "I19", "<v>1.0000000000000002</v>"), "för-många-decimaler", "Data!I19"),
    "decimals of a stored value": (cell(BERAKNING, "AX17", "<f>1</f><v>33.333333333333336</v>"),
                                   "för-många-decimaler", "Beräkning!AX17"),
    "decimals of a chart": (swap(CHART, CHART_NUMBERS, "<v>33.333333333333336</v>"), "för-många-decimaler", CHART),
    "digits that no float has": (cell(DATA, "I19", "<v>1.00000000000000000041</v>"), "för-många-decimaler", "Data!I19"),
    "power of ten": (cell(DATA, "I19", "<v>1E0</v>"), "för-många-decimaler", "Data!I19"),
    # what is derived from a hidden figure
    "number instead of X": (cell(DATA, HIDDEN, "<v>41</v>"), "röjer-undertryckt", f"Data!{HIDDEN}"),
    "word instead of X": (text_cell(DATA, HIDDEN, "X (41)"), "röjer-undertryckt", f"Data!{HIDDEN}"),
    "class beside X": (text_cell(DATA, HIDDEN_CLASS, "▲ högst"), "röjer-undertryckt", f"Data!{HIDDEN_CLASS}"),
    "change beside X": (cell(DATA, HIDDEN_CHANGE, "<v>9</v>"), "röjer-undertryckt", f"Data!{HIDDEN_CHANGE}"),
    "change in words beside X": (text_cell(DATA, HIDDEN_CHANGE, "oförändrat"), "röjer-undertryckt", f"Data!{HIDDEN_CHANGE}"),
    "look of X": (cell(DATA, HIDDEN, r"<is><t>X</t></is>", "inlineStr", "10"), "röjer-undertryckt", f"Data!{HIDDEN}"),
    "order of units without a value": (both(cell(BERAKNING, "AO7", "<v>1</v>"), cell(BERAKNING, "AO9", "<v>5</v>")),
                                       "röjer-undertryckt", "Beräkning!AO5"),
    "false zero in a chart": (swap(CHART, "<v>1900</v>", "<v>2022</v>"), "röjer-undertryckt", CHART),
    "number outside a chart's axis": (swap(CHART, "<yVal><numRef><f>'Beräkning'!$AX$11:$AZ$11</f><numCache>"
                                           '<formatCode>General</formatCode><ptCount val="3"/><pt idx="0"><v>0</v>',
                                           "<yVal><numRef><f>'Beräkning'!$AX$11:$AZ$11</f><numCache>"
                                           '<formatCode>General</formatCode><ptCount val="3"/><pt idx="0"><v>41</v>'),
                                      "dolt-innehåll", CHART),
    # the files beside
    "value in a hidden row": (in_csv(",2022,,,undertryckt,", ",2022,41,,undertryckt,"), "fel-i-resultat", "resultat.csv"),
    "class in a hidden row": (in_csv(",undertryckt,X,,", ",undertryckt,X,lag,"), "fel-i-resultat", "resultat.csv"),
    "count in a hidden row": (in_csv(",undertryckt,X,,,", ",undertryckt,X,,3,"), "fel-i-resultat", "resultat.csv"),
    "column of the CSV": (in_csv("uppdelning\n", "uppdelning,n\n"), "fel-i-resultat", "resultat.csv"),
    "blanks of the CSV": (in_csv(",undertryckt,X,,,\n", ",undertryckt,X,,, \n"), "fel-i-resultat", "resultat.csv"),
    "quotes of the CSV": (in_csv("0001,Ekby", '0001,"Ekby"'), "fel-i-resultat", "resultat.csv"),
    "decimals of the CSV": (in_csv(",langvariga,2022,25.0,", ",langvariga,2022,25.04,"), "fel-i-resultat", "resultat.csv"),
    "key of the JSON": (in_bygge(lambda one: one.update(n=41)), "fel-i-resultat", "bygge.json"),
    "value of the JSON": (in_bygge(lambda one: one.update(version="48 151")), "kanarie", "bygge.json"),
    "few people in the JSON": (in_bygge(lambda one: one.update({"månadsposter": [{"år": 2023, "personer": 3}]})),
                               "röjer-undertryckt", "bygge.json"),
    # people and machines
    "path of somebody": (swap(CORE, "Provutgåvan", "/home/eva/prov"), "personlig-uppgift", CORE),
    "path of Windows": (text_cell(START, "C3", r"C:\\Users\\eva"), "personlig-uppgift", sheet(START)),
    "link to a file": (swap(sheet(START), "location=\"'Resultat'!A1\"", 'location="file:///x"'),
                       "personlig-uppgift", sheet(START)),
    "e-mail": (text_cell(START, "C3", "eva@kommun.se"), "personlig-uppgift", sheet(START)),
    "personal number": (text_cell(START, "C3", "fall 121212-1212"), "personlig-uppgift", sheet(START)),
}  # fmt: skip

#: a fault that an office program would repair, or show another value for -> how, the code that is told, and where.
FAULTS: dict[str, tuple[Edit, str, str]] = {
    "not well-formed": (swap(WORKBOOK, "</sheets>", ""), "trasig-arbetsbok", WORKBOOK),
    "cells not well-formed": (swap(sheet(DATA), '<c r="G20"', '<c r="G20'), "trasig-arbetsbok", "Data"),
    "no styles": (lambda files: files.delar.pop(STYLES), "trasig-arbetsbok", STYLES),
    "no workbook": (lambda files: files.delar.pop(WORKBOOK), "trasig-arbetsbok", WORKBOOK),
    "no content types": (lambda files: files.delar.pop("[Content_Types].xml"), "trasig-arbetsbok", "[Content_Types]"),
    "no zip": (raw(lambda data: data[: len(data) // 2]), "trasig-arbetsbok", BOOK),
    "damaged bytes": (raw(lambda data: data[:5_000] + bytes(40) + data[5_040:]), "trasig-arbetsbok", BOOK),
    "cell twice": (swap(sheet(DATA), '<c r="G20"', '<c r="F20" s="1"/><c r="G20"'), "trasig-arbetsbok", "Data!G20"),
    "row twice": (swap(sheet(DATA), '<row r="21">', '<row r="20">'), "trasig-arbetsbok", "Data!A20"),
    "cell of another row": (swap(sheet(DATA), '<c r="G20"', '<c r="G21"'), "trasig-arbetsbok", "Data!G20"),
    "text that is not there": (cell(DATA, HIDDEN, "<v>9999</v>", "s"), "trasig-arbetsbok", f"Data!{HIDDEN}"),
    "style that is not there": (cell(DATA, HIDDEN, "<v>1</v>", "", "9999"), "trasig-arbetsbok", f"Data!{HIDDEN}"),
    "number that is none": (cell(DATA, HIDDEN, "<v>fyra</v>"), "trasig-arbetsbok", f"Data!{HIDDEN}"),
    "error value": (cell(DATA, HIDDEN, "<v>#N/A</v>", "e"), "trasig-arbetsbok", f"Data!{HIDDEN}"),
    "truth value": (cell(DATA, HIDDEN, "<v>1</v>", "b"), "trasig-arbetsbok", f"Data!{HIDDEN}"),
    "formula without a value": (cell(START, "C6", "<f>vald_enhet</f>"), "trasig-arbetsbok", "Start!C6"),
    "text longer than a cell's": (text_cell(START, "C3", "a" * 32_768), "trasig-arbetsbok", "Start!C3"),
    "dimension": (swap(sheet(START), 'ref="A1:C36"', 'ref="A1:C35"'), "trasig-arbetsbok", "Start"),
    "order around the cells": (swap(sheet(START), '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" '
                                    'header="0.5" footer="0.5"/><pageSetup orientation="portrait" paperSize="9" '
                                    'fitToHeight="0"/>', '<pageSetup/><pageMargins/>'), "trasig-arbetsbok", "Start"),
    "columns overlap": (swap(sheet(START), 'min="2" max="2"', 'min="2" max="3"'), "trasig-arbetsbok", "Start"),
    "rule with no look": (swap(sheet(LIKNANDE), 'dxfId="0"', 'dxfId="99"'), "trasig-arbetsbok", "Liknande kommuner"),
    "rules of one rank": (swap(sheet(LIKNANDE), 'priority="2"', 'priority="1"'), "trasig-arbetsbok", "Liknande kommuner"),
    "area that is none": (swap(sheet(LIKNANDE), 'sqref="C8:D10"', 'sqref="D10:C8"'), "trasig-arbetsbok", "Liknande"),
    "long help": (swap(sheet(START), 'promptTitle="', f'promptTitle="{"a" * 33}'), "trasig-arbetsbok", "Start"),
    "link to no sheet": (swap(sheet(START), "'Resultat'!A1", "'Resultatet'!A1"), "trasig-arbetsbok", "Start"),
    "link that says something else": (swap(sheet(START), 'display="Resultat"', 'display="41"'),
                                      "trasig-arbetsbok", "Start"),
    "name of a sheet too long": (swap(WORKBOOK, 'name="Om"', f'name="{"O" * 32}"'), "trasig-arbetsbok", WORKBOOK),
    "name of a sheet with a colon": (swap(WORKBOOK, 'name="Om"', 'name="Om:"'), "trasig-arbetsbok", WORKBOOK),
    "two sheets of one name": (swap(WORKBOOK, 'name="Om"', 'name="START"'), "trasig-arbetsbok", WORKBOOK),
    "two sheets of one number": (swap(WORKBOOK, 'sheetId="2"', 'sheetId="1"'), "trasig-arbetsbok", WORKBOOK),
    "sheet without a part": (swap(WORKBOOK, 'r:id="rId12"', 'r:id="rId99"'), "trasig-arbetsbok", WORKBOOK),
    "opens on a hidden sheet": (swap(WORKBOOK, 'activeTab="0"', 'activeTab="13"'), "trasig-arbetsbok", WORKBOOK),
    "name defined twice": (swap(WORKBOOK, 'name="valt_ar"', 'name="vald_enhet"'), "trasig-arbetsbok", WORKBOOK),
    "name of no sheet": (swap(WORKBOOK, "'Kommungrupper'!$A$2", "'Grupper'!$A$2"), "otillåten-formel", WORKBOOK),
    "name of a broken reference": (swap(WORKBOOK, "'Kommungrupper'!$A$2", "#REF!"), "otillåten-formel", WORKBOOK),
    "fonts that are not there": (swap(STYLES, 'fontId="3"', 'fontId="99"'), "trasig-arbetsbok", STYLES),
    "wrong count": (swap(STYLES, '<fonts count="', '<fonts count="1'), "trasig-arbetsbok", STYLES),
    "wrong count of texts": (swap(TEXTS, 'count="', 'count="1'), "trasig-arbetsbok", TEXTS),
    "title of a table's column": (swap(TABLE, 'name="Län"', 'name="Lan"'), "trasig-arbetsbok", "Alla kommuner"),
    "filter of a table": (swap(TABLE, '<autoFilter ref="A4:J9"', '<autoFilter ref="A4:J8"'),
                          "trasig-arbetsbok", "Alla kommuner"),
    "tables of one number": (swap(TABLE, 'id="1" name="Alla', 'id="2" name="Alla'), "trasig-arbetsbok", BOOK),
    "relation that is not there": (swap(sheet(JAMFOR), '<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument'
                                        '/2006/relationships" r:id="rId1"', '<drawing xmlns:r="http://schemas.openxmlformats'
                                        '.org/officeDocument/2006/relationships" r:id="rId7"'), "trasig-arbetsbok",
                                   sheet(JAMFOR)),
    "part that is not there": (lambda files: files.delar.pop(CHART), "trasig-arbetsbok", "drawing1.xml.rels"),
    "ids of relations": (swap("xl/_rels/workbook.xml.rels", 'Id="rId2"', 'Id="rId1"'),
                         "trasig-arbetsbok", "xl/_rels/workbook.xml.rels"),
    "chart of other cells": (swap(CHART, "$AX$17:$AZ$17", "$AX$21:$AZ$21"), "fel-lagrat-värde", CHART),
    "chart of a text": (swap(CHART, "$AX$17:$AZ$17", "$A$5:$C$5"), "fel-lagrat-värde", CHART),
    # formulas
    **{
        f"formula {formula}": (cell(START, "C6", f"<f>{formula}</f><v>a</v>", "str"), "otillåten-formel", "Start!C6")
        for formula in (
            "=1+1", "NOW()", "INDIRECT(\"A1\")", "OFFSET(A1,1,1)", "RAND()", "WEBSERVICE(\"http://x\")", "SUM(A1)",
            "HYPERLINK(\"http://x\")", "_xlfn.XLOOKUP(1,A1,A1)", "[1]Blad1!A1", "'[bok.xlsx]Blad'!A1", "Borta!A1",
            "borta", "cmd|'/c calc'!A1", "IF(1,2", "IF(1,2))", "XFE1", "A:A", "1:1", "{1;2}", "#REF!", "OM(1;2)",
            "IF(1,&quot;" + "a" * 256 + "&quot;)", "IF(" * 65 + "1" + ")" * 65,
        )
    },
    # against resultat.csv
    "another figure": (cell(DATA, "I19", "<v>2</v>"), "annat-än-resultat", "Data!I19"),
    "another answer": (text_cell(DATA, "E19", "Ja"), "annat-än-resultat", "Data!E19"),
    "another number of units": (cell(DATA, "E30", "<v>9</v>"), "annat-än-resultat", "Data!E30"),
    "another class": (text_cell(DATA, "J19", "▲ högst"), "annat-än-resultat", "Data!J19"),
    "another change": (cell(DATA, "G9", "<v>24</v>"), "annat-än-resultat", "Data!G9"),
    "another name": (text_cell(DATA, "A20", "Östan"), "annat-än-resultat", "Data!A20"),
    "another figure on the sheet to sort": (cell(ALLA, "G5", "<v>51</v>"), "annat-än-resultat", "Alla kommuner!G5"),
    "a number that is no small number": (cell(ALLA, "G8", "<v>50</v>"), "annat-än-resultat", "Alla kommuner!G8"),
    "a row that is not there": (in_csv("0001,Ekby,kommun,kronor_per_invanare,2022,5,,redovisas,,hog,,\n", ""),
                                "annat-än-resultat", "Data!I8"),
    "a figure more": (in_csv("\n", "\n9999,Nyby,kommun,rutin,2024,,Ja,svar,,,,\n"), "annat-än-resultat", "Data"),
    "a row twice": (in_csv("\n", "\n0001,Ekby,kommun,kronor_per_invanare,2022,5,,redovisas,,hog,,\n"),
                    "fel-i-resultat", "resultat.csv:3"),
    "no names of indicators": (in_bygge(lambda one: one.pop("indikatorer")), "annat-än-resultat", BOOK),
    "changed after the build": (both(swap(CORE, "Provutgåvan", "Prov"), lambda files: setattr(files, "signerad", False)),
                                "fel-i-resultat", "bygge.json"),
}  # fmt: skip


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
    ["48151", "48151.0", "48 151", "48\u00a0151", "48\u202f151", "48'151", "48,151", "48.151", "481,51", "481.51 %"]
    + ["4.8151E4", "4.8151e+04", "48.151", "4815100", "0xBC17", "0xbc17", "antalet 48151.", "NDgxNTE=", "eDQ4MTUx"]
    + ["3438313531", "&#52;&#56;&#49;&#53;&#49;", "48151/9", "n=48151;"],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(written: str, good: Files) -> None:
    assert (f"{BOOK}!{sheet(START)}", "kanarie") in found(good, text_cell(START, "C3", written), KANARIE)


@pytest.mark.parametrize("written", ["148151", "481512", "1.48151", "48151.5", "4815", "48152"])
def test_a_number_that_is_another_is_not_found(written: str, good: Files) -> None:
    assert found(good, text_cell(START, "C3", written), KANARIE) == []


@pytest.mark.parametrize(
    "raw_bytes",
    [struct.pack("<d", 48151.0), struct.pack(">d", 48151.0), "48151".encode("utf-16-le"), zlib.compress(b"")]
    + [struct.pack("<i", 148151)],
    ids=["little float", "big float", "UTF-16", "other bytes", "integer"],
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
def test_a_number_format_shows_the_number(code: str, allowed: bool) -> None:
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
    assert main(["audit", str(folder / BOOK), "--kanarie", KANARIE]) == 0
    assert "0 fel, 0 varningar." in capsys.readouterr().err
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
