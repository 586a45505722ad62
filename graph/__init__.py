"""Innspillsgraf: who is asked what, read from Norwegian workshop and consultation documents."""
