"""What the law and the city's own rules ask of contracts, held against what is read in them."""
