"""docs/gjennomgang.md is true: its commands are run in order on a copy of the workshop."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from graph.cli.app import main
from tests.conftest import ROOT, WORKSHOP

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "gjennomgang.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n([\s\S]*?)```", PAGE) for line in block.splitlines()]
ACTS = set(re.findall(r"`([a-z]+)`", PAGE.split("| handling |")[1].split("\n\n")[0])) | {"text"}


@pytest.mark.integration
def test_every_command_on_the_page_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "verksted-2021" / "source.txt"
    source.parent.mkdir()
    shutil.copy(WORKSHOP, source)
    shutil.copy(WORKSHOP, tmp_path / "gammelt-navn.txt")
    conflicts: list[str] = []

    def run(command: str) -> str:
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        assert end.value.code == 0, (command, printed.err)
        return printed.out

    for command in COMMANDS:
        if command.startswith("innspill serve"):
            continue  # it runs until it is stopped; the tests of the review page start it
        if "AVGJORELSE" in command and not conflicts:
            run('innspill review decide verksted-2021/source.txt 71 confirm --who "A"')
            run('innspill review decide verksted-2021/source.txt 71 force may --who "B"')
            run('innspill review decide verksted-2021/source.txt 71 answer done --who "C"')
            source.write_text(
                WORKSHOP.read_text("utf-8").replace("Mer en STEM-fagene", "Mer enn STEM-fagene"), "utf-8"
            )
            conflicts = re.findall(
                r"^([0-9a-f]{16})  ", run("innspill review status verksted-2021/source.txt"), re.MULTILINE
            )
            assert len(conflicts) == 3
        for name in re.findall(r"\w+\.xlsx", command):
            if not (tmp_path / name).exists():
                run(f"innspill review export verksted-2021/source.txt {name}")
        if "--from gammelt-navn" in command:
            run("innspill review decide gammelt-navn.txt 71 confirm")
            (tmp_path / "gammelt-navn.txt").rename(tmp_path / "nytt-navn.txt")
        run(command.replace("AVGJORELSE", conflicts.pop(0) if "AVGJORELSE" in command else ""))
    assert (tmp_path / "mitt-vokabular" / "actors.ttl").exists()


def test_the_table_names_every_act() -> None:
    from graph.review import Act

    assert {act.value for act in Act} <= ACTS
