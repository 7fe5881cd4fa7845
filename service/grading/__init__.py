"""The grading arithmetic in plain Python: points, ratings, composite, caps, grade."""
