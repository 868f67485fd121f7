"""The IKM kiosk: a survey for citizens, and its results for the office.

Nothing is imported here, so that the small processes beside the server start fast.
"""
