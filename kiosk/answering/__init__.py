"""Taking one answer, whichever way it comes in: parse, check eligibility, validate, record."""
