"""The review as one HTML page that needs nothing but itself: a template, style sheets and scripts, and the data they show."""
