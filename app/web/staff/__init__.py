"""Pages for the people of the inspectorates and the ministry."""
