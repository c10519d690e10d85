"""Many cases: the same explanation for each, in processes kept warm or on a cluster, and one table of them all."""
