"""Knowledge as data: vocabulary, actors, themes, cues, shapes and queries (Turtle and SPARQL)."""
