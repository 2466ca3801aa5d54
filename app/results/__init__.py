"""From snapshots to rates, intervals, charts and exports."""
