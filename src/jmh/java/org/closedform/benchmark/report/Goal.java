package org.closedform.benchmark.report;

/**
 * A figure beside what this project wants it to be.
 *
 * @param what the figure is of
 * @param reached the figure
 * @param wanted what it should be
 * @param met whether it is
 */
record Goal(String what, double reached, double wanted, boolean met) {

    static Goal atLeast(String what, double reached, double wanted) {
        return new Goal(what, reached, wanted, reached >= wanted);
    }

    static Goal atMost(String what, double reached, double wanted) {
        return new Goal(what, reached, wanted, reached <= wanted);
    }

    @Override
    public String toString() {
        return "%s %s, wanted %s".formatted(what, Markdown.number(reached), Markdown.number(wanted));
    }
}
