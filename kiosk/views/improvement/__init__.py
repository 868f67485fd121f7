"""What the office does about it: suggestions and plans."""
