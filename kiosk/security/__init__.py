"""Who may do what: accounts, sessions, passwords, second factor, the log of acts."""
