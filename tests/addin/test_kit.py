"""The kit for PCs without Internet: what goes into it, and that it installs with nothing but itself."""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from kosei_xl.addin.setup import kit
from kosei_xl.addin.setup.bill import package_of
from kosei_xl.addin.setup.kit import NoKit, make_kit, needed, read_lock, requirements_text
from kosei_xl.verbs import disk
from tests.tools.office import kosei
from tests.tools.patience import run_to_end

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
CHECKOUT = Path(__file__).parents[2]


# -- the lock --------------------------------------------------------------------------------------------------------
def roots() -> list[str]:
    """What kosei_xl needs to run."""
    return list(tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])


def test_needed__our_own_lock__windows_packages_and_no_tools() -> None:
    lock = read_lock((CHECKOUT / "requirements.lock").read_text(encoding="utf-8"))
    names = [package.name for package in needed(lock, roots())]
    assert {"xlwings", "pywin32", "pandas", "numpy", "tzdata", "pydantic-core", "lxml"} <= set(names)
    assert not {"pytest", "ruff", "mypy", "hatchling", "appscript", "psutil", "oletools"} & set(names)
    assert len(names) == len(set(names))
    assert all(package.hashes for package in needed(lock, roots()))


@pytest.mark.parametrize("python", ["3.11", "3.12"])
def test_needed__markers__judged_for_that_python(python: str) -> None:
    lock = read_lock((CHECKOUT / "requirements.lock").read_text(encoding="utf-8"))
    numpy = [package for package in lock if package.name == "numpy"]
    chosen = [package for package in needed(lock, roots(), python) if package.name == "numpy"]
    assert len(chosen) == 1
    assert chosen == [p for p in numpy if p.marker is None or ("<" in p.marker) == (python == "3.11")]


LOCK = """\
# Made by .ci/lock from pyproject.toml; do not edit.
tiny-a==1.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{other}
    # via kosei-xl (pyproject.toml)
tiny-b==2.0 \\
    --hash=sha256:{b}
    # via
    #   tiny-a
    #   tiny-dev
tiny-dev==1.0 \\
    --hash=sha256:{other}
    # via kosei-xl (pyproject.toml)
tiny-mac==1.0 ; sys_platform == 'darwin' \\
    --hash=sha256:{other}
    # via tiny-a
tiny-win==3.0 ; sys_platform == 'win32' \\
    --hash=sha256:{win}
    # via tiny-b
"""


def test_read_lock__packages__with_marker_hashes_and_who_wants_them() -> None:
    lock = read_lock(LOCK.format(a="a" * 64, b="b" * 64, win="c" * 64, other="d" * 64))
    assert [(p.name, p.version, p.marker) for p in lock][2:] == [
        ("tiny-dev", "1.0", None),
        ("tiny-mac", "1.0", "sys_platform == 'darwin'"),
        ("tiny-win", "3.0", "sys_platform == 'win32'"),
    ]
    assert lock[0].hashes == (f"sha256:{'a' * 64}", f"sha256:{'d' * 64}")
    assert lock[1].wanted_by == {"tiny-a", "tiny-dev"}
    chosen = needed(lock, ["Tiny_A>=1"])
    assert [package.name for package in chosen] == ["tiny-a", "tiny-b", "tiny-win"]
    assert requirements_text(chosen[1:]) == (
        f"tiny-b==2.0 \\\n    --hash=sha256:{'b' * 64}\ntiny-win==3.0 \\\n    --hash=sha256:{'c' * 64}\n"
    )


def test_read_lock__line_ends_of_windows__the_same() -> None:
    lock = LOCK.format(a="a" * 64, b="b" * 64, win="c" * 64, other="d" * 64)
    assert read_lock(lock.replace("\n", "\r\n")) == read_lock(lock)


