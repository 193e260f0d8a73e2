"""`commitworthy extract`: flagged literals move to the config file, and the code reads them from there."""
