"""What the answers of a period come to, and the rules for showing it."""
