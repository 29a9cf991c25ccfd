"""Speakers, claims, appearances and reviews: what is claimed and what editors made of it."""
