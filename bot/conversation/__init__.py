"""What every command and question does, whatever the chat."""
