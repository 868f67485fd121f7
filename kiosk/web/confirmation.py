"""A question before an act that destroys something or stops a service: what will happen, in numbers.

The form that was sent is shown again, hidden, with one more field that says that the question was answered.
"""

from collections.abc import Sequence

from flask import g
from flask import render_template
from flask import request
from flask.typing import ResponseReturnValue

# The form field that carries the answer, and its value.
FIELD, YES = "konfirmasi", "ya"


def is_given() -> bool:
    """Whether the question was answered; else nothing is done, so the log of acts leaves the request out."""
    g.is_question = request.form.get(FIELD) != YES
    return not g.is_question


def ask(
    title: str, statements: Sequence[str], *, action: str, back: str, details: Sequence[str] = ()
) -> ResponseReturnValue | None:
    """The page that asks before this request's act is done; None once its button was pressed.

    `statements` say in whole sentences what will happen, `action` is the button's label, and `back` the URL
    that leads away without the act. `details` are listed below, such as the words to be deleted.
    """
    if is_given():
        return None
    sent = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return render_template(
        "confirmation/ask.html",
        title=title,
        statements=statements,
        details=details,
        action=action,
        back=back,
        fields=[*sent, (FIELD, YES)],
    )
