"""Elders, who may act for them ("为谁办"), what they agreed to, and what is known about them."""
