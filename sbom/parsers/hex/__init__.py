"""Elixir, Erlang and Gleam formats."""
