"""One module per report format; each has `render(data) -> str`."""
