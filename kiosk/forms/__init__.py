"""What people type in, checked field by field with messages in their language."""
