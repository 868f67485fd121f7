"""The form for printing tickets."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import NumberRange

from kiosk.forms.base import Form
from kiosk.forms.fields import Whole

MAX_TICKETS = 280


class TicketsForm(Form):
    """How many tickets to print, and how long they are valid."""

    number = Whole(
        "Jumlah tiket",
        [InputRequired("Isi jumlah tiket."), NumberRange(1, MAX_TICKETS, f"Isi 1 sampai {MAX_TICKETS}.")],
        default=28,
    )
    days = SelectField(
        "Berlaku",
        choices=[
            SelectChoice(value=str(days), label=label)
            for days, label in {0: "Hari ini saja", 6: "7 hari", 29: "30 hari", 89: "90 hari"}.items()
        ],
        default="29",
    )
