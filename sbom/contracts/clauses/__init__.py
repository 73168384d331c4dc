"""Which clauses a contract holds, what they say, where, and what is missing."""
