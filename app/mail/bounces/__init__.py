"""What comes back: understanding bounces and complaints, and acting on them."""
