"""Every channel through which something secret could leave: a leak of each kind, what is told of it, and where."""

import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from planted import (
    ANNAT,
    APP,
    BERAKNING,
    BOOK,
    CHART,
    CHART_NUMBERS,
    CORE,
    DATA,
    DECIMALER,
    DOLT,
    DRAWING,
    FORMEL,
    HIDDEN,
    HIDDEN_CHANGE,
    HIDDEN_CLASS,
    KANARIE,
    LIKNANDE,
    OUTSIDE,
    PERSON,
    RESULTAT,
    RESULTATET,
    ROJER,
    START,
    STYLES,
    TABLE,
    TEXTS,
    TRASIG,
    WORKBOOK,
    XML,
    Edit,
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
    "number in an order": (cell(BERAKNING, "AM5", "<v>48151</v>"), ANNAT, "Beräkning!AM5"),
    "sheet that cannot be shown": (swap(WORKBOOK, '"hidden"', '"veryHidden"'), DOLT, "Beräkning"),
    "another hidden sheet": (swap(WORKBOOK, 'sheetId="12" state="visible"', 'sheetId="12" state="hidden"'),
                             DOLT, "Ändringar"),
    "row without height": (swap(sheet(START), 'ht="31"', 'ht="0"'), DOLT, "Start!A3"),
    "hidden row": (swap(sheet(DATA), '<row r="20">', '<row r="20" hidden="1">'), XML, "Data!A20"),
    "column without width": (swap(sheet(START), 'width="38"', 'width="0.1"'), DOLT, "Start"),
    "hidden column": (swap(sheet(START), '<col width="38"', '<col hidden="1" width="38"'), XML, sheet(START)),
    "value stored with a formula": (swap(sheet(RESULTAT), "<v>Resultat: Ekby</v>", "<v>48 151</v>"),
                                    "kanarie", sheet(RESULTAT)),
    "attribute of a cell": (swap(sheet(DATA), '<c r="G20"', '<c vm="48151" r="G20"'), XML, "Data!G20"),
    "phonetic text": (swap(sheet(START), "<is><t>Om filen</t>", '<is><t>Om filen</t><rPh sb="0" eb="1"><t>4</t></rPh>'),
                      XML, "Start!B3"),
    "formatted text": (swap(TEXTS, "<si><t>Ekby</t></si>", "<si><r><t>Ekby</t></r></si>"), XML, TEXTS),
    "text that no cell uses": (swap(TEXTS, "</sst>", "<si><t>41 av 99</t></si></sst>"), DOLT, TEXTS),
    "list to choose from": (swap(sheet(START), "<formula1>enheter<", '<formula1>"41,99"<'), FORMEL, "Start"),
    "list of numbers": (swap(sheet(START), 'type="list"', 'type="whole"'), FORMEL, "Start"),
    "number in a rule": (swap(sheet(LIKNANDE), '$B8&lt;&gt;""', "$B8&lt;&gt;41"), FORMEL, "Liknande kommuner"),
    "rule that is always true": (swap(sheet(LIKNANDE), '$B8&lt;&gt;""', "TRUE"), FORMEL, "Liknande kommuner"),
    "number in a formula": (swap(sheet(RESULTAT), "<f>IF(", "<f>41.3+IF("), FORMEL, "Resultat!A1"),
    "extension of a sheet": (swap(sheet(DATA), "</worksheet>", "<extLst><ext/></extLst></worksheet>"),
                             XML, sheet(DATA)),
    "word of a link": (swap(sheet(START), '<hyperlink ref="B25"', '<hyperlink tooltip="48151" ref="B25"'),
                       "kanarie", sheet(START)),
    "header": (swap(sheet(DATA), "<oddHeader>", "<oddHeader>&amp;C48151"), "kanarie", sheet(DATA)),
    "footer": (swap(sheet(DATA), "<oddFooter>", "<oddFooter>&amp;C48 151"), "kanarie", sheet(DATA)),
    "header of the first page": (swap(sheet(DATA), "<firstHeader>", "<firstHeader>4"), XML, sheet(DATA)),
    "help text": (swap(sheet(START), 'prompt="', 'prompt="48151 '), "kanarie", sheet(START)),
    # in the rest of the workbook
    "stored number of a chart": (swap(CHART, CHART_NUMBERS, "<v>41</v>"), "fel-lagrat-värde", CHART),
    "stored text of a chart": (swap(CHART, "<tx><v>Vald enhet</v></tx>", "<tx><strRef><strCache/></strRef></tx>"),
                               XML, CHART),
    "alternative text": (swap(DRAWING, 'descr="', 'descr="48151 '), "kanarie", DRAWING),
    "title of an alternative text": (swap(DRAWING, 'descr="', 'title="41" descr="'), XML, DRAWING),
    "defined name": (swap(WORKBOOK, "</definedNames>", '<definedName name="hemlig">41</definedName></definedNames>'),
                     FORMEL, WORKBOOK),
    "constant under a known name": (swap(WORKBOOK, ">'Kommungrupper'!$A$2<", ">48151<"), FORMEL, WORKBOOK),
    "name of a sheet": (swap(WORKBOOK, 'name="Om"', 'name="Om 48151"'), "kanarie", WORKBOOK),
    "number format with a number": (swap(STYLES, "0&quot; %&quot;;", "0&quot; 41&quot;;"), DOLT, STYLES),
    "X by number format": (swap(STYLES, 'formatCode="#,##0;&quot;−&quot;#,##0"', 'formatCode="&quot;X&quot;"'),
                           DOLT, STYLES),
    "nothing by number format": (swap(STYLES, 'formatCode="#,##0;&quot;−&quot;#,##0"', 'formatCode=";;;"'),
                                 DOLT, STYLES),
    "condition in a number format": (swap(STYLES, "General;&quot;−&quot;General", "[=41]&quot;X&quot;;General"),
                                     DOLT, STYLES),
    "share by number format": (swap(STYLES, 'formatCode="#,##0;&quot;−&quot;#,##0"', 'formatCode="0.0%"'),
                               DOLT, STYLES),
    "built-in percent": (swap(STYLES, '<xf numFmtId="164"', '<xf numFmtId="10"'), DOLT, STYLES),
    "white text": (swap(STYLES, '<font><name val="Arial"/><color rgb="00222222"/>',
                        '<font><name val="Arial"/><color rgb="00FEFEFE"/>'), DOLT, STYLES),
    "tiny text": (swap(STYLES, '<color rgb="00222222"/><sz val="10"/>', '<color rgb="00222222"/><sz val="1"/>'),
                  DOLT, STYLES),
    "white text by a rule": (swap(STYLES, '"00222222"/></font><fill>', '"00C9E4C0"/></font><fill>'), DOLT, STYLES),
    "number format by a rule": (swap(STYLES, "<dxf>", '<dxf><numFmt numFmtId="199" formatCode="&quot;X&quot;"/>'),
                                DOLT, STYLES),
    "name of a style": (swap(STYLES, 'name="oj titel"', 'name="oj 48151"'), "kanarie", STYLES),
    "name of a table's column": (swap(TABLE, 'name="Län"', 'name="48151"'), "kanarie", TABLE),
    "sum of a table": (swap(TABLE, 'name="Län"', 'name="Län" totalsRowLabel="41"'), XML, TABLE),
    "author": (swap(CORE, "oj-workbook", "48151"), "kanarie", CORE),
    "last author": (swap(CORE, "<dc:title", "<cp:lastModifiedBy>Eva</cp:lastModifiedBy><dc:title"), XML, CORE),
    "time of making": (swap(CORE, "T00:00:00Z", "T04:81:51Z"), TRASIG, CORE),
    "company": (swap(APP, "</Properties>", "<Company>41</Company></Properties>"), XML, APP),
    "program's name": (swap(APP, "Openpyxl 3.1.5", "Openpyxl 48151"), "kanarie", APP),
    "titles of parts": (swap(APP, "</Properties>", "<TitlesOfParts/></Properties>"), XML, APP),
    "theme": (swap("xl/theme/theme1.xml", "Office Theme", "Office Theme 41"), "okänd-del", "xl/theme/theme1.xml"),
    "comment in XML": (swap(WORKBOOK, "<sheets>", "<!-- 41 --><sheets>"), XML, WORKBOOK),
    "comment after all XML": (swap(WORKBOOK, "</workbook>", "</workbook><!-- 41 -->"), XML, WORKBOOK),
    "comment among the cells": (swap(sheet(DATA), '<c r="G20"', '<!-- 41 --><c r="G20"'), TRASIG, "Data!G20"),
    "processing instruction": (swap(WORKBOOK, "<sheets>", "<?oj 41?><sheets>"), XML, WORKBOOK),
    "text between elements": (swap(WORKBOOK, "<sheets>", "41<sheets>"), XML, WORKBOOK),
    "unknown namespace": (swap(WORKBOOK, "<sheets>", '<sheets xmlns:u="urn:41">'), XML, WORKBOOK),
    "attribute of an unknown namespace": (swap(WORKBOOK, "<sheets>", '<sheets xmlns:u="urn:x" u:n="41">'),
                                          XML, WORKBOOK),
    "document type": (swap(WORKBOOK, "<workbook ", '<!DOCTYPE workbook [<!ENTITY n "41">]><workbook '),
                      XML, WORKBOOK),
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
                              '<Relationship Id="r9" Type="http://x/hyperlink" Target="//x/41" TargetMode="External"/>'
                              "</Relationships>"), "okänd-del", "xl/worksheets/_rels/sheet4.xml.rels"),
    "relation that leads out": (swap("xl/drawings/_rels/drawing1.xml.rels", "Id=", 'TargetMode="External" Id='),
                                "okänd-del", "xl/drawings/_rels/drawing1.xml.rels"),
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
    "decimals of a cell": (cell(DATA, "I19", "<v>1.0000000000000002</v>"), DECIMALER, "Data!I19"),
    "decimals of a stored value": (cell(BERAKNING, "AX17", "<f>1</f><v>33.333333333333336</v>"),
                                   DECIMALER, "Beräkning!AX17"),
    "decimals of a chart": (swap(CHART, CHART_NUMBERS, "<v>33.333333333333336</v>"), DECIMALER, CHART),
    "digits that no float has": (cell(DATA, "I19", "<v>1.00000000000000000041</v>"), DECIMALER, "Data!I19"),
    "power of ten": (cell(DATA, "I19", "<v>1E0</v>"), DECIMALER, "Data!I19"),
    # what is derived from a hidden figure
    "number instead of X": (cell(DATA, HIDDEN, "<v>41</v>"), ROJER, f"Data!{HIDDEN}"),
    "word instead of X": (text_cell(DATA, HIDDEN, "X (41)"), ROJER, f"Data!{HIDDEN}"),
    "class beside X": (text_cell(DATA, HIDDEN_CLASS, "▲ högst"), ROJER, f"Data!{HIDDEN_CLASS}"),
    "change beside X": (cell(DATA, HIDDEN_CHANGE, "<v>9</v>"), ROJER, f"Data!{HIDDEN_CHANGE}"),
    "change in words beside X": (text_cell(DATA, HIDDEN_CHANGE, "oförändrat"), ROJER, f"Data!{HIDDEN_CHANGE}"),
    "look of X": (cell(DATA, HIDDEN, r"<is><t>X</t></is>", "inlineStr", "10"), ROJER, f"Data!{HIDDEN}"),
    "order of units without a value": (both(cell(BERAKNING, "AO7", "<v>1</v>"), cell(BERAKNING, "AO9", "<v>5</v>")),
                                       ROJER, "Beräkning!AO5"),
    "false zero in a chart": (swap(CHART, "<v>1900</v>", "<v>2022</v>"), ROJER, CHART),
    "number outside a chart's axis": (swap(CHART, "<yVal><numRef><f>'Beräkning'!$AX$11:$AZ$11</f><numCache>"
                                           '<formatCode>General</formatCode><ptCount val="3"/><pt idx="0"><v>0</v>',
                                           "<yVal><numRef><f>'Beräkning'!$AX$11:$AZ$11</f><numCache>"
                                           '<formatCode>General</formatCode><ptCount val="3"/><pt idx="0"><v>41</v>'),
                                      DOLT, CHART),
    # the files beside
    "value in a hidden row": (in_csv(",2022,,,undertryckt,", ",2022,41.0,,undertryckt,"), RESULTATET, "resultat.csv"),
    "class in a hidden row": (in_csv(",undertryckt,X,,", ",undertryckt,X,lag,"), RESULTATET, "resultat.csv"),
    "count in a hidden row": (in_csv(",undertryckt,X,,,", ",undertryckt,X,,3,"), RESULTATET, "resultat.csv"),
    "column of the CSV": (in_csv("uppdelning\n", "uppdelning,n\n"), RESULTATET, "resultat.csv"),
    "blanks of the CSV": (in_csv(",undertryckt,X,,,\n", ",undertryckt,X,,, \n"), RESULTATET, "resultat.csv"),
    "quotes of the CSV": (in_csv("0001,Ekby", '0001,"Ekby"'), RESULTATET, "resultat.csv"),
    "decimals of the CSV": (in_csv(",langvariga,2022,25.0,", ",langvariga,2022,25.04,"), RESULTATET, "resultat.csv"),
    "key of the JSON": (in_bygge(lambda one: one.update(n=41)), RESULTATET, "bygge.json"),
    "value of the JSON": (in_bygge(lambda one: one.update(version="48 151")), "kanarie", "bygge.json"),
    "few people in the JSON": (in_bygge(lambda one: one.update({"månadsposter": [{"år": 2023, "personer": 3}]})),
                               ROJER, "bygge.json"),
    # people and machines
    "path of somebody": (swap(CORE, "Provutgåvan", "/home/eva/prov"), PERSON, CORE),
    "path of Windows": (text_cell(START, "C3", r"C:\\Users\\eva"), PERSON, sheet(START)),
    "link to a file": (swap(sheet(START), "location=\"'Resultat'!A1\"", 'location="file:///x"'),
                       PERSON, sheet(START)),
    "e-mail": (text_cell(START, "C3", "eva@kommun.se"), PERSON, sheet(START)),
    "personal number": (text_cell(START, "C3", "fall 121212-1212"), PERSON, sheet(START)),
}  # fmt: skip
