"""People who log in, and how they prove who they are."""
