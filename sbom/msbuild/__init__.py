"""MSBuild: project and props files, their properties and items, as far as they are literal."""
