"""The chains of hashes that make changes visible."""
