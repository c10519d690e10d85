"""The main window: its regions, actions and start page, put together."""
