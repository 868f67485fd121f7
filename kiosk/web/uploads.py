"""Uploading evidence files and sending them out again."""

from io import BytesIO
from pathlib import Path

from flask import current_app
from flask import g
from flask import request
from flask import send_file
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename
from wtforms import FileField

from kiosk.db import get_db
from kiosk.operations import evidence
from kiosk.operations.evidence import Checked
from kiosk.store.engine.errors import NotFound
from kiosk.store.results import attachments
from kiosk.store.results.attachments import Attachment


def allow_large_request(*_: object) -> None:
    """Allow a body with a file. A URL preprocessor, since it has to run before the request is read."""
    request.max_content_length = evidence.MAX_BYTES + 64 * 1024


def folder() -> Path:
    """The folder of this instance's evidence files."""
    return Path(current_app.instance_path) / "evidence"


def read_upload(field: FileField) -> Checked | None:
    """The uploaded file; None, with a message at the field, when there is none or it is not accepted."""
    if not field.data:
        field.errors = ["Pilih berkasnya."]
        return None
    with field.data.stream as stream:
        content = stream.read(evidence.MAX_BYTES + 1)
    try:
        if attachments.count_bytes(get_db(), g.unit.unit_id) + len(content) > evidence.QUOTA:
            raise evidence.NotEvidence(evidence.FULL)
        return evidence.check(content)
    except evidence.NotEvidence as error:
        field.errors = [str(error)]
        return None


def upload_name(field: FileField) -> str:
    """The name of the uploaded file, made safe to be shown and saved under."""
    return secure_filename(field.data.filename or "")[-100:] or "bukti"


def send_attachment(attachment: Attachment) -> ResponseReturnValue:
    """The file under the name it was uploaded with, and with the type that was checked then.

    Raises:
        NotFound: the file is no longer in the instance's folder.
    """
    try:
        content = evidence.path_of(folder(), attachment).read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"file of attachment {attachment.attachment_id}") from error
    return send_file(
        BytesIO(content),
        mimetype=attachment.media_type,
        download_name=attachment.name,
        as_attachment=attachment.media_type == "application/pdf",
    )
