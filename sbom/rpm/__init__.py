"""RPM: headers, and the containers that databases keep them in."""
