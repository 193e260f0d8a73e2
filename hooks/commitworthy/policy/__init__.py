"""What the team decided: options, policy files, exceptions and the baseline.  Text in, values out; no I/O."""
