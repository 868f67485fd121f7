"""HTTPS in the office's network by Caddy in front of the kiosk, and a page that explains its certificate."""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

from jinja2 import Environment
from jinja2 import PackageLoader

from kiosk.appliance import systemd
from kiosk.appliance.steps import Command
from kiosk.appliance.steps import NewFile
from kiosk.appliance.steps import Remove
from kiosk.appliance.steps import Step
from kiosk.base import qr

CONFIGURATION = Path("/etc/caddy/Caddyfile")
EARLIER = CONFIGURATION.with_name("Caddyfile.sebelum-ikm")
PAGES = Path("/usr/share/ikm-https")
AUTHORITY = Path("/var/lib/caddy/.local/share/caddy/pki/authorities/local")
BEHIND = 8080
HTTPS_PORT = 443
_OURS = "`ikm https install`"
_DEBIANS = "/usr/share/caddy"  # the page that Debian's own configuration shows; nothing to keep


@dataclass(frozen=True)
class Site:
    """Where browsers find the kiosk: a host name, a port, and a path that is empty or begins with `/`."""

    name: str
    port: int = HTTPS_PORT
    path: str = ""
    is_public: bool = False

    @property
    def host(self) -> str:
        """The name, with the port where it is not the usual one."""
        return self.name if self.port == HTTPS_PORT else f"{self.name}:{self.port}"

    @property
    def address(self) -> str:
        """The address of the kiosk."""
        return f"https://{self.host}{self.path}"


def caddyfile(site: Site, behind: int = BEHIND) -> str:
    """Caddy's configuration for a site in front of the kiosk at the port `behind`."""
    text = (resources.files("kiosk.appliance") / "Caddyfile").read_text(encoding="utf-8")
    return Template(text).substitute(
        site=site.host,
        name=site.name,
        # Names that only the office knows get a certificate of Caddy's own authority.
        tls="" if site.is_public else "tls internal",
        path=f" {site.path}/*" if site.path else "",
        behind=behind,
        authority=AUTHORITY,
        pages=PAGES,
    )


def certificate_page(site: Site) -> str:
    """The page that tells each kind of device how to trust the certificate, with a QR code to open it."""
    page = Environment(loader=PackageLoader("templates", "."), autoescape=True).get_template(
        "https/certificate.html"
    )
    opened = f"http://{site.name}/sertifikat"
    return page.render(site=site, opened=opened, code=qr.encode(opened))


def install_steps(site: Site) -> list[Step]:
    """What puts Caddy in front of the kiosk; another configuration that is there is kept beside it."""
    there = CONFIGURATION.read_text(encoding="utf-8") if CONFIGURATION.exists() else _OURS
    is_kept = _OURS not in there and _DEBIANS not in there
    settings = {"IKM_HOST": "127.0.0.1", "IKM_PORT": str(BEHIND), "IKM_BASE_URL": site.address}
    return [
        *([NewFile("Simpan setelan Caddy semula", EARLIER, there)] if is_kept else []),
        NewFile("Tulis halaman sertifikat", PAGES / "sertifikat.html", certificate_page(site)),
        NewFile("Tulis setelan Caddy", CONFIGURATION, caddyfile(site)),
        _change_settings(settings),
        Command("Jalankan kiosk dengan alamat itu", ("systemctl", "restart", systemd.SERVICE)),
        Command("Jalankan Caddy setiap kali komputer menyala", ("systemctl", "enable", "caddy.service")),
        Command("Jalankan Caddy", ("systemctl", "restart", "caddy.service")),
    ]


def remove_steps() -> list[Step]:
    """What opens the kiosk over plain HTTP again, and gives Caddy its earlier configuration back.

    Caddy goes on only if it had one; it may then serve port 80, and the kiosk takes another.
    """
    if EARLIER.exists():
        port = str(BEHIND)
        caddy: list[Step] = [
            NewFile("Kembalikan setelan Caddy", CONFIGURATION, EARLIER.read_text(encoding="utf-8")),
            Remove("Hapus salinannya", EARLIER),
            Command("Jalankan Caddy seperti semula", ("systemctl", "restart", "caddy.service")),
        ]
    else:
        port = "80"
        caddy = [Command("Hentikan Caddy", ("systemctl", "disable", "--now", "caddy.service"))]
    settings = {"IKM_HOST": "0.0.0.0", "IKM_PORT": port, "IKM_BASE_URL": ""}  # noqa: S104 - as installed
    return [
        *caddy,
        _change_settings(settings),
        Command("Jalankan kiosk tanpa HTTPS", ("systemctl", "restart", systemd.SERVICE)),
    ]


def _change_settings(values: dict[str, str]) -> NewFile:
    path = systemd.SETTINGS
    text = path.read_text(encoding="utf-8") if path.exists() else systemd.settings_text()
    return NewFile("Ubah setelan kiosk", path, change_settings(text, values))


def change_settings(text: str, values: dict[str, str]) -> str:
    """The settings file with other values; an empty one is commented out."""
    lines = text.splitlines()
    for name, value in values.items():
        line = f"{name}={value}" if value else f"#{name}="
        there = [n for n, old in enumerate(lines) if old.lstrip("# ").startswith(f"{name}=")]
        for n in there[1:]:
            lines[n] = f"#{name}="
        if there:
            lines[there[0]] = line
        elif value:
            lines.append(line)
    return "\n".join(lines) + "\n"
