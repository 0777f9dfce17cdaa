"""The command line: one module per noun. Holds a Coach, never a store; prints only through `output`."""
