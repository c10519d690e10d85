"""How the window looks: theme, colours, icons, small widgets."""
