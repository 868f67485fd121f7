"""Who may open what: the one table of every route.

A route that is not in it is refused to everybody, so that a page nobody thought about stays closed.
`tests/kiosk/test_access.py` compares the table with the application's routes and tries each of them as
nobody, as each role, and as somebody of another unit.
"""

from collections.abc import Mapping

PUBLIC = "publik"
# From least to most: who holds a later role may do all that an earlier one may.
ROLES = ("petugas", "pimpinan", "admin")
ROLE_NAMES: Mapping[str, str] = {"petugas": "Petugas", "pimpinan": "Pimpinan", "admin": "Admin"}

# Endpoint → the least role that may use it, or `PUBLIC`.
ACCESS: Mapping[str, str] = {
    "static": PUBLIC,
    "health.healthz": PUBLIC,
    # Citizens
    "survey.page": PUBLIC,
    "survey.answer": PUBLIC,
    "survey.thank": PUBLIC,
    "survey.receive": PUBLIC,
    "survey.draw_phone_code": PUBLIC,
    "screen.draw_logo": PUBLIC,
    "screen.pair": PUBLIC,
    "screen.work_offline": PUBLIC,
    "privacy.show": PUBLIC,
    # The office's tablets, with tokens of their own
    "tablets.pair": PUBLIC,
    "tablets.beat": PUBLIC,
    "tablets.count_visit": PUBLIC,
    # The door
    "session.front": PUBLIC,
    "session.login": PUBLIC,
    "session.verify": PUBLIC,
    "session.logout": PUBLIC,
    "session.set_password": PUBLIC,
    "setup.found": PUBLIC,
    "public.unit": PUBLIC,
    "public.publication": PUBLIC,
    "public.data": PUBLIC,
    # The unit's numbers
    "results.month": "petugas",
    "results.print_rekap": "petugas",
    "unit.choose": "petugas",
    # Odd answers, and leaving some out
    "signals.index": "pimpinan",
    "signals.exclude": "pimpinan",
    "signals.restore": "pimpinan",
    # What staff did
    "audit.index": "admin",
    # How long personal parts are kept
    "retention.show": "admin",
    "retention.change": "admin",
    "dashboard.show": "petugas",
    "dashboard.units": "petugas",
    "dashboard.yearly": "petugas",
    "dashboard.set_yearly": "pimpinan",
    "dashboard.remove_yearly": "pimpinan",
    # Suggestions
    "inbox.index": "petugas",
    "inbox.show": "petugas",
    "inbox.tag": "petugas",
    "inbox.answer": "petugas",
    "inbox.redact": "petugas",
    "reports.index": "petugas",
    "reports.show": "petugas",
    "reports.show_data": "pimpinan",
    "reports.download": "petugas",
    "printing.show": "petugas",
    "printing.make": "petugas",
    "printing.cancel": "petugas",
    "printing.download": "petugas",
    "reports.download_data": "pimpinan",
    "reports.texts": "pimpinan",
    "reports.write_texts": "pimpinan",
    # Follow-up and publication
    "plans.index": "petugas",
    "plans.show": "petugas",
    "plans.create": "pimpinan",
    "plans.update": "pimpinan",
    "plans.finish": "pimpinan",
    "plans.reopen": "pimpinan",
    "plans.drop": "pimpinan",
    "plans.add_evidence": "petugas",
    "plans.show_evidence": "petugas",
    "plans.remove_evidence": "pimpinan",
    "publish.index": "petugas",
    "publish.preview": "pimpinan",
    "publish.publish": "pimpinan",
    "publish.media": "petugas",
    "publish.log_announcement": "petugas",
    "publish.remove_announcement": "pimpinan",
    # Answers from paper
    "paper.index": "petugas",
    "paper.open_batch": "petugas",
    "paper.key": "petugas",
    "paper.record": "petugas",
    "paper.check": "petugas",
    "paper.record_check": "petugas",
    "paper.withdraw": "petugas",
    "paper.compare": "petugas",
    "paper.resolve": "petugas",
    # Answers from files
    "imports.index": "petugas",
    "imports.upload": "petugas",
    "imports.show": "petugas",
    "imports.choose": "petugas",
    "imports.progress": "petugas",
    "imports.discard": "petugas",
    "imports.undo": "petugas",
    "imports.restore": "petugas",
    # One's own account
    "account.show": "petugas",
    "account.log_out_everywhere": "petugas",
    "account.prove": "petugas",
    "factor.show": "petugas",
    "factor.start": "petugas",
    "factor.renew_codes": "petugas",
    "factor.stop": "petugas",
    # Settings
    "manage.office": "admin",
    "manage.update_unit": "admin",
    "manage.logo": "petugas",  # it is on every paper
    "manage.upload_logo": "admin",
    "manage.remove_logo": "admin",
    "manage.aims": "admin",
    "manage.update_year": "admin",
    "conduct.show": "admin",
    "conduct.change": "admin",
    "conduct.set_pin": "admin",
    "conduct.remove_pin": "admin",
    "wording.show": "admin",
    "wording.change": "admin",
    # QR codes
    "posters.show": "petugas",
    "posters.print_paper": "petugas",
    "posters.draw": "petugas",
    "posters.print_tickets": "petugas",
    "posters.show_ticket": "petugas",
    # Tablets
    "devices.overview": "petugas",
    "devices.add_tablet": "admin",
    "devices.make_code": "admin",
    "devices.revoke": "admin",
    "manage.update_goal": "admin",
    "manage.remove_goal": "admin",
    "services.index": "admin",
    "services.add": "admin",
    "services.rename": "admin",
    "services.move": "admin",
    "services.retire": "admin",
    "services.reopen": "admin",
    "places.index": "admin",
    "places.add": "admin",
    "places.revoke": "admin",
    # People and the units they belong to
    "people.index": "admin",
    "people.add": "admin",
    "people.change": "admin",
    "people.reset": "admin",
    "people.disable": "admin",
    "people.enable": "admin",
    "people.log_out": "admin",
    "people.stop_factor": "admin",
    "people.ask_for_factors": "admin",
    "branches.index": "admin",
    "branches.add": "admin",
    "branches.change": "admin",
}

# What takes a log-in, or a proof of who one is, from a short while ago: whoever finds a computer unlocked
# shall not make themselves an account or keep one, nor destroy what cannot be brought back. Publishing and
# leaving answers out are not here: they are printed with a name and can be revised.
SENSITIVE = frozenset(
    {
        "people.add",
        "people.change",
        "people.reset",
        "people.disable",
        "people.enable",
        "people.log_out",
        "people.stop_factor",
        "people.ask_for_factors",
        "factor.show",
        "factor.start",
        "factor.renew_codes",
        "factor.stop",
        "retention.show",
        "retention.change",
    }
)


def is_role_to_protect(role: str) -> bool:
    """Whether an office that asks for a second factor asks this role."""
    return ROLES.index(role) >= ROLES.index("pimpinan")


def is_public(endpoint: str) -> bool:
    """Whether a visitor may use this route without logging in."""
    return ACCESS.get(endpoint) == PUBLIC


def allows(endpoint: str, role: str | None) -> bool:
    """Whether somebody of this role (None: nobody logged in) may use this route."""
    least = ACCESS.get(endpoint)
    if least == PUBLIC:
        return True
    return least is not None and role is not None and ROLES.index(role) >= ROLES.index(least)
