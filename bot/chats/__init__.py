"""Where people are: one folder for each platform, behind one port."""
