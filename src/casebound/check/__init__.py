"""What was written → findings. No rule changes anything, and none stops another."""
