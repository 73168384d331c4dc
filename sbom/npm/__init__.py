"""What the JavaScript formats share: specifiers, identities, addresses, fields."""
