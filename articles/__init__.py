"""Outlets, stories and articles: how text comes in."""
