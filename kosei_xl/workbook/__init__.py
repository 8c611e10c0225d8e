"""Bytes and cells: read a Book, edit single parts, measure text, lay pictures, VBA container, PDF text."""
