"""What a kit holds, for those who have to account for it: packages with licences and sums, as CycloneDX too.

Source: CycloneDX 1.6 (ECMA-424), packages by purl (github.com/package-url/purl-spec, type pypi).
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from email import message_from_bytes
from email.message import Message
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kosei_xl.later import dataclass

SBOM: Final = "sbom.cdx.json"
_SCHEMA: Final = "http://cyclonedx.org/schema/bom-1.6.schema.json"
_NAMESPACE: Final = uuid.UUID("6f1b2f0e-6a0f-5d0c-9d53-8d1f8a1c2b77")
_CLASSIFIER: Final = "License :: "


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel as it says of itself: `licence` in words, `expression` whether that is an SPDX one; what it needs."""

    name: str
    version: str
    licence: str
    expression: bool
    sha256: str
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """The package's address in the words of other tools."""
        return f"pkg:pypi/{self.name}@{self.version}"


def package_of(wheel: bytes, environment: Mapping[str, str]) -> Wheel:
    """Read a wheel; what it needs is judged for the environment (names as in markers).

    Raises BadZipFile and StopIteration for a file that is none.
    """
    told = _metadata(wheel)
    licence, expression = _licence(told)
    needs = (Requirement(text) for text in told.get_all("Requires-Dist") or ())
    wanted = {canonicalize_name(r.name) for r in needs if r.marker is None or r.marker.evaluate(dict(environment))}
    sha256 = hashlib.sha256(wheel).hexdigest()
    name = canonicalize_name(told["Name"])
    return Wheel(name, told["Version"], licence, expression, sha256, tuple(sorted(wanted)))


def _metadata(wheel: bytes) -> Message:
    with ZipFile(BytesIO(wheel)) as files:
        place = next(name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(files.read(place))


def _licence(told: Message) -> tuple[str, bool]:
    """The SPDX expression (PEP 639) where there is one, else the classifier's last words, else the free text's line."""
    if told["License-Expression"]:
        return str(told["License-Expression"]), True
    found = [text for text in told.get_all("Classifier") or () if text.startswith(_CLASSIFIER)]
    if found:
        return found[0].split(" :: ")[-1], False
    lines = str(told["License"] or "").strip().splitlines()
    return lines[0] if lines else "?", False


def sbom(packages: Sequence[Wheel], root: str) -> bytes:
    """The packages as CycloneDX JSON; `root` is the one that is the application. Equal packages give equal bytes."""
    there = {package.name: package for package in packages}
    application = there[root]
    whole = "\n".join(f"{package.purl} {package.sha256}" for package in packages)
    made = {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, whole)}",
        "version": 1,
        "metadata": {"component": _component(application, "application")},
        "components": [_component(package, "library") for package in packages if package is not application],
        "dependencies": [
            {"ref": package.purl, "dependsOn": sorted(there[name].purl for name in package.needs if name in there)}
            for package in packages
        ],
    }
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def _component(package: Wheel, kind: str) -> dict[str, Any]:
    licence = {"expression": package.licence} if package.expression else {"license": {"name": package.licence}}
    return {
        "type": kind,
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "hashes": [{"alg": "SHA-256", "content": package.sha256}],
        "licenses": [licence],
        "purl": package.purl,
    }
