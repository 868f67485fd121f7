"""Units and their tree, services, collectors, tablets, targets, and the settings of their survey."""
