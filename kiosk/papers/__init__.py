"""What staff print and hand over: data in, PDF out. Templates are in `templates/papers/`."""
