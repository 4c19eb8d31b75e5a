"""Git: what a repository holds, read out of its objects; the work tree, the index and the network are left alone."""
