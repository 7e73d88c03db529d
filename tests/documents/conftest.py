"""Real programs that open what was made."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

LONGEST_SECONDS = 120  # only a guard against waiting for ever

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Converts a file to another format with LibreOffice, as `office(path, "pdf")`; its path.

    Where LibreOffice is missing the test is left out with a word; with CI=true it fails.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    # A profile of its own: two at once would lock each other out.
    profile = tmp_path_factory.mktemp("office")

    def convert(path: Path, form: str) -> Path:
        done = subprocess.run(
            [
                *(program, f"-env:UserInstallation={profile.as_uri()}", "--headless"),
                *("--convert-to", form, "--outdir", str(path.parent), str(path)),
            ],
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=True,
        )
        made = path.with_suffix("." + form.partition(":")[0])
        assert made.exists(), done.stdout + done.stderr
        return made

    return convert
