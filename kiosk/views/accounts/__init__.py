"""Setting up, logging in, and a user's own account."""
