"""Which host names of requests are trusted to be this installation's own.

A request can claim any host in its `Host` header. One that is not trusted is never printed: it would get into
QR codes and links. With `IKM_HOSTS` set, all other hosts are refused.
"""

import ipaddress

from flask import Flask
from flask import abort
from flask import current_app
from flask import request

# Names that exist in local networks only.
_LOCAL = (".local", ".lan", ".home", ".internal", ".localhost", ".test")


def init_app(app: Flask) -> None:
    """Refuse requests for other hosts than those in `IKM_HOSTS` (with commas between), if that is set."""
    allowed = _stated(app)
    if not allowed:
        return

    @app.before_request
    def _() -> None:
        if name_of(request.host) not in allowed and request.endpoint != "health.healthz":
            abort(400, "Alamat ini bukan milik kantor; daftar alamatnya ada di IKM_HOSTS.")


def _stated(app: Flask) -> set[str]:
    """The names in `IKM_HOSTS`."""
    return {name.strip().lower() for name in (app.config["HOSTS"] or "").split(",") if name.strip()}


def is_trusted() -> bool:
    """Whether this request's host may be printed: one of `IKM_HOSTS`, or a name in the local network."""
    return name_of(request.host) in _stated(current_app) or is_local(request.host)


def name_of(host: str) -> str:
    """The name or IP address in a `Host` header, without its port."""
    name, _, port = host.rpartition(":")
    return (name if port.isdecimal() else host).strip("[]").lower()


def is_local(host: str) -> bool:
    """Whether a `Host` header names a computer in the local network: an address, or a name no one can buy."""
    name = name_of(host)
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(name) and ("." not in name or name.endswith(_LOCAL))
    return True
