"""The kiosk as a service of systemd: its units, and the steps that install and remove them."""

import subprocess
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

from kiosk.appliance.steps import Command
from kiosk.appliance.steps import NewFile
from kiosk.appliance.steps import Remove
from kiosk.appliance.steps import Step

UNITS = Path("/etc/systemd/system")
SETTINGS = Path("/etc/ikm-kiosk.conf")
WRAPPER = Path("/usr/local/bin/ikm")
SERVICE = "ikm.service"
TIMER = "ikm-check.timer"
NAMES = (SERVICE, "ikm-check.service", TIMER)
PORT = 8080


@dataclass(frozen=True)
class Service:
    """What the units need to know: the account, the program `ikm` in its venv, the folder of the data."""

    user: str
    program: str
    data: Path
    # A command that systemd runs as root before each start.
    prepare: str = ""


def fill(name: str, service: Service) -> str:
    """The text of one of the unit files `NAMES`, or of the command `ikm` that uses the service's data."""
    text = Template(_read(name)).substitute(
        user=service.user,
        program=service.program,
        data=service.data,
        settings=SETTINGS,
        prepare=f"ExecStartPre=+{service.prepare}" if service.prepare else "",
    )
    return text.replace("\n\nExecStart=", "\nExecStart=")


def settings_text(port: int = PORT) -> str:
    """The text of the settings file that the service reads."""
    return Template(_read("ikm-kiosk.conf")).substitute(port=port)


def install_steps(service: Service, port: int = PORT) -> list[Step]:
    """What makes the service run now and start with the computer."""
    return [
        *([] if has_account(service.user) else [make_account(service.user, service.data.parent)]),
        Command(
            "Buat folder data",
            ("install", "-d", "-m", "700", "-o", service.user, "-g", service.user, str(service.data)),
        ),
        NewFile("Tulis perintah ikm", WRAPPER, fill("ikm.sh", service), mode=0o755),
        NewFile("Tulis setelan", SETTINGS, settings_text(port), replace=False),
        *(NewFile("Tulis unit", UNITS / name, fill(name, service)) for name in NAMES),
        Command("Baca unit", ("systemctl", "daemon-reload")),
        Command("Jalankan kiosk, juga setiap kali komputer menyala", ("systemctl", "enable", SERVICE)),
        Command("Periksa setiap hari", ("systemctl", "enable", "--now", TIMER)),
        Command("Jalankan kiosk", ("systemctl", "restart", SERVICE)),
    ]


def remove_steps() -> list[Step]:
    """What takes the service away; data, settings and the account stay."""
    return [
        Command("Hentikan kiosk", ("systemctl", "disable", "--now", SERVICE, TIMER)),
        *(Remove("Hapus unit", UNITS / name) for name in NAMES),
        Remove("Hapus perintah ikm", WRAPPER),
        Command("Baca unit", ("systemctl", "daemon-reload")),
    ]


def is_here() -> bool:
    """Whether systemd runs this computer."""
    return Path("/run/systemd/system").is_dir()


def read_state(name: str = SERVICE) -> dict[str, str]:
    """Properties of a unit as systemd states them: ActiveState, Result, User, Environment and some more."""
    wanted = "LoadState,ActiveState,Result,NRestarts,StateChangeTimestamp,Environment"
    line = ("systemctl", "show", name, f"--property={wanted}")
    done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - the names are ours
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)


def _read(name: str) -> str:
    return (resources.files("kiosk.appliance") / name).read_text(encoding="utf-8")


def make_account(user: str, home: Path) -> Command:
    """The step that creates an account which cannot log in."""
    kind = ("--system", "--user-group", "--shell", "/usr/sbin/nologin")
    line = ("useradd", *kind, "--home-dir", str(home), user)
    return Command("Buat akun tanpa hak apa pun", line)


def has_account(name: str) -> bool:
    """Whether this computer has the account."""
    import pwd  # only where systemd is

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
