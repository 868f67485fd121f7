"""What every room may use: settings, clock, logs, formatting. No database."""
