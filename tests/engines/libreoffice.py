"""Recalculate a workbook in LibreOffice for many choices and print every formula's value, a JSON line per choice.

Run by the system's Python, which has the UNO bridge, not by the project's:  libreoffice.py FILE < choices.json
A choice is a dict of defined names and the texts to write there.  The first line printed says where the formulas are:
for every sheet its blocks of them, as first row, first column, rows, columns, from 1.  An error value is null.
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PIPE = "oj-workbook-test"
FORMULA = 16
PATIENCE = 400


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


def formulas(sheet):
    """Return the blocks of formulas on a sheet."""
    found = sheet.queryContentCells(FORMULA)
    return [found.getByIndex(number) for number in range(found.Count)]


def place(block):
    """Return where a block is: its first row and column, its rows and columns."""
    at = block.RangeAddress
    return [at.StartRow + 1, at.StartColumn + 1, at.EndRow - at.StartRow + 1, at.EndColumn - at.StartColumn + 1]


def say(answer):
    """Print one line."""
    sys.stdout.write(json.dumps(answer) + "\n")


def answer(document, choices):
    """Write each choice into the pickers, recalculate everything, and print what all formulas show."""
    sheets = [document.Sheets.getByIndex(number) for number in range(document.Sheets.Count)]
    blocks = {sheet.Name: found for sheet in sheets if (found := formulas(sheet))}
    say({name: [place(block) for block in found] for name, found in blocks.items()})
    document.enableAutomaticCalculation(False)
    names = document.NamedRanges
    for choice in choices:
        for name, text in choice.items():
            names.getByName(name).getReferredCells().getCellByPosition(0, 0).setString(text)
        document.calculateAll()
        say({name: [block.getDataArray() for block in found] for name, found in blocks.items()})


def main():
    """Open the workbook, answer for every choice, and close."""
    choices = json.load(sys.stdin)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process, desktop = connect(profile)
        signal.signal(signal.SIGALRM, lambda *_: process.kill())
        signal.alarm(PATIENCE)
        hidden = PropertyValue()
        hidden.Name, hidden.Value = "Hidden", True
        address = uno.systemPathToFileUrl(str(Path(sys.argv[1]).resolve()))
        document = desktop.loadComponentFromURL(address, "_blank", 0, (hidden,))
        answer(document, choices)
        document.close(True)
        desktop.terminate()
        process.wait(30)


main()
