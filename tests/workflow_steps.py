"""A workflow's job -> its run: steps as one bash script, so that what GitHub runs can be run anywhere.

In a clean clone: ``.venv/bin/python tests/workflow_steps.py bygg.yml bygg inputs.utgava=2024-riket | bash``.
What an action does (fetching the project, Python) is said in a comment; the clone and its python3 stand in for it.
"""

import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

WORKFLOWS = Path(__file__).parent.parent / ".github" / "workflows"
#: A name in an expression.  Whatever else an expression may say has to be answered by who runs the steps.
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def read_workflow(file: Path) -> dict[str, Any]:
    """Return a workflow with every scalar a text: YAML would take its key on for true."""
    text = file.read_text(encoding="utf-8")
    workflow: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    return workflow


def script(workflow: Mapping[str, Any], job: str, given: Mapping[str, str]) -> str:
    """Return the run: steps of a job, with what its expressions are worth."""
    inputs = workflow["on"].get("workflow_call", {}).get("inputs", {})
    known = {f"inputs.{name}": one["default"] for name, one in inputs.items() if "default" in one} | dict(given)
    lines = ["set -eo pipefail"]  # as GitHub's shell: bash
    for step in workflow["jobs"][job]["steps"]:
        if "if" in step:
            raise SystemExit(f"{job}, {step['name']}: steps with a condition are not run here")
        lines.append(f"# {step['name']}")
        if "uses" in step:
            lines.append(f"#   {step['uses']}: the clone stands in for it")
            continue
        lines += ["(", *_exports({**workflow.get("env", {}), **step.get("env", {})}, known), step["run"].rstrip(), ")"]
    return "\n".join(lines) + "\n"


def _exports(env: Mapping[str, str], known: Mapping[str, str]) -> list[str]:
    return [f"export {name}={shlex.quote(_worth(text, known))}" for name, text in env.items()]


def _worth(text: str, known: Mapping[str, str]) -> str:
    """Return a text with its expressions answered."""
    for expression in EXPRESSION.findall(text):
        if expression not in known:
            raise SystemExit(f"say what {expression} is worth: {expression}=VALUE")
    return EXPRESSION.sub(lambda found: known[found[1]], text)


if __name__ == "__main__":
    name, chosen, *words = sys.argv[1:]
    values = dict(word.split("=", 1) for word in words)
    sys.stdout.write(script(read_workflow(WORKFLOWS / name), chosen, values))
