"""The commands that are one file each, named as they are typed."""
