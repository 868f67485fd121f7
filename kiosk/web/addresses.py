"""The public addresses that papers and screens show: of surveys and of publications."""

import ipaddress
from urllib.parse import urlsplit

from flask import current_app
from flask import request
from flask import url_for

from kiosk.base.lan import lan_address
from kiosk.db import get_db
from kiosk.store.offices.collectors import Collector
from kiosk.store.offices.survey import Survey
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.store.offices.survey_settings import get_survey_settings
from kiosk.store.offices.units import Unit
from kiosk.store.results.publications import Publication
from kiosk.web import hosts


def base_url(settings: SurveySettings) -> str:
    """The unit's public address, else the installation's, else that of this request; no trailing slash.

    With the sub-path that the kiosk is served under, if there is one.

    A request's host that is not trusted (`hosts`) is replaced by this machine's address in the network.
    """
    stated = settings.base_url or current_app.config["BASE_URL"]
    if stated or hosts.is_trusted():
        return stated or request.url_root.rstrip("/")
    return f"{request.scheme}://{lan_address()}:{request.environ['SERVER_PORT']}{request.root_path}"


def survey_url(collector: Collector, settings: SurveySettings, ticket: str | None = None) -> str:
    """The full address of a collector's survey."""
    return _site(settings) + url_for("survey.page", code=collector.code, tiket=ticket)


def _site(settings: SurveySettings) -> str:
    """`base_url` without the sub-path, which URLs made by `url_for` begin with."""
    return base_url(settings).removesuffix(request.root_path)


def publication_url(unit: Unit, publication: Publication) -> str:
    """The full public address of a publication, printed as a QR code on its papers."""
    settings = get_survey_settings(get_db(), unit.unit_id)
    return _site(settings) + url_for("public.publication", code=unit.code, number=publication.number)


def unit_url(unit: Unit) -> str:
    """The full public address of a unit's results."""
    return base_url(get_survey_settings(get_db(), unit.unit_id)) + url_for("public.unit", code=unit.code)


def is_only_here(url: str) -> bool:
    """Whether an address means the server itself, so that no phone can reach it."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def phone_url(survey: Survey) -> str | None:
    """The address for answering on a phone instead of on this tablet; None if there is none."""
    if survey.collector.channel != "kiosk" or survey.settings.tickets or not survey.phone_code:
        return None
    url = _site(survey.settings) + url_for("survey.page", code=survey.phone_code)
    return None if is_only_here(url) else url
