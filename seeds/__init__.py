"""Articles and a list of feeds that come with the program and need no network."""
