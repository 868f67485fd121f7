"""How long the program waits for a PostgreSQL server, and how many connections it keeps."""

from dataclasses import dataclass

from kiosk.store.engine.write_queue import LOCK_TIMEOUT_S


@dataclass(frozen=True)
class Limits:
    """Seconds, 0 for without end; `connections` are those of the whole process.

    `statement_s`: one statement; `idle_s`: a pause between two statements of a transaction, after which the
    server ends it, because its locks stop others; `commit_s`: a commit, which waits for a standby (the
    server has no limit for that, so the client gives it up); `grace_s`: how much longer than the server's
    limits the client waits.
    """

    connections: int
    statement_s: float
    idle_s: float
    lock_s: float = LOCK_TIMEOUT_S
    commit_s: float = 30.0
    grace_s: float = 3.0

    @property
    def of_reading(self) -> str:
        """The SQL that sets them for one transaction: PgBouncer forgets settings of a session."""
        return _set(statement_timeout=self.statement_s)

    @property
    def of_writing(self) -> str:
        """As `of_reading`, for a transaction with locks."""
        return _set(
            lock_timeout=self.lock_s,
            statement_timeout=self.statement_s,
            idle_in_transaction_session_timeout=self.idle_s,
        )

    @property
    def deadline_s(self) -> float | None:
        """When the client gives a statement up, because the server does not obey its own limits."""
        return max(self.statement_s, self.lock_s) + self.grace_s if self.statement_s else None


def _set(**seconds: float) -> str:
    return "; ".join(f"set local {name} = '{limit * 1000:.0f}ms'" for name, limit in seconds.items())


# A web server: a visitor's answer must not wait for long, since the tablet keeps it and sends it again. When
# a primary freezes, its threads are free after eight seconds.
SERVED = Limits(connections=10, statement_s=7, idle_s=7, lock_s=6, commit_s=6, grace_s=1)
# A command: one statement may take minutes, and its user sees it wait.
COMMAND = Limits(connections=4, statement_s=0, idle_s=60)
# A migration, or filling a new database; a program that starts meanwhile waits for it.
MIGRATION = Limits(connections=1, statement_s=0, idle_s=0, lock_s=60)
