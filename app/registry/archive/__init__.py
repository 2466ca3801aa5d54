"""The electronic archive: the records of a closed quarter as a file that stays as it is."""
