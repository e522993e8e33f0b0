"""Choose one unit after another in a workbook that is open in LibreOffice, and print the milliseconds of each.

Run by the system's Python, which has the UNO bridge:  picks.py FILE < names.json
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ROUNDS = 3
ATTEMPTS, PAUSE = 300, 0.1


def connect(profile: Path) -> tuple[subprocess.Popen[bytes], Any]:
    """Start LibreOffice with a profile of its own and return the process and its desktop."""
    pipe = f"pipe,name=oj-workbook-bench-{profile.name};urp"
    process = subprocess.Popen(  # noqa: S603 - a fixed program
        [
            "/usr/bin/soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault"),
            f"--accept={pipe};",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(ATTEMPTS):
        try:
            remote = resolver.resolve(f"uno:{pipe};StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(PAUSE)
        else:
            return process, remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
    process.kill()
    raise SystemExit("LibreOffice did not start")


def milliseconds(document: Any, names: list[str]) -> list[float]:
    """Write each name into the picker, and wait until every cell that it changes has been counted: best of some."""
    picker = document.NamedRanges.getByName("vald_enhet").getReferredCells().getCellByPosition(0, 0)
    document.calculateAll()
    taken: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            began = time.perf_counter()
            picker.setString(name)
            document.calculate()
            taken[name].append(1000 * (time.perf_counter() - began))
    return [min(found) for found in taken.values()]


def main() -> None:
    """Open the file, choose, and tell."""
    names = json.load(sys.stdin)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process, desktop = connect(Path(profile))
        hidden = PropertyValue()
        hidden.Name, hidden.Value = "Hidden", True
        document = desktop.loadComponentFromURL(Path(sys.argv[1]).resolve().as_uri(), "_blank", 0, (hidden,))
        json.dump(milliseconds(document, names), sys.stdout)
        document.close(True)  # noqa: FBT003 - the office program's interface
        desktop.terminate()
        process.wait(30)


if __name__ == "__main__":
    main()
