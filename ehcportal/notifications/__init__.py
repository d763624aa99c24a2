"""E-mail and text messages: who hears, in which words, and how it travels."""
