"""Who may do what: accounts, sessions, passwords, two-factor authentication, the log of acts."""
