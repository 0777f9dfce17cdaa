"""The command line: one module per noun. Holds a Coach, never a store or a model; prints only through `output`."""
