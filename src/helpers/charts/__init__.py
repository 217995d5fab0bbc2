"""Pictures: frames in, figures out; one style, one colour a place and a method; outputs.pictures lists all."""
