"""The ids of used one-time tickets; the tickets are signed and not stored (`kiosk.answering.tickets`)."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from kiosk.store.engine.errors import Conflict


@dataclass(frozen=True)
class Ticket:
    """The right to answer once, until the end of `last_day` in the office."""

    ticket_id: str
    last_day: date


class TicketUsed(Conflict):
    """The ticket was used for another response."""


def is_used(db: Database, ticket_id: str) -> bool:
    """Whether the ticket was used."""
    return db.execute("select 1 from used_tickets where ticket_id = ?", [ticket_id]).fetchone() is not None


def use_ticket(db: Database, ticket: Ticket) -> None:
    """Mark a ticket as used, in the transaction that stores its response. Raises TicketUsed."""
    done = db.execute(
        "insert into used_tickets (ticket_id, last_day) values (?, ?) on conflict (ticket_id) do nothing",
        [ticket.ticket_id, ticket.last_day.isoformat()],
    )
    if not done.rowcount:
        raise TicketUsed(f"ticket {ticket.ticket_id} is used")