def test_checkout__on_windows__keeps_every_line_end() -> None:
    rules = (CHECKOUT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert [rule for rule in rules if rule and not rule.startswith("#")] == ["* -text"]


# -- a small project and a small index -------------------------------------------------------------------------------
def make_wheel(folder: Path, name: str, version: str, *, needs: str = "") -> str:
    """A wheel of one module that knows its version; its SHA-256. `needs` is a requirement."""
    asks = f"Requires-Dist: {needs}\n" if needs else ""
    module, info = f"{name}.py", f"{name}-{version}.dist-info"
    files = {
        module: f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{asks}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }

    def digest(text: str) -> str:
        return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()

    record = "".join(f"{path},sha256={digest(text)},{len(text)}\n" for path, text in files.items())
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            wheel.writestr(file, text)
    return hashlib.sha256(path.read_bytes()).hexdigest()


PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "kosei_xl"
version = "0.9"
requires-python = ">=3.11"
dependencies = ["tiny_a>=1"]
[tool.hatch.build.targets.wheel]
only-include = ["kosei_xl"]
"""
CLI = """\
import sys
import tiny_a, tiny_b, tiny_win

def main():
    print("kosei", *sys.argv[1:], tiny_a.VERSION, tiny_b.VERSION, tiny_win.VERSION)
"""


def make_project(folder: Path) -> Path:
    """A checkout of a small kosei_xl, beside the index of what it needs."""
    versions = (("a", "1.0"), ("b", "2.0"), ("win", "3.0"))
    sums = {key: make_wheel(folder / "index", f"tiny_{key}", version) for key, version in versions}
    root = folder / "checkout"
    (root / "kosei_xl").mkdir(parents=True)
    (root / "kosei_xl" / "__init__.py").write_text("", encoding="utf-8")
    (root / "kosei_xl" / "cli.py").write_text(CLI, encoding="utf-8")
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (root / "requirements.lock").write_text(LOCK.format(**sums, other="0" * 64), encoding="utf-8")
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of a test's own."""
    return make_project(tmp_path)


def index_only(project: Path) -> kit.RunPip:
    """pip with the small index instead of the Internet."""

    def run(arguments: Sequence[str]) -> None:
        offline = ("--no-index", "--find-links", str(project.parent / "index"))
        kit._pip((arguments[0], *offline, *arguments[1:]))

    return run


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit of the small project, for the Python that runs the tests."""
    project = make_project(tmp_path_factory.mktemp("kit"))
    out = project.parent / "キット"
    make_kit(out, project, python=HERE, run=index_only(project))
    return out


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Path:
    """The kit as somebody copied it."""
    return Path(shutil.copytree(made_once, tmp_path / "キット 1"))


def test_make_kit__small_project__everything_with_its_sum(made: Path) -> None:
    wheels = sorted(path.name for path in (made / "wheels").iterdir())
    assert wheels == [
        "kosei_xl-0.9-py3-none-any.whl",
        "tiny_a-1.0-py3-none-any.whl",
        "tiny_b-2.0-py3-none-any.whl",
        "tiny_win-3.0-py3-none-any.whl",
    ]
    assert json.loads((made / "kit.json").read_text()) == {"python": HERE, "bits": 64, "wheel": wheels[0]}
    listed = dict(line.split("  ")[::-1] for line in (made / "SHA256SUMS.txt").read_text("utf-8").splitlines())
    assert listed == {
        path.relative_to(made).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in made.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS.txt"
    }
    assert (made / "manual.html").read_bytes() == disk.bundled("macros", "manual.html")
    assert (made / "はじめにお読みください.txt").read_bytes().startswith(b"\xef\xbb\xbf")


def test_make_kit__command_file__ascii_with_the_line_ends_of_windows(made: Path) -> None:
    command = (made / "install.cmd").read_bytes()
    assert command.isascii()
    assert command.count(b"\n") == command.count(b"\r\n") > 10
    assert b"@" not in command.replace(b"@echo off", b"")
    assert f"py -{HERE} ".encode() in command
    assert f"Python{HERE.replace('.', '')}".encode() in command


def test_make_kit__command_file__python_speaks_the_code_page_until_it_is_found(made: Path) -> None:
    """`for /f` reads what `py` prints in the code page of the window; UTF-8 there loses a folder with Japanese."""
    command = (made / "install.cmd").read_text(encoding="ascii")
    assert 0 < command.index("for /f") < command.index("set PYTHONUTF8=1") < command.index('install_kit.py" %*')


def test_make_kit__command_file__needs_no_current_folder_and_misses_its_companions(made: Path) -> None:
    command = (made / "install.cmd").read_text(encoding="ascii")
    assert "pushd" not in command, "a network folder without a free letter has no current folder"
    places = re.findall(r"(\S*)(?:install_kit\.py|manual\.html)\"", command)
    assert places == ['"%~dp0'] * 3
    assert command.index('if not exist "%~dp0install_kit.py"') < command.index("for %%P")


def test_make_kit__bill_of_materials__every_wheel_with_sum_licence_and_needs(made: Path) -> None:
    bill = json.loads((made / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["purl"] == "pkg:pypi/kosei-xl@0.9"
    found = {one["purl"]: one for one in (bill["metadata"]["component"], *bill["components"])}
    sums = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (made / "wheels").iterdir()}
    assert {one["hashes"][0]["content"] for one in found.values()} == sums
    assert all(one["bom-ref"] == purl and len(one["licenses"]) == 1 for purl, one in found.items())
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    assert needs["pkg:pypi/kosei-xl@0.9"] == ["pkg:pypi/tiny-a@1.0"]
    assert needs.keys() == found.keys()


@pytest.mark.parametrize(
    ("said", "licence", "expression"),
    [
        ("License-Expression: MIT OR Apache-2.0\nLicense: old words\n", "MIT OR Apache-2.0", True),
        ("Classifier: License :: OSI Approved :: BSD License\nLicense: x\n", "BSD License", False),
        ("License: HPND\n", "HPND", False),
        ("", "?", False),
    ],
)
def test_package_of__licence__as_the_wheel_says_it(said: str, licence: str, expression: bool) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as wheel:
        wheel.writestr("x-1.dist-info/METADATA", f"Metadata-Version: 2.4\nName: A_b\nVersion: 1\n{said}\nText\n")
    found = package_of(written.getvalue(), {})
    assert (found.name, found.licence, found.expression) == ("a-b", licence, expression)


def test_make_kit__paper_for_the_information_department__names_what_is_written_and_every_package(made: Path) -> None:
    paper = (made / "情報部門向け説明書.html").read_text(encoding="utf-8")
    for place in (
        r"%APPDATA%\Microsoft\Excel\XLSTART\kosei.xlam",
        r"%USERPROFILE%\.kosei\kosei.conf",
        r"%LOCALAPPDATA%\kosei_xl\venv",
        r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations\Location10 の Path、Description、AllowSubfolders",
        "gen_py",
        "__pycache__",
    ):
        assert place in paper
    for wheel in (made / "wheels").iterdir():
        assert hashlib.sha256(wheel.read_bytes()).hexdigest() in paper
    assert "{" not in re.sub(r"<style>.*?</style>", "", paper, flags=re.S), "a placeholder that nobody filled in"
    for words in ("通信しません", "sbom.cdx.json", "--all-users", "署名", "addin uninstall"):
        assert words in paper


def test_install_kit__for_all_users__into_program_files_and_no_addin(made: Path, tmp_path: Path) -> None:
    home, programs = tmp_path / "Users" / "admin", tmp_path / "Program Files"
    there = {**os.environ, "HOME": str(home), "USERPROFILE": str(home), "PROGRAMFILES": str(programs)}
    command = [sys.executable, str(made / "install_kit.py"), "--all-users"]
    done = run_to_end(command, env=there)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(programs.glob("kosei_xl/venv/*/python*"))
    assert "addin install 1.0" not in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("利用者ごとに")]
    assert str(programs / "kosei_xl" / "venv") in line
    refused = run_to_end(command, env={**there, "HOME": sys.base_prefix, "USERPROFILE": sys.base_prefix})
    assert refused.returncode == 1
    assert "すべての利用者のためには" in refused.stderr


def run_installer(made: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the kit's script as install.cmd does."""
    command = [sys.executable, str(made / "install_kit.py"), "--target", str(made.parent / "入れる 所"), *arguments]
    return run_to_end(command)


def test_install_kit__nothing_but_the_kit__installed_and_renewed(project: Path, made: Path) -> None:
    done = run_installer(made)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "kosei addin install 1.0 2.0 3.0\n" in done.stdout.replace("-c ", "")
    assert done.stdout.endswith("終わりました。\n")
    cli = project / "kosei_xl" / "cli.py"
    cli.write_text(CLI.replace('"kosei"', '"newer"'), encoding="utf-8")
    newer = project.parent / "キット 2"
    make_kit(newer, project, python=HERE, run=index_only(project))
    again = run_installer(newer)
    assert "newer addin install" in again.stdout
    without = run_installer(newer, "--no-addin")
    assert without.returncode == 0
    assert "addin" not in without.stdout


def test_install_kit__damaged_file__said_before_anything_is_installed(made: Path) -> None:
    wheel = made / "wheels" / "tiny_b-2.0-py3-none-any.whl"
    wheel.write_bytes(wheel.read_bytes()[:-1])
    done = run_installer(made)
    assert done.returncode == 1
    assert "キットの「wheels/tiny_b-2.0-py3-none-any.whl」がないか、壊れています" in done.stderr
    assert not (made.parent / "入れる 所").exists()


def test_install_kit__another_python__said(made: Path) -> None:
    facts = made / "kit.json"
    facts.write_text(facts.read_text().replace(f'"{HERE}"', '"3.99"'), encoding="utf-8")
    done = run_installer(made)
    assert done.returncode == 1
    assert f"Python 3.99（64ビット）が要りますが、これは Python {HERE}" in done.stderr
    assert "manual.html" in done.stderr


# -- what can go wrong while it is made ------------------------------------------------------------------------------
def test_make_kit__wheel_with_another_hash__refused(project: Path) -> None:
    make_wheel(project.parent / "index", "tiny_b", "2.0")
    wheel = project.parent / "index" / "tiny_b-2.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "a") as changed:
        changed.writestr("evil.py", "")
    with pytest.raises(NoKit, match="部品を集められませんでした"):
        make_kit(project.parent / "kit", project, python=HERE, run=index_only(project))


def test_make_kit__folder_that_holds_something__left_alone(project: Path) -> None:
    out = project.parent / "kit"
    out.mkdir()
    (out / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(NoKit, match="もうあります"):
        make_kit(out, project, run=index_only(project))
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_make_kit__installed_package_without_checkout__said(tmp_path: Path) -> None:
    with pytest.raises(NoKit, match=r"requirements\.lock"):
        make_kit(tmp_path / "kit", tmp_path)


def wheels_only(*made: tuple[str, str, str]) -> kit.RunPip:
    """pip that fetches these wheels (name, version, what it needs), whatever it is asked for."""

    def run(arguments: Sequence[str]) -> None:
        if arguments[0] == "download":
            for name, version, needs in made:
                make_wheel(Path(arguments[arguments.index("--dest") + 1]), name, version, needs=needs)

    return run


def test_make_kit__package_that_pip_left_out__said(project: Path) -> None:
    with pytest.raises(NoKit, match="tiny-b、tiny-win、kosei-xl"):
        make_kit(project.parent / "kit", project, python=HERE, run=wheels_only(("tiny_a", "1.0", "tiny_b>=1")))


def test_make_kit__package_that_the_lock_does_not_know__said(project: Path) -> None:
    rest = (("tiny_b", "2.0", "tiny_mac; sys_platform == 'darwin'"), ("tiny_win", "3.0", ""), ("kosei_xl", "0.9", ""))
    run = wheels_only(("tiny_a", "1.0", "Forgotten>1; sys_platform == 'win32'"), *rest)
    with pytest.raises(NoKit, match=r"足りません：forgotten$"):
        make_kit(project.parent / "kit", project, python=HERE, run=run)
    make_kit(project.parent / "kit 2", project, python=HERE, run=wheels_only(("tiny_a", "1.0", "tiny-b"), *rest))


def test_make_kit__no_wheel_but_something_else__said(project: Path) -> None:
    def run(arguments: Sequence[str]) -> None:
        if arguments[0] == "download":
            wheels = Path(arguments[arguments.index("--dest") + 1])
            wheels.mkdir()
            (wheels / "tiny_a-1.0.tar.gz").write_bytes(b"no wheel")

    with pytest.raises(NoKit, match=r"tiny_a-1\.0\.tar\.gz"):
        make_kit(project.parent / "kit", project, python=HERE, run=run)


def test_kit_command__folder_in_use__exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    ran = kosei("addin", "kit", "--out", tmp_path)
    assert ran.code == 2
    assert "もうあります" in ran.err
