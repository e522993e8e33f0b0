"""The words a person may type after oj-workbook, and Swedish for what argparse says of the others."""

import argparse
import re
import unicodedata
from collections.abc import Callable
from typing import NoReturn

from oj_workbook import PROGRAM

DONE, PROBLEMS, COULD_NOT_RUN, RUN_AGAIN = 0, 1, 2, 4

#: argparse speaks English only; these are the sentences a person can make it say.
SWEDISH = (
    (r"the following arguments are required: (.*)", r"det saknas något: \1"),
    (r"argument (.*?): invalid choice: '(.*?)' \(choose from (.*)\)", r"\1 kan inte vara ”\2”; välj bland \3"),
    (r"argument (.*?): expected one argument", r"\1 ska följas av ett värde"),
    (r"argument (.*?): invalid int value: '(.*?)'", r"\1 ska vara ett heltal, men är ”\2”"),
    (r"unrecognized arguments: (.*)", r"okänt: \1"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 kan betyda \2"),
)


class Parser(argparse.ArgumentParser):
    """A parser that says everything in Swedish."""

    def error(self, message: str) -> NoReturn:
        """Say what cannot be understood, and end."""
        for english, swedish in SWEDISH:
            message = re.sub(english, swedish, message)
        self.exit(COULD_NOT_RUN, f"oj-workbook: {message}\nSe ”oj-workbook --help”.\n")

    def format_help(self) -> str:
        """Return the help text."""
        text = super().format_help()
        for english, swedish in (("usage:", "användning:"), ("positional arguments:", "vad:"), ("options:", "val:")):
            text = text.replace(english, swedish)
        return text


def _word(typed: str) -> str:
    """Return a word as files have it: a Mac may take å for two letters."""
    return unicodedata.normalize("NFC", typed).strip()


def parser() -> Parser:
    """Return what understands a whole line."""
    whole = Parser(prog="oj-workbook", description="Bygger arbetsboken Öppna jämförelser.", add_help=False)
    whole.add_argument("-h", "--help", action="help", help="visa den här hjälpen")
    whole.add_argument("--version", action="version", version=PROGRAM, help="visa programmets version")
    commands = whole.add_subparsers(dest="command", required=True, metavar="KOMMANDO")

    def command(name: str, explained: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=explained, description=explained, add_help=False)
        one.add_argument("-h", "--help", action="help", help="visa den här hjälpen")
        one.add_argument("--projekt", default=".", metavar="MAPP", help="projektets mapp; annars den här")
        return one

    build = command("build", "bygg arbetsboken, resultat.csv och bygge.json")
    _edition(build)
    _asked(build)
    _problems(build)
    build.add_argument("-o", dest="out", default="build", metavar="MAPP", help="hit skrivs filerna; annars build")
    build.add_argument("--enhet", metavar="KOD", help="kommunkoden som filen öppnas med")

    check = command("check", "visa alla problem i definitioner, mallar och leveranser; bygg ingenting")
    _edition(check)
    _asked(check)
    check.add_argument("--alla", action="store_true", help="alla utgåvor under data/, inte bara en")
    _problems(check)

    explain = command("explain", "visa hur en uppgift blev till, eller vad en felkod betyder")
    explain.add_argument("what", type=_word, metavar="INDIKATOR|KOD", help="indikatorns id, eller en felkod")
    explain.add_argument("enhet", type=_word, nargs="*", metavar="ENHET", help="enhetens namn eller kod, eller nivåns")
    explain.add_argument("--år", dest="ar", type=int, metavar="ÅR", help="året; annars det senaste med uppgifter")
    explain.add_argument("--internt", action="store_true", help="visa också det som är undertryckt")
    _edition(explain, "--edition")
    _asked(explain)

    preview = command("preview", "visa vad ändringarna i sidor och leveranser gör med resultaten")
    preview.add_argument("--mot", default="HEAD", metavar="REVISION", help="jämför med den; annars den senast sparade")
    preview.add_argument("--format", choices=("text", "json", "html"), default="text", help="svarets form")
    preview.add_argument("-o", dest="out", metavar="FIL", help="skriv svaret i en fil")
    _edition(preview)
    _asked(preview)

    new = command("new", "börja på en ny indikator: en sida att fylla i")
    new.add_argument("id", type=_word, metavar="INDIKATOR", help="den nya indikatorns id: a–z, 0–9 och _")
    new.add_argument(
        "--slag", type=_word, default="ja_nej", metavar="SLAG", help="ja_nej, klass, andel, kvot eller belopp"
    )
    new.add_argument("--område", dest="omrade", metavar="MAPP", help="mappen i indicators/; annars utgåvans")
    new.add_argument("--mapp", metavar="MAPP", help="undermappen i området")
    _edition(new, "--edition")

    schema = command("schema", "skriv ut JSON-schemat för ett slags fil, till hjälp i en redigerare")
    schema.add_argument(
        "slag",
        type=_word,
        nargs="?",
        default="sida",
        metavar="SLAG",
        help="sida, område, utgåva, källor, rättelser, ändringar",
    )

    audit = command("audit", "granska en färdig arbetsbok: vad den röjer, och vad som är fel i den")
    audit.add_argument("fil", metavar="FIL", help="arbetsboken; resultat.csv och bygge.json ska ligga bredvid")
    audit.add_argument(
        "--kanarie", action="append", default=[], metavar="TAL", help="ett tal som ingenstans får finnas; flera går bra"
    )
    _problems(audit)

    _documents(command)
    _publishing(command)
    return whole


def _documents(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Let the documents that a published edition has beside the workbook be written."""
    catalogue = command("catalogue", "skriv en katalog över indikatorerna, som Markdown eller HTML")
    catalogue.add_argument("--format", choices=("md", "html"), default="md", help="katalogens form")
    catalogue.add_argument("-o", dest="out", metavar="FIL", help="skriv katalogen i en fil")
    _edition(catalogue)

    method = command("method", "skriv metodbeskrivningen, som HTML eller PDF")
    method.add_argument("-o", dest="out", metavar="FIL", help="skriv den i en fil, .html eller .pdf; annars HTML här")
    _edition(method)
    _asked(method)


def _publishing(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Let an edition be published, and what is published be compared and made again."""
    diff = command("diff", "visa vad som skiljer två byggen, och varför")
    for name, what in (("gammalt", "det äldre byggets mapp"), ("nytt", "det nyare byggets mapp")):
        diff.add_argument(name, metavar=name.upper(), help=f"{what}, eller en fil i den")
    diff.add_argument("--format", choices=("text", "json", "html"), default="text", help="svarets form")
    diff.add_argument("-o", dest="out", metavar="FIL", help="skriv svaret i en fil")

    release = command("release", "ge ut: arbetsboken och allt som hör till, gjort två gånger och jämfört")
    _edition(release)
    _asked(release)
    _problems(release)
    release.add_argument("-o", dest="out", default="release", metavar="MAPP", help="hit skrivs allt; annars release")

    verify = command("verify", "gör om en utgiven fil, och säg om den är vad den säger sig vara")
    verify.add_argument("fil", metavar="FIL", help="den utgivna filen; bygge.json ska ligga bredvid")
    verify.add_argument("--poster", metavar="MAPP", help="månadsposternas mapp; annars utgåvans")


def _edition(command: argparse.ArgumentParser, option: str = "edition") -> None:
    """Let a command be about an edition."""
    text = "en mapp under data/; annars den förvalda"
    if option.startswith("-"):
        command.add_argument(option, dest="edition", type=_word, metavar="UTGÅVA", help=text)
    else:
        command.add_argument(option, type=_word, nargs="?", metavar="UTGÅVA", help=text)


def _asked(command: argparse.ArgumentParser) -> None:
    """Let a command be about one of an edition's issues, and monthly records that lie elsewhere."""
    command.add_argument("--utgivning", metavar="NUMMER", help="en tidigare utgivning, som 2024.1; annars den sista")
    command.add_argument("--poster", metavar="MAPP", help="månadsposternas mapp; annars utgåvans")


def _problems(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json", "github"), default="text", help="problemens form")
    command.add_argument("--bara-fel", action="store_true", help="räkna varningarna utan att visa dem")
