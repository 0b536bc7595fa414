package org.closedform.benchmark.report;

/** What times are given in. */
enum Unit {
    NANOSECONDS_AN_ELEMENT("ns/element"),
    NANOSECONDS("ns"),
    MICROSECONDS("µs");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    @Override
    public String toString() {
        return symbol;
    }

    double of(Measurement measurement, double nanoseconds) {
        return switch (this) {
            case NANOSECONDS_AN_ELEMENT -> nanoseconds / measurement.elements();
            case NANOSECONDS -> nanoseconds;
            case MICROSECONDS -> nanoseconds / 1000;
        };
    }
}
