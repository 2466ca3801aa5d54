"""Other systems are told of a release: whom, what, and how it is made certain who says so."""
