"""What the program beside this folder, seats, is made of."""
