"""CocoaPods formats."""
