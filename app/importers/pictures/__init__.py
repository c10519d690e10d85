"""Reads words with their boxes from pictures of screens: offline, in a process of its own."""
