"""The pages: one blueprint a module, in folders that follow the main menu."""
