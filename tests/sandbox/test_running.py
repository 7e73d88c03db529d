"""The sandbox beside the program: in a thread, and as a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from sandbox.__main__ import main
from sandbox.thread import SandboxThread


def test_a_thread_serves_a_program_without_an_event_loop() -> None:
    with SandboxThread() as thread:
        token = thread.call(lambda sandbox: sandbox.bot().token)
        person = thread.call(lambda sandbox: sandbox.person("A"))
        thread.call(lambda sandbox: person.start())
        address = f"{thread.url}/bot{token}/sendMessage?chat_id={person.id}&text=a"
        with urlopen(address) as response:
            assert json.load(response)["result"]["text"] == "a"
        assert thread.until(lambda sandbox: sandbox.replies(person))


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"), SandboxThread(port=taken.getsockname()[1]):
            pass


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        yield started
        started.kill()


def test_the_process_serves_any_bot_and_stops_cleanly(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    word, url = process.stdout.readline().split()
    assert word == "ready"
    assert process.stdout.readline() == f"page {url}/\n"
    with urlopen(f"{url}/") as response:
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    with urlopen(f"{url}/bot123456:{'A' * 35}/getMe") as response:
        assert json.load(response)["result"]["username"] == "sandbox_123456_bot"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


def run_once(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sandbox", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_process_that_cannot_start_says_why_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = run_once("--port", port)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"cannot listen on port {port}: ")
    assert refused.stderr.count("\n") == 1
    wrong = run_once("--port", "0", "--token", "nonsense")
    assert (wrong.returncode, wrong.stderr) == (1, "a token looks like 123456:AAAA…\n")


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "1_0", "", "http"])
def test_a_port_that_is_none_is_refused_in_one_sentence(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([f"--port={port}"])
    assert left.value.code == 2
    sentence = f"{port!r} is no port: a port is a number from 0 to 65535"
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == f"python -m sandbox: error: argument --port: {sentence}"


def answer(url: str, method: str) -> dict[str, Any]:
    with urlopen(f"{url}/bot123456:{'A' * 35}/{method}") as response:
        answered: dict[str, Any] = json.load(response)
        return answered


def test_a_kept_world_is_there_again_in_the_next_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--keep", str(tmp_path)]
    for asked in ("setMyName?name=Kept", "getMe"):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            answered = answer(process.stdout.readline().split()[1], asked)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0
    assert answered["result"]["first_name"] == "Kept"
    (tmp_path / "world.json").write_text("nonsense")
    refused = run_once("--port", "0", "--keep", str(tmp_path))
    assert refused.returncode == 1
    assert "cannot be read as a saved world" in refused.stderr
    assert refused.stderr.count("\n") == 1
