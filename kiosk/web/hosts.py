"""Which host names of requests are trusted to be this installation's own.

A request can claim any host in its `Host` header. One that is not trusted is never printed: it would get into
QR codes and links. With `IKM_HOSTS` set, all other hosts are refused.
"""

import ipaddress

from flask import Flask
from flask import abort
from flask import current_app
from flask import request

_STATED = "ikm_hosts"  # the names in `IKM_HOSTS`, in `app.extensions`
# Names that exist in local networks only.
_LOCAL = (".local", ".lan", ".home", ".internal", ".localhost", ".test")


def init_app(app: Flask) -> None:
    """Refuse requests for other hosts than those in `IKM_HOSTS` (with commas between), if that is set."""
    names = (app.config["HOSTS"] or "").split(",")
    app.extensions[_STATED] = {name.strip().lower() for name in names if name.strip()}

    @app.before_request
    def _() -> None:
        if not is_allowed(app, request.host) and request.endpoint != "health.healthz":
            abort(400, "Alamat ini bukan milik kantor; daftar alamatnya ada di IKM_HOSTS.")


def is_allowed(app: Flask, host: str) -> bool:
    """Whether requests for this `Host` are answered: where `IKM_HOSTS` is set, only those named there."""
    stated = app.extensions[_STATED]
    return not stated or name_of(host) in stated


def is_trusted() -> bool:
    """Whether this request's host may be printed: one of `IKM_HOSTS`, or a name in the local network."""
    return name_of(request.host) in current_app.extensions[_STATED] or is_local(request.host)


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
