"""The database itself: connections, transactions, ids, times, errors. Nothing about surveys."""
