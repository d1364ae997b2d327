"""The chapters of /about/style/, each a function of the cast: what is shown, in which states, and when it is used."""
