"""The command on this task of the programme."""
