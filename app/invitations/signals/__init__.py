"""What may show that addresses are not collected honestly. Nothing from answers enters here."""
