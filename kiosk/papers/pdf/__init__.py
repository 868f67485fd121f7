"""Papers as PDF: the Typst worker processes and their fonts."""
