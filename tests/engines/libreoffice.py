"""Recalculate a workbook in LibreOffice for many choices and print every sheet's cells as JSON.

Run by the system's Python, which has the UNO bridge, not by the project's:  libreoffice.py FILE < choices.json
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PIPE = "oj-workbook-test"


def connect(profile):
    """Start LibreOffice with a profile of its own and return the process and its desktop."""
    process = subprocess.Popen(  # noqa: S603 - a fixed program
        ["/usr/bin/soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo",
         "--nodefault", f"--accept=pipe,name={PIPE}{Path(profile).name};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            remote = resolver.resolve(f"uno:pipe,name={PIPE}{Path(profile).name};urp;StarOffice.ComponentContext")
            return process, remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except NoConnectException:
            time.sleep(0.1)
    process.kill()
    raise SystemExit("LibreOffice did not start")


def cells(sheet):
    """Return all cells of a sheet, row by row: numbers and texts."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return [list(row) for row in sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getDataArray()]


def faults(sheet):
    """Return the addresses of formulas that end in an error value."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    found = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).queryFormulaCells(4)
    return [found.getByIndex(number).AbsoluteName for number in range(found.Count)]


def main():
    """Write each choice into the picker, recalculate everything, and read every sheet."""
    choices = json.load(sys.stdin)
    answer = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process, desktop = connect(profile)
        hidden = PropertyValue()
        hidden.Name, hidden.Value = "Hidden", True
        address = uno.systemPathToFileUrl(str(Path(sys.argv[1]).resolve()))
        document = desktop.loadComponentFromURL(address, "_blank", 0, (hidden,))
        sheets = [document.Sheets.getByIndex(number) for number in range(document.Sheets.Count)]
        picker = document.NamedRanges.getByName("vald_enhet").getReferredCells().getCellByPosition(0, 0)
        for choice in choices:
            picker.setString(choice)
            document.calculateAll()
            answer[choice] = {sheet.Name: {"cells": cells(sheet), "faults": faults(sheet)} for sheet in sheets}
        document.close(True)
        desktop.terminate()
        process.wait(30)
    json.dump(answer, sys.stdout)


main()
