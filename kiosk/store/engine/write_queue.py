"""A first-in-first-out queue for writers, with group commit.

SQLite allows one writer at a time. Other connections poll for the lock, and under load one of them was seen
to miss it for seconds. So the threads of this process wait in a queue: one queue per database file. On
PostgreSQL, writers of one unit block each other, so there is one queue per unit.

A commit waits for the disk however much is in it. So the thread at the head of the queue also does the work
of the threads behind it that record answers, and commits once for all of them (group commit). Each of them
returns only after that commit.
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
# Work that is done for several threads at once: returns one result per item, or raises for all of them.
Work = Callable[[Database, Sequence[Item]], Sequence[Result]]

LOCK_TIMEOUT_S = 10.0


class _Waiter:
    """A thread in the queue. With `work`, another thread may do the work for it."""

    def __init__(self, work: Work[Any, Any] | None = None, item: Any = None) -> None:
        self.work = work
        self.item = item
        self.result: Any = None
        self.error: Exception | None = None
        self.is_done = False
        self.wake = threading.Lock()  # held until the thread may go on
        self.wake.acquire()


class WriteQueue:
    """The writers of this process on one database or unit; `begin` is the SQL that begins a transaction."""

    def __init__(self, begin: str) -> None:
        self._begin = begin
        self._mutex = threading.Lock()
        self._waiting: deque[_Waiter] = deque()
        self._is_taken = False
        # For `kiosk.store.engine.kept`: how often something other than a group's work was written, and the
        # values by key, each with that number and the time when it was read.
        self.changes = 0
        # The connection that groups are committed through: each other one would read again what it changed.
        self.writer: Any = None
        self.users: set[int] = set()  # the other connections; the last of them closes it
        self.kept: dict[str, tuple[int, float, Any]] = {}

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Be the only writer in the block. Raises sqlite3.OperationalError after `LOCK_TIMEOUT_S`."""
        self._wait(_Waiter())
        try:
            yield
        finally:
            self.changes += 1
            self._pass_on()

    def group_commit(self, find_db: Callable[[], Database], work: Work[Item, Result], item: Item) -> Result:
        """The result of `work` for `item`, once it is committed.

        `find_db` returns the connection to work on; it is called when it is this thread's turn. Threads that
        wait for the same work are served by one call and one commit. If the batch fails it is rolled back and
        retried item by item; each thread gets only its own error.
        """
        waiter = _Waiter(work, item)
        self._wait(waiter)
        if not waiter.is_done:
            group = [waiter, *self._take_same(work)]
            try:
                _commit(find_db, self._begin, work, group)
            finally:
                self._pass_on()
                for other in group[1:]:
                    other.wake.release()
        if waiter.error:
            raise waiter.error
        result: Result = waiter.result
        return result

    @property
    def is_awaited(self) -> bool:
        """Whether a thread waits in the queue."""
        return bool(self._waiting)

    def _wait(self, waiter: _Waiter) -> None:
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return
            self._waiting.append(waiter)
        if waiter.wake.acquire(timeout=LOCK_TIMEOUT_S):
            return
        with self._mutex:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
                raise _busy()
        waiter.wake.acquire()  # taken from the queue meanwhile: it is its turn, or its work is being done

    def _take_same(self, work: Work[Any, Any]) -> Iterator[_Waiter]:
        """Take the next waiters from the queue as long as they want the same work."""
        with self._mutex:
            while self._waiting and self._waiting[0].work is work:
                yield self._waiting.popleft()

    def _pass_on(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().wake.release()
            else:
                self._is_taken = False


_queues: WeakValueDictionary[Hashable, WriteQueue] = WeakValueDictionary()
_finding = threading.Lock()


def find_queue(key: Hashable, begin: str = "begin immediate") -> WriteQueue:
    """The queue of this `key`, shared by all threads."""
    with _finding:
        return _queues.setdefault(key, WriteQueue(begin))


def _busy() -> sqlite3.OperationalError:
    """The error that SQLite raises when it waited too long."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def _commit(find_db: Callable[[], Database], begin: str, work: Work[Any, Any], group: list[_Waiter]) -> None:
    """Do the work of the group and commit once. An item that fails is undone alone; other errors hit all."""
    try:
        db = find_db()
        with begin_transaction(db, begin):
            if len(group) == 1:
                _do(db, work, group)
            else:
                _do_or_undo(db, work, group)
    except Exception as error:
        for waiter in group:
            waiter.error = waiter.error or error
    except BaseException:
        for waiter in group[1:]:
            waiter.error = _busy()  # this thread was told to stop; the others can try again
        raise
    finally:
        for waiter in group:
            waiter.is_done = True


def _do(db: Database, work: Work[Any, Any], group: list[_Waiter]) -> None:
    for waiter, result in zip(group, work(db, [waiter.item for waiter in group]), strict=True):
        waiter.result = result


def _do_or_undo(db: Database, work: Work[Any, Any], group: list[_Waiter]) -> None:
    db.execute("savepoint work")
    try:
        _do(db, work, group)
    except TryAgain:
        raise  # the whole transaction has to be repeated
    except Exception as error:
        if is_idle(db):
            raise  # SQLite itself has rolled back the transaction, as on a full disk
        db.execute("rollback to work")
        if len(group) == 1:
            group[0].error = error
        else:
            for waiter in group:
                _do_or_undo(db, work, [waiter])
    db.execute("release work")


def is_idle(db: Any) -> bool:
    """Whether no transaction has begun, on either engine."""
    return bool(db.is_idle)


@contextmanager
def begin_transaction(db: Database, begin: str = "begin immediate") -> Iterator[None]:
    """A transaction around the block: committed at its end, rolled back when it raises."""
    db.execute(begin)
    try:
        yield
        db.execute("commit")
    except BaseException:
        # On a full disk SQLite may have rolled back already, or fails at the commit and leaves it to us.
        with suppress(sqlite3.Error):
            db.execute("rollback")
        raise
