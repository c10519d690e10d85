"""Puts the told case into the shape that every view shows: events, chains, facilities, outlook."""
