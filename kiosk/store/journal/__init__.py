"""Hash chains that make changes visible: a journal per unit, and the log of acts."""
