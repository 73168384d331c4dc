"""Maven's project model: what a pom says, and what it means together with its parents and BOMs."""
