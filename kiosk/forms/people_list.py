"""The form for adding accounts from a pasted list."""

import re
import unicodedata
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import count
from itertools import islice

from wtforms import SelectField
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from kiosk.base.text import one_line
from kiosk.forms.base import Form
from kiosk.forms.fields import unit_choices
from kiosk.forms.people import NewPersonForm
from kiosk.security.roles import ROLES
from kiosk.store.offices.tree import Branch

MAX_PEOPLE = 60
USERNAME_TAKEN = "Nama pengguna ini sudah dipakai. Pilih yang lain."
_PARTS = ("name", "username", "role")
# Not the comma: titles follow it, as in "Siti Aminah, S.Sos."
_BETWEEN = re.compile("[;\t]")


class PeopleListForm(Form):
    """Accounts to add to a unit, one a line; `people` are their forms once the list is valid."""

    lines = TextAreaField(
        "Daftar pengguna",
        description=(
            "Satu orang per baris: nama; nama pengguna; peran. Kolom dari lembar kerja dapat ditempel. "
            "Tanpa nama pengguna, ia dibuat dari nama; tanpa peran, orang itu petugas."
        ),
        render_kw={"rows": 8, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    unit_id = SelectField("Unit", validate_choice=True)

    def __init__(
        self,
        branches: Sequence[Branch],
        names: Sequence[tuple[str, str]],
        is_username: Callable[[str], bool],
    ) -> None:
        """As `NewPersonForm`; `is_username` says whether an account has a user name."""
        super().__init__()
        self._branches = branches
        self._names = names
        self._is_username = is_username
        self.unit_id.choices = unit_choices(branches)
        self.people: list[NewPersonForm] = []
        self.problems: list[str] = []

    def validate_lines(self, field: TextAreaField) -> None:
        """Check each line as the form for one account does; `problems` has a sentence for each wrong one."""
        people: list[NewPersonForm] = []
        rows = list(islice(_rows(field.data or ""), MAX_PEOPLE + 1))
        if len(rows) > MAX_PEOPLE:  # first: each line is compared with all before it
            raise ValidationError(f"Paling banyak {MAX_PEOPLE} orang sekali tambah.")
        for number, cells in rows:
            form = self._person(cells, people)
            if problem := _find_problem(form, cells):
                self.problems.append(f"Baris {number} ({cells[0] or 'tanpa nama'}): {problem}")
            people.append(form)
        if self.problems:
            raise ValidationError("Belum ada yang ditambahkan. Perbaiki baris berikut, lalu periksa lagi.")
        if not people:
            raise ValidationError("Isi paling sedikit satu nama.")
        self.people = people

    def _person(self, cells: Sequence[str], before: Sequence[NewPersonForm]) -> NewPersonForm:
        """The form of one line, validated with the accounts `before` it as if they were there."""
        name, username, role = (*cells[:3], "", "")[:3]
        used = {one.username.data for one in before}

        def is_used(username: str) -> bool:
            return username.lower() in used or self._is_username(username)

        unit_id = self.unit_id.data
        sent = {
            "name": name,
            "username": username or propose_username(name, is_used),
            "role": role.lower() or ROLES[0],
            "unit_id": unit_id,
        }
        names = [*self._names, *((unit_id, one.name.data) for one in before)]
        form = NewPersonForm(self._branches, names, formdata=None, data=sent, meta={"csrf": False})
        if form.validate() and is_used(form.username.data):
            form.username.errors = [USERNAME_TAKEN]
        form.username.data = form.username.data.lower()
        return form

    @property
    def checked(self) -> str:
        """The list with every part filled in, to be sent again."""
        return "\n".join("; ".join(str(form[part].data) for part in _PARTS) for form in self.people)


def propose_username(name: str, is_used: Callable[[str], bool]) -> str:
    """A free user name from the first two words of a name without titles, such as `siti.aminah`."""
    plain = unicodedata.normalize("NFKD", name.partition(",")[0]).encode("ascii", "ignore").decode().lower()
    words = [re.sub(r"[^a-z0-9]", "", word) for word in plain.split() if not word.endswith(".")]
    start = ".".join(filter(None, words[:2]))[:60].ljust(3, "1") if words else "pengguna"
    return next(one for number in count(1) if not is_used(one := start + str(number) * (number > 1)))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line that is neither empty nor a header."""
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [one_line(cell) for cell in _BETWEEN.split(line)]
        if any(cells) and not (number == 1 and cells[0].casefold() == "nama"):
            yield number, cells


def _find_problem(form: NewPersonForm, cells: Sequence[str]) -> str | None:
    if any(cells[3:]):
        return "lebih dari tiga isian; pakai nama; nama pengguna; peran."
    if form.role.errors:
        return f"peran “{cells[2]}” tidak dikenal; pakai {', '.join(ROLES[:-1])}, atau {ROLES[-1]}."
    found = [form[part].errors[0] for part in _PARTS if form[part].errors]
    return found[0] if found else None
