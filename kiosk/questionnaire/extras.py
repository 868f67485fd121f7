"""Questions that an office adds outside the index: asked last, counted apart, never part of the IKM.

Those of the kind `IMPORTANCE` are not in the office's words: each asks how important one unsur is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.questionnaire.languages import DEFAULT as INDONESIAN
from kiosk.questionnaire.languages import Language

CHOICE, SCALE, YES_NO, TEXT, IMPORTANCE = "choice", "scale", "yes-no", "text", "importance"
# What each kind that an office adds is called on the settings page.
KINDS: Mapping[str, str] = {
    CHOICE: "Pilihan",
    SCALE: "Nilai 1 sampai 4",
    YES_NO: "Ya atau tidak",
    TEXT: "Isian bebas",
}
MAX_QUESTIONS = 5
MAX_OPTIONS = 8
MAX_TEXT = 300


@dataclass(frozen=True)
class Translation:
    """A question in another language, by its code; as many `options` as the question has."""

    language: str
    question: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExtraQuestion:
    """One such question, in the words the office typed. `options` are the answers of a `CHOICE`.

    `question` and `options` are Indonesian, `translations` optional. The only option of an `IMPORTANCE` is
    the key of its unsur, and its words are those of the language. It is asked from `created_at` on, until
    `retired_at` if that is set.
    """

    extra_question_id: str
    kind: str
    question: str
    options: tuple[str, ...]
    created_at: datetime
    retired_at: datetime | None
    translations: tuple[Translation, ...] = ()

    def translated(self, code: str) -> Translation:
        """The question in the language with this code; its Indonesian words where it has no such options."""
        own = Translation(INDONESIAN, self.question, self.options)
        found = (one for one in self.translations if one.language == code)
        return next((one for one in found if len(one.options) == len(self.options)), own)

    @property
    def unsur(self) -> str:
        """The unsur that an `IMPORTANCE` is about; empty for the others."""
        return self.options[0] if self.kind == IMPORTANCE else ""

    def title(self, language: Language) -> str:
        """The question in a language; in Indonesian where the office did not translate it."""
        if self.kind != IMPORTANCE:
            return self.translated(language.code).question
        return language("importance.question", aspect=language(f"importance.{self.unsur}"))

    def answers(self, language: Language) -> dict[str, str]:
        """The code of each answer that can be chosen, with its words; none for a `TEXT`."""
        if self.kind == IMPORTANCE:
            return {str(value): language(f"importance.scale_{value}") for value in range(1, 5)}
        if self.kind == SCALE:
            return {str(value): language(f"extra.scale_{value}") for value in range(1, 5)}
        if self.kind == YES_NO:
            return {"ya": language("extra.yes"), "tidak": language("extra.no")}
        return {
            str(number): option for number, option in enumerate(self.translated(language.code).options, 1)
        }

    def was_asked_on(self, day: date, timezone: str) -> bool:
        """Whether it was asked for some time of a day of the office."""
        zone = ZoneInfo(timezone)
        last = self.retired_at.astimezone(zone).date() if self.retired_at else day
        return self.created_at.astimezone(zone).date() <= day <= last

    def allows(self, code: str) -> bool:
        """Whether an answer is one of the codes, or a text that is not too long."""
        if self.kind == TEXT:
            return len(code) <= MAX_TEXT
        return code in {"ya", "tidak"} if self.kind == YES_NO else code in self._numbers

    @property
    def _numbers(self) -> set[str]:
        return {
            str(number)
            for number in range(1, (4 if self.kind in (SCALE, IMPORTANCE) else len(self.options)) + 1)
        }
