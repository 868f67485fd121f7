"""A computer at the counter whose screen shows the survey and nothing else: X with Chromium, by systemd."""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

from kiosk.appliance.steps import Command
from kiosk.appliance.steps import NewFile
from kiosk.appliance.steps import Remove
from kiosk.appliance.steps import Step
from kiosk.appliance.systemd import UNITS
from kiosk.appliance.systemd import has_account
from kiosk.appliance.systemd import make_account

USER = "ikm-screen"
SCRIPT = Path("/usr/local/lib/ikm-screen")
SERVICE = "ikm-screen.service"
TIMERS = ("ikm-screen-on.timer", "ikm-screen-off.timer")
HOME = Path("/var/lib/ikm-screen")
PACKAGES = ("chromium", "xinit", "xserver-xorg", "x11-xserver-utils")


@dataclass(frozen=True)
class Hours:
    """When the screen is on: times of the day such as `07:30`, on the days that systemd calls `Mon..Fri`."""

    opens: str
    closes: str
    days: str = "Mon..Fri"


def script(address: str) -> str:
    """The script that X starts: Chromium on the survey at `address`, without anything that leads away."""
    return _fill("screen.sh", address=address)


def install_steps(address: str, hours: Hours | None) -> list[Step]:
    """What makes the screen show the survey, now and whenever the computer starts."""
    units = {SERVICE: _fill(SERVICE, user=USER, script=SCRIPT)}
    timers = {"ikm-screen-on": hours.opens, "ikm-screen-off": hours.closes} if hours else {}
    for name, time in timers.items():
        units[f"{name}.service"] = _fill(f"{name}.service", user=USER)
        units[f"{name}.timer"] = _fill("ikm-screen.timer", when=f"{hours.days} {time}" if hours else "")
    get = ("apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES)
    return [
        Command("Pasang yang diperlukan", get),
        *([] if has_account(USER) else [make_account(USER, HOME)]),
        NewFile("Tulis perintah layar", SCRIPT, script(address), mode=0o755),
        *(NewFile("Tulis unit", UNITS / name, text) for name, text in units.items()),
        Command("Baca unit", ("systemctl", "daemon-reload")),
        *(Command("Ikuti jam layanan", ("systemctl", "enable", "--now", f"{name}.timer")) for name in timers),
        Command("Tampilkan survei, juga setiap kali komputer menyala", ("systemctl", "enable", SERVICE)),
        Command("Tampilkan survei", ("systemctl", "restart", SERVICE)),
    ]


def remove_steps() -> list[Step]:
    """What gives the screen back; the packages stay."""
    names = [name for name in (SERVICE, *TIMERS) if (UNITS / name).exists()]
    units = (SERVICE, *TIMERS, *(name.replace(".timer", ".service") for name in TIMERS))
    return [
        *(Command("Hentikan", ("systemctl", "disable", "--now", name)) for name in names),
        *(Remove("Hapus unit", UNITS / name) for name in units),
        Remove("Hapus perintah layar", SCRIPT),
        Command("Baca unit", ("systemctl", "daemon-reload")),
    ]


def _fill(name: str, **values: object) -> str:
    text = (resources.files("kiosk.appliance") / name).read_text(encoding="utf-8")
    return Template(text).substitute(values)
