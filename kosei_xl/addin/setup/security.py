"""What Excel's security and Windows' policies say to the add-in, each with what to do.

Sources: Office's administrative templates (learn.microsoft.com, "Manage trusted locations for Office files", "VBA
Macros from the internet are blocked"), "AppLocker policy storage" and "Software Restriction Policies".
"""

from collections.abc import Iterator, Mapping
from pathlib import Path, PureWindowsPath
from typing import Final

from kosei_xl.addin.building.wrapper import ADDIN_NAME
from kosei_xl.addin.setup.install import is_trusted
from kosei_xl.addin.setup.machine import EXCEL, POLICY, POLICY_TRUSTED, Machine, Value
from kosei_xl.later import dataclass
from kosei_xl.words.findings import Severity
from kosei_xl.words.messages import Message, told

_COMMON: Final = r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations"
_APPLOCKER: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2"
_RESTRICTION: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\Safer\CodeIdentifiers"
POLICIES: Final = (
    (_COMMON, "Allow User Locations = 0", "doctor_user_locations"),
    (rf"{POLICY}\Security\Trusted Locations", "AllLocationsDisabled = 1", "doctor_locations_off"),
    (rf"{POLICY}\Security\Trusted Locations", "AllowNetworkLocations ≠ 1", "doctor_network_location"),
    (rf"{POLICY}\Security", "RequireAddinSig = 1", "doctor_signature"),
    (rf"{POLICY}\Security", "DisableAllAddins = 1", "doctor_addins_off"),
    (rf"{POLICY}\Security", "VBAWarnings = 3, 4", "doctor_macros_off"),
    (rf"{_APPLOCKER}\Exe, Dll, Script", "EnforcementMode = 1", "doctor_applocker"),
    (_RESTRICTION, "DefaultLevel = 0", "doctor_restricted"),
)
"""Key, value and what is said of it, for those who set them."""
_KINDS: Final = ("Exe", "Dll", "Script")
"""Of AppLocker's rules those that meet us: python.exe, the packages and xlwings' library, install.cmd."""
_SIGNED_ONLY, _NO_MACROS = 3, 4
_PROTECTED: Final = ("program files", "program files (x86)", "windows")


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing looked at. `severity` None is fine; an error keeps the add-in from working."""

    severity: Severity | None
    text: Message


def fine(key: str, **params: object) -> Checkup:
    """What is as it should be."""
    return Checkup(None, told(key, **params))


def error(key: str, **params: object) -> Checkup:
    """What keeps the add-in from working."""
    return Checkup(Severity.ERROR, told(key, **params))


def warning(key: str, **params: object) -> Checkup:
    """What may."""
    return Checkup(Severity.WARNING, told(key, **params))


def security(machine: Machine, *, signed: bool = False) -> Iterator[Checkup]:
    """Everything that Excel or Windows has against the add-in in its place; `signed`: whether the copy there is."""
    yield from _switched_off(machine, signed=signed)
    if machine.windows:
        yield from _trust(machine, signed=signed)
    yield from _folders(machine)


def _values(machine: Machine, key: str) -> Mapping[str, Value]:
    """The registry does not mind the case of a name."""
    return {name.casefold(): value for name, value in machine.registry.values(key).items()}


def _switched_off(machine: Machine, *, signed: bool) -> Iterator[Checkup]:
    disabled = machine.registry.values(rf"{EXCEL}\Resiliency\DisabledItems").values()
    if any(isinstance(item, bytes) and ADDIN_NAME in item.decode("utf-16-le", "ignore").lower() for item in disabled):
        yield error("doctor_disabled")
    settings = [_values(machine, rf"{base}\Security") for base in (POLICY, EXCEL)]
    if any(one.get("disablealladdins") == 1 for one in settings):
        yield error("doctor_addins_off")
    if any(one.get("requireaddinsig") == 1 for one in settings):
        yield warning("doctor_publisher") if signed else error("doctor_signature")


def _trust(machine: Machine, *, signed: bool) -> Iterator[Checkup]:
    """Whether Excel trusts the place; where it does not, what the setting of macros makes of that."""
    found = list(_distrust(machine))
    yield from found
    warnings = _values(machine, rf"{POLICY}\Security").get("vbawarnings")
    if found and (warnings == _NO_MACROS or (warnings == _SIGNED_ONLY and not signed)):
        yield error("doctor_macros_off", value=warnings)


def _distrust(machine: Machine) -> Iterator[Checkup]:
    places = [_values(machine, rf"{base}\Security\Trusted Locations") for base in (POLICY, EXCEL)]
    if any(one.get("alllocationsdisabled") == 1 for one in places):
        yield error("doctor_locations_off")
    if machine.startup_remote and not any(one.get("allownetworklocations") == 1 for one in places):
        yield error("doctor_network_location", path=machine.startup)
    if is_trusted(machine, machine.startup, POLICY_TRUSTED):
        return
    if _values(machine, _COMMON).get("allow user locations") == 0:
        yield error("doctor_user_locations", path=machine.startup)
    elif not is_trusted(machine, machine.startup):
        yield warning("doctor_not_trusted", path=machine.startup)


def _folders(machine: Machine) -> Iterator[Checkup]:
    """AppLocker and its predecessor let ordinary users run only what lies where they cannot write."""
    if _protected(machine.python) and _protected(machine.base):
        return
    folder = machine.python.parent
    enforced = [kind for kind in _KINDS if _values(machine, rf"{_APPLOCKER}\{kind}").get("enforcementmode") == 1]
    if enforced:
        yield warning("doctor_applocker", kinds="、".join(enforced), path=folder)
    if _values(machine, _RESTRICTION).get("defaultlevel") == 0:
        yield warning("doctor_restricted", path=folder)


def _protected(path: Path) -> bool:
    parts = PureWindowsPath(path).parts
    return len(parts) > 1 and parts[1].casefold() in _PROTECTED
