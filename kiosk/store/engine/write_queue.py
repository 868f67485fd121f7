"""Turns at writing, first come first served, and one commit for all who wait to record.

SQLite lets one connection write at a time; the others look again now and then, and under load one of them
looks at the wrong moment for seconds. So the threads of this process queue here: one queue per file. On
PostgreSQL those of one unit would wait for each other; one queue per unit. And a commit waits for the disk,
whatever is in it: whoever has the turn to record also does the work of those who queued up to record
meanwhile, and commits once for all. Nobody goes on before the commit that holds their work.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from contextlib import suppress
from typing import Any
from typing import TypeVar
from weakref import WeakValueDictionary

from sqlite_utils import Database

from kiosk.store.engine.errors import TryAgain

Item = TypeVar("Item")
Result = TypeVar("Result")
# What several can want at once: of each item its result, or nothing but an exception.
Work = Callable[[Database, Sequence[Item]], Sequence[Result]]

PATIENCE_S = 10.0


class _Place:
    """A thread's place in the queue: for a turn of its own, or with `work` that another may do for it."""

    def __init__(self, work: Work[Any, Any] | None = None, item: Any = None) -> None:
        self.work = work
        self.item = item
        self.result: Any = None
        self.error: Exception | None = None
        self.is_done = False
        self.called = threading.Lock()
        self.called.acquire()


class Turns:
    """The queue of the threads of this process that write to the same; `begin` begins a transaction there."""

    def __init__(self, begin: str) -> None:
        self._begin = begin
        self._mutex = threading.Lock()
        self._queue: deque[_Place] = deque()
        self._is_taken = False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Have the file to oneself. Raises sqlite3.OperationalError when that takes too long."""
        self._wait(_Place())
        try:
            yield
        finally:
            self._pass_on()

    def together(self, db: Database, work: Work[Item, Result], item: Item) -> Result:
        """What `work` makes of `item`, once it is committed; whoever has the turn does it, on its connection.

        Those who queue up for the same work have it done with one call. When that raises it is undone and
        done for each alone, so that one who fails fails alone: what it raised then is raised here.
        """
        place = _Place(work, item)
        self._wait(place)
        if not place.is_done:
            group = [place, *self._join(work)]
            try:
                _commit(db, self._begin, work, group)
            finally:
                self._pass_on()
                for other in group[1:]:
                    other.called.release()
        if place.error:
            raise place.error
        result: Result = place.result
        return result

    def _wait(self, place: _Place) -> None:
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return
            self._queue.append(place)
        if place.called.acquire(timeout=PATIENCE_S):
            return
        with self._mutex:
            if place in self._queue:
                self._queue.remove(place)
                raise _busy()
        place.called.acquire()  # at the last moment: its turn has come, or its work is being done

    def _join(self, work: Work[Any, Any]) -> Iterator[_Place]:
        """Those next in the queue who want the same."""
        with self._mutex:
            while self._queue and self._queue[0].work is work:
                yield self._queue.popleft()

    def _pass_on(self) -> None:
        with self._mutex:
            if self._queue:
                self._queue.popleft().called.release()
            else:
                self._is_taken = False


_turns: WeakValueDictionary[Hashable, Turns] = WeakValueDictionary()
_finding = threading.Lock()


def find_turns(key: Hashable, begin: str = "begin immediate") -> Turns:
    """The queue that all who name this `key` share."""
    with _finding:
        return _turns.setdefault(key, Turns(begin))


def _busy() -> sqlite3.OperationalError:
    """What SQLite raises when it waited too long."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def _commit(db: Database, begin: str, work: Work[Any, Any], group: list[_Place]) -> None:
    """Do everybody's work and commit once. Who fails is undone alone; else all share what happens."""
    try:
        with begun(db, begin):
            if len(group) == 1:
                _do(db, work, group)
            else:
                _do_or_undo(db, work, group)
    except Exception as error:
        for place in group:
            place.error = place.error or error
    except BaseException:
        for place in group[1:]:
            place.error = _busy()  # this thread was told to stop; the others can try again
        raise
    finally:
        for place in group:
            place.is_done = True


def _do(db: Database, work: Work[Any, Any], group: list[_Place]) -> None:
    for place, result in zip(group, work(db, [place.item for place in group]), strict=True):
        place.result = result


def _do_or_undo(db: Database, work: Work[Any, Any], group: list[_Place]) -> None:
    db.execute("savepoint work")
    try:
        _do(db, work, group)
    except TryAgain:
        raise  # all of it has to be made again
    except Exception as error:
        if is_idle(db):
            raise  # a full disk: SQLite has rolled back everybody's
        db.execute("rollback to work")
        if len(group) == 1:
            group[0].error = error
        else:
            for place in group:
                _do_or_undo(db, work, [place])
    db.execute("release work")


def is_idle(db: Any) -> bool:
    """Whether no transaction has begun, on either engine."""
    return bool(db.is_idle)


@contextmanager
def begun(db: Database, begin: str = "begin immediate") -> Iterator[None]:
    """A transaction around the block, committed whole or not at all."""
    db.execute(begin)
    try:
        yield
        db.execute("commit")
    except BaseException:
        # A full disk makes SQLite roll back by itself, or fail at the commit and leave that to us.
        with suppress(sqlite3.Error):
            db.execute("rollback")
        raise
