"""Moving data between servers: bundles from an office to its city, and from SQLite to PostgreSQL."""
