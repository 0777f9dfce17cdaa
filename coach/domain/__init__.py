"""What the program is about: plain values and rules, standard library only. Knows no screen, file or network."""
