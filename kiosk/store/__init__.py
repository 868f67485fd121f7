"""Everything that touches the database: the only package with SQL in it.

Functions are grouped by noun (`units`, `collectors`, `responses`, …), take the database
first, and give back frozen rows. They never read the clock: `now` is passed in.
"""
