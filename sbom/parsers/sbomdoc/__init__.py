"""Documents that list components: CycloneDX, SPDX, output of other tools, spreadsheets."""
