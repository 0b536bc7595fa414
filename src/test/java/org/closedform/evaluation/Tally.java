package org.closedform.evaluation;

import java.util.Locale;

/** So many of so many. */
record Tally(long hits, long of) {
    static final Tally NONE = new Tally(0, 0);

    Tally plus(boolean hit) {
        return new Tally(hits + (hit ? 1 : 0), of + 1);
    }

    Tally plus(Tally other) {
        return new Tally(hits + other.hits, of + other.of);
    }

    /** 1 where there was nothing to miss. */
    double rate() {
        return of == 0 ? 1 : (double) hits / of;
    }

    /** For example {@code 3 of 1,000 (0.3 %)}. */
    @Override
    public String toString() {
        return of == 0 ? "-" : String.format(Locale.ROOT, "%,d of %,d (%.3g %%)", hits, of, 100 * rate());
    }
}
