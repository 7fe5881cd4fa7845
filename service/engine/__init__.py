"""Two evaluators of one ruleset: forward chaining decides, plain Python checks it."""
