"""How fast it is, measured: each module is one command that prints its own conditions."""
