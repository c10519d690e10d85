"""Independent computations, right by published tables and worked examples; the program is held against them."""
