"""What compiled programs state of themselves: build information, embedded lists, known byte strings."""
