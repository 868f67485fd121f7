"""Responses and everything counted from them."""
