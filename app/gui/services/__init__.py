"""What every part of the window needs: sentences, names, settings, tasks, the session, the selection."""
