"""Taking in an evidence file and giving it out again."""

from io import BytesIO
from pathlib import Path

from flask import current_app
from flask import request
from flask import send_file
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename
from wtforms import FileField

from kiosk.operations import evidence
from kiosk.operations.evidence import Checked
from kiosk.store.engine.errors import NotFound
from kiosk.store.results.attachments import Attachment


def allow_large_request(*_: object) -> None:
    """Room for a file and the rest of its form. Before the request is read, so as a URL preprocessor."""
    request.max_content_length = evidence.MAX_BYTES + 64 * 1024


def folder() -> Path:
    """Where this instance keeps evidence."""
    return Path(current_app.instance_path) / "evidence"


def read_upload(field: FileField) -> Checked | None:
    """The chosen file; None, with a message at the field, when there is none or it is not accepted."""
    if not field.data:
        field.errors = ["Pilih berkasnya."]
        return None
    with field.data.stream as stream:
        content = stream.read(evidence.MAX_BYTES + 1)
    try:
        return evidence.check(content)
    except evidence.NotEvidence as error:
        field.errors = [str(error)]
        return None


def upload_name(field: FileField) -> str:
    """The name a file came with, fit to be shown and saved under."""
    return secure_filename(field.data.filename or "")[-100:] or "bukti"


def send_attachment(attachment: Attachment) -> ResponseReturnValue:
    """The file itself, under the name it came with; browsers are told to take its type as checked.

    Raises:
        NotFound: the file is not in the instance's folder any more.
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
