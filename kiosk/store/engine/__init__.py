"""The database itself: connections, transactions, the write queue, files, ids, times, errors."""
