"""Pages in a real Chromium: accessible, readable on a phone, light and dark."""
