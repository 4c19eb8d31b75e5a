"""What stands where and who reaches whom: layer map and import chains."""
