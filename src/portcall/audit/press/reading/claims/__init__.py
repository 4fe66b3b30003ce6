"""What is claimed: the records that leave the reader."""
