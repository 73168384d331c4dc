"""One module per rule; its docstring is its documentation. Registered in policies/registry.py."""
