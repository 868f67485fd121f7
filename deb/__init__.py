"""The Debian package of the kiosk."""
