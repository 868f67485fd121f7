"""The database: every SQL statement of the program.

The modules are grouped by theme and noun. Functions take the database first and return frozen values. They
never read the clock: `now` is passed in.
"""
