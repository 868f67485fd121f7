"""Responses with their profiles and suggestions, what is counted of them, and how they were entered."""
