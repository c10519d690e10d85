"""Geometry of the timeline, without a window."""
