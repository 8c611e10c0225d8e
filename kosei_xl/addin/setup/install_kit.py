"""Installs kosei_xl from a kit, without the Internet; administrator's rights only for all users. Python alone runs it.

`install.cmd` in the kit starts it with the Python that it finds; nothing of kosei_xl is there yet, so it imports only
the standard library and has its few messages itself.
"""

import argparse
import hashlib
import json
import os
import struct
import subprocess
import sys
import venv
from pathlib import Path

SUMS, FACTS, REQUIREMENTS, WHEELS = "SHA256SUMS.txt", "kit.json", "requirements.txt", "wheels"
_START = "from kosei_xl.cli import main; main()"
_PYTHON_FIRST = "同じフォルダーの manual.html の「Pythonを入れる」をご覧ください。"


class CannotInstall(Exception):
    """The message says why and what to do."""


def install(kit: Path, target: Path, addin: list[str]) -> None:
    """Check the kit, make (or renew) the Python environment `target`/venv from it, and run `kosei addin` with `addin`.

    Raises CannotInstall; what was installed before is then still there, as far as pip leaves it.
    """
    facts = json.loads((kit / FACTS).read_text(encoding="utf-8"))
    _check_python(facts["python"], facts["bits"])
    _check_files(kit)
    environment = target / "venv"
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    print(f"Pythonの環境を作ります：{environment}", flush=True)
    if not python.exists():
        venv.create(environment, with_pip=True)
    pip = [
        str(python),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--no-index",
        "--no-warn-script-location",
    ]
    print("部品を入れます（数分かかります）", flush=True)
    _run([*pip, "--require-hashes", "--find-links", str(kit / WHEELS), "-r", str(kit / REQUIREMENTS)])
    _run([*pip, "--no-deps", "--force-reinstall", str(kit / WHEELS / facts["wheel"])])
    if addin:
        _run([str(python), "-P", "-c", _START, "addin", *addin])  # -P: nothing from the folder that we stand in


def _check_python(version: str, bits: int) -> None:
    here, size = f"{sys.version_info.major}.{sys.version_info.minor}", struct.calcsize("P") * 8
    if (here, size) != (version, bits):
        raise CannotInstall(
            f"このキットには Python {version}（{bits}ビット）が要りますが、これは Python {here}（{size}ビット）です。"
            f"{_PYTHON_FIRST}"
        )
    if "windowsapps" in sys.base_prefix.lower():
        raise CannotInstall(f"Microsoft Store版のPythonは使えません。{_PYTHON_FIRST}")


def _check_shared(python: Path) -> None:
    """Others cannot run a Python that lies in a user's own folder."""
    if python.is_relative_to(Path.home()):
        raise CannotInstall(
            f"すべての利用者のためには、利用者のフォルダーにあるPython（{python}）は使えません。"
            "Pythonを、すべての利用者のために（InstallAllUsers=1）入れてから実行してください。"
        )


def _home(*, all_users: bool) -> Path:
    """Where it goes without being told."""
    name = "PROGRAMFILES" if all_users else "LOCALAPPDATA"
    return Path(os.environ.get(name, Path.home() / ".local" / "share"))


def _check_files(kit: Path) -> None:
    """Compare every file of the kit with the list of its sums."""
    for line in (kit / SUMS).read_text(encoding="utf-8").splitlines():
        expected, _, name = line.partition("  ")
        file = kit / name
        if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            raise CannotInstall(f"キットの「{name}」がないか、壊れています。キットを写し直してください。")


def _run(command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHONPATH"))}
    done = subprocess.run(command, env={**environment, "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}, check=False)
    if done.returncode:
        raise CannotInstall("途中で止まりました。上の表示を確かめ、Excelを閉じてからもう一度実行してください。")


def main() -> None:
    """Install from the folder that this file lies in."""
    parser = argparse.ArgumentParser(description="kosei_xl をこのパソコンに入れます。")
    parser.add_argument("--target", type=Path, help="入れる場所")
    parser.add_argument("--no-addin", action="store_true", help="Excelのアドインは入れません")
    parser.add_argument("--all-users", action="store_true", help="すべての利用者のために入れます（管理者だけ）")
    given = parser.parse_args()
    target = given.target or _home(all_users=given.all_users) / "kosei_xl"
    try:
        if given.all_users:
            _check_shared(Path(sys.base_prefix))
        install(Path(__file__).resolve().parent, target, [] if given.no_addin or given.all_users else ["install"])
    except (CannotInstall, OSError, KeyError, ValueError) as error:
        rights = given.all_users and isinstance(error, PermissionError)
        print(f"エラー：{error}{'（管理者のコマンドプロンプトで実行してください）' if rights else ''}", file=sys.stderr)
        sys.exit(1)
    if given.all_users:
        program = target / "venv" / ("Scripts/kosei.exe" if os.name == "nt" else "bin/kosei")
        print(f'利用者ごとに、はじめに一度、次の行を実行してください："{program}" addin install')
    print("終わりました。")


if __name__ == "__main__":
    main()
