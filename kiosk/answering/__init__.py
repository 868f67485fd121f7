"""Accepting one answer from any channel: parse, check eligibility, validate, record."""
