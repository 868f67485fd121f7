"""What all pages share: database connection, errors, addresses, uploads."""
