"""The kind of links about publications."""

import json
from dataclasses import dataclass

from kiosk.store.engine.errors import BundleRefused
from kiosk.store.journal.kinds.base import BundleLine
from kiosk.store.journal.kinds.base import Event


@dataclass(frozen=True, kw_only=True)
class Publication(Event):
    """A published result. Its public text, which is hashed, says whether it is of one questionnaire apart."""

    def read_line(self, line: BundleLine) -> BundleLine:
        """The row, with the questionnaire that is published apart."""
        values = super().read_line(line)
        try:
            is_apart = "apart" in json.loads(values["figures"])
        except (TypeError, ValueError):
            raise BundleRefused(f"publikasi {values['publication_id']} tidak dapat dibaca") from None
        return {**values, "apart": values["instrument"] if is_apart else ""}
