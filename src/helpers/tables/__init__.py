"""Disk, and the shape of every table: read, written, described, shown."""
