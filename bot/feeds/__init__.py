"""What comes in from outside: feeds, pages, lists of feeds, local files. All of it is foreign."""
