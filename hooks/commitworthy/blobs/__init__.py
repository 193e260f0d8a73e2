"""Whether a blob belongs in git: judged by format, size and policy, for every hook that asks."""
