"""Reports: pure renderers over a `ReportData`."""
