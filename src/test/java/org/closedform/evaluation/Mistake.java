package org.closedform.evaluation;

/** Classes of mistakes in a derivation; each is a row of the table. */
enum Mistake {
    SIGN("the sign"),
    FACTOR("a constant factor: 2, 1/2, N, 1/N"),
    ZERO("all zero"),
    UPSTREAM("ignores upstream"),
    TRANSPOSED("transposed"),
    SHIFTED("shifted"),
    LABELS("labels off by one"),
    OFF_DIAGONAL("off-diagonal part missing"),
    DIAGONAL("diagonal wrong"),
    AXIS("wrong axis"),
    MEAN_TERM("mean term of batch norm, constant per feature"),
    VARIANCE_TERM("variance term of batch norm"),
    GROUP("a factor in one group"),
    UNBIASED("N - 1 for N"),
    EPSILON("epsilon misplaced"),
    RANK_ONE("rank-one remainder, such as a sum left out"),
    ELEMENTWISE("derivative of an elementwise function"),
    COORDINATE("one coordinate by 1 %"),
    FACTOR_1E2("factor 1 + 1e-2"),
    FACTOR_1E4("factor 1 + 1e-4"),
    FACTOR_1E6("factor 1 + 1e-6"),
    FACTOR_1E8("factor 1 + 1e-8"),
    FACTOR_1E10("factor 1 + 1e-10");

    private final String text;

    Mistake(String text) {
        this.text = text;
    }

    /** Not a small number beside the right one, but a formula that is wrong. */
    boolean isStructural() {
        return compareTo(COORDINATE) < 0;
    }

    /** What goes wrong is a factor next to 1. */
    boolean isSmallFactor() {
        return compareTo(COORDINATE) > 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
