"""How often a locator's place in the sources is found, and edited as asked."""
