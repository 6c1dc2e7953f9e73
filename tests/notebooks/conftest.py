"""A real JupyterLab of its own, and a real browser that looks at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from rehabstats.cli.lab import _QUIET

_TOKEN = "tests"
_WAIT_S = 60
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


@dataclass
class Lab:
    """A JupyterLab that serves one folder."""

    folder: Path
    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def address(self, notebook: str) -> str:
        return f"{self.origin}/doc/tree/{notebook}?token={_TOKEN}"


@dataclass
class Visit:
    """A page, and what its browser asked for and complained about."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def jupyterlab(browser, tmp_path_factory) -> Iterator[Lab]:
    """JupyterLab on a free port, with settings that are neither the user's nor kept."""
    home = tmp_path_factory.mktemp("home")
    folder = tmp_path_factory.mktemp("notebooks")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        lab = Lab(folder, free.getsockname()[1])
    own = (
        "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
    )  # fmt: skip
    _answer_no_to_news(home / "JUPYTERLAB_SETTINGS_DIR")
    # Kernels listen at files in this folder, whose names may have about 100 letters.
    runtime = tempfile.TemporaryDirectory(prefix="lab-")
    environment = {**os.environ, "HOME": str(home)} | {name: str(home / name) for name in own}
    environment["JUPYTER_RUNTIME_DIR"] = runtime.name
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", *_QUIET,
        f"--ServerApp.root_dir={folder}", f"--ServerApp.port={lab.port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={_TOKEN}",
        "--KernelManager.transport=ipc",
    ]  # fmt: skip
    said = home / "server.log"
    with said.open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=home)
    try:
        _wait_for(lab, server, said)
        yield lab
    finally:
        server.terminate()
        server.wait(20)
        runtime.cleanup()


def _answer_no_to_news(settings: Path) -> None:
    """JupyterLab asks in a box over the page, even where news have no address."""
    file = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    file.parent.mkdir(parents=True)
    file.write_text('{"fetchNews": "false", "checkForUpdates": false}')


def _wait_for(lab: Lab, server: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + _WAIT_S
    while time.monotonic() < end:
        assert server.poll() is None, said.read_text()
        try:
            with urllib.request.urlopen(f"{lab.origin}/api?token={_TOKEN}", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(said.read_text())


@pytest.fixture
def visit(browser) -> Iterator[Visit]:
    """A page of a browser that has never been anywhere."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=_FLAGS)
        page = chromium.new_page(viewport={"width": 1300, "height": 1400})
        visit = Visit(page)
        page.set_default_timeout(1000 * _WAIT_S)
        page.on("request", lambda request: visit.requests.append(request.url))
        page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: visit.complaints.append(said.text) if said.type == "error" else None,
        )
        yield visit
        chromium.close()
