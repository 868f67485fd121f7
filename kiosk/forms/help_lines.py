"""The form of an office's help lines, with one field per question and language."""

from collections.abc import Mapping

from wtforms import StringField

from kiosk.forms.base import Form
from kiosk.forms.fields import line
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.languages import Language
from kiosk.store.offices.help_lines import MAX_LENGTH

Lines = Mapping[tuple[str, str], str]  # by item and code of the language


class HelpForm(Form):
    """Help lines; where a field is empty, the built-in line is shown."""

    def at(self, item: str, language: str) -> StringField:
        """The field of one question in one language."""
        return self[f"{item}_{language}"]

    def read(self) -> Lines:
        """What was filled in."""
        names = {name: name.rpartition("_") for name in self._fields if name != "csrf_token"}
        return {(item, code): self[name].data or "" for name, (item, _, code) in names.items()}


def make_form(
    questionnaire: Questionnaire, shown: Mapping[str, Language], lines: Lines | None = None
) -> HelpForm:
    """The form to a questionnaire, filled with the stored `lines` or with what was sent."""
    fields = {
        f"{key}_{code}": line(language.name, limit=MAX_LENGTH)
        for key in questionnaire.rules.items
        for code, language in shown.items()
    }
    form: type[HelpForm] = type("HelpForm", (HelpForm,), fields)
    if lines is None:
        return form()
    return form(formdata=None, data={f"{key}_{code}": text for (key, code), text in lines.items()})
