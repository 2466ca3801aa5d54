"""What the inspectorate makes of remarks: themes, decisions, measures, masked words."""
