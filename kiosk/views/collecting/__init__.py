"""How answers come in: devices and their codes, paper, files, and what arrived oddly."""
