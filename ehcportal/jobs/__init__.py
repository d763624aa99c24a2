"""What is done without anybody asking: mail, reminders, sealing, tidying."""
