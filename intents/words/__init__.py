"""A text and its words: spelling, cutting, sounds, numerals, synonyms; what everything else is built on."""
