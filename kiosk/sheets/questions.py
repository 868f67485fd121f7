"""What a person must say before anything is counted, as data for every door."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One answer to a question: what the option or the form field takes, and what it means, in Indonesian."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """Something the file does not say and that decides the figures.

    `code` is stable, `text` one or two Indonesian sentences. `option` is the command-line option that answers
    it and `field` the form's; `choices` are the usual answers, the first the likeliest. An `example` is shown
    where the choices do not exhaust what can be said. `values` can each be given a meaning instead.
    """

    code: str
    text: str
    option: str
    field: str
    choices: tuple[Choice, ...] = ()
    example: str = ""
    values: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The question and how a command line answers it, in one line."""
        if self.choices:
            shown = [f"{self.option} {_quoted(choice.value)} ({choice.label})" for choice in self.choices]
            return f"{self.text} Jawab dengan {' atau '.join(shown)}."
        return f"{self.text} Jawab dengan {self.option} {self.example}.".replace(" .", ".")


def _quoted(value: str) -> str:
    return f'"{value}"' if not value or any(char in value for char in " *;&|<>()") else value
