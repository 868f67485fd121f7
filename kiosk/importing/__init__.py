"""Imports a file's answers: previewed first, stored as one batch when a user confirms.

`source` understands a file row by row, `preview` adds up what it would give, `stated` compares that with the
figures the file states itself, `folder` keeps files until then, `storing` stores them.
"""
