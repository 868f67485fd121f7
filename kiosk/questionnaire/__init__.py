"""Which questions, words and profile lists a visitor is shown."""
