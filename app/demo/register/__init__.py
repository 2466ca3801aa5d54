"""The simulated register: fictional firms and inspections, the same in every run."""
