"""The form that all others are made from: it puts the library's own messages into Indonesian."""

from typing import Any

from flask_wtf import FlaskForm

CHOICE = "Pilihan ini tidak tersedia lagi. Muat ulang halaman ini, lalu pilih yang lain."
OTHER = "Isian ini tidak dapat dibaca. Periksa, lalu kirim lagi."


class _Indonesian:
    """Stands in for the library's translations; the fields' own messages do not pass through here."""

    def gettext(self, text: str) -> str:
        """The message for one of WTForms' English ones."""
        return CHOICE if "choice" in text.lower() else OTHER

    def ngettext(self, singular: str, _plural: str, _n: int) -> str:
        """The same; Indonesian words have no plural form."""
        return self.gettext(singular)


class Form(FlaskForm):
    """A form whose every message is Indonesian."""

    class Meta(FlaskForm.Meta):
        """WTForms' settings of the form."""

        def get_translations(self, _form: Any) -> _Indonesian:
            """What puts the library's messages into words."""
            return _Indonesian()
