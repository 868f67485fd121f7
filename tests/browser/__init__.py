"""Tests that look through a real Chromium."""
