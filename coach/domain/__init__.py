"""What the program is about: plain values and rules, standard library only. No screen, file or network."""
