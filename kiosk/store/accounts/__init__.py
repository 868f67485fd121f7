"""Staff accounts: passwords, sessions, second factors, and what happened to an account."""
