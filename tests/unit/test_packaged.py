from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from service import packaged as module
from service.packaged import packaged


def test_files_are_found_in_the_package_and_may_be_missing():
    assert packaged("core", "line_weights.json").read_bytes().startswith(b"{")
    assert not packaged("core", "nothing.json").is_file()


def test_files_are_found_in_an_archive_too(tmp_path):
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("service/__init__.py", "")
        file.writestr("service/packaged.py", Path(module.__file__).read_text(encoding="utf-8"))
        file.writestr("service/core/ours.json", "[1]")
    code = "from service.packaged import packaged; print(packaged('core', 'ours.json').read_text())"
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(archive)},
        cwd=tmp_path,
        check=False,
    )
    assert (found.stdout, found.stderr) == ("[1]\n", "")
