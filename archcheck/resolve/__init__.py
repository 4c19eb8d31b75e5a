"""Facts and catalog in, call sites out: types of receivers, certainty and evidence."""
