"""Every kind of report by its name, and what it is made from."""
