"""The screens. Holds a `Coach` (a bundle of use cases) and knows no store, model, prompt file or format."""
