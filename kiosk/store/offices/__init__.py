"""Units, their services, collectors and settings."""
