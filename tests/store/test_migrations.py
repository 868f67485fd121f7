"""An office of any earlier version comes up with everything in it."""

import pkgutil
import re
from importlib import import_module

from kiosk.store import migrations


def test_every_step_is_taken_in_the_order_of_its_number() -> None:
    modules = [
        import_module(f"{migrations.__name__}.{one.name}")
        for one in pkgutil.iter_modules(migrations.__path__)
    ]
    written = {name for module in modules for name in vars(module) if re.match(r"m\d{4}_", name)}
    assert [step.__name__ for step in migrations.STEPS] == sorted(written)
    assert [int(name[1:5]) for name in sorted(written)] == list(range(1, len(written) + 1))
