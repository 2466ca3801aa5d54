"""Nine simulated months through the real acts."""
