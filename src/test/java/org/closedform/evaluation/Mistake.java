package org.closedform.evaluation;

import java.util.Collection;
import java.util.List;

/** Classes of mistakes in a derivation, each a row of the table, with the diagnoses that are right for it. */
enum Mistake {
    SIGN("the sign", "sign"),
    FACTOR("a constant factor: 2, 1/2, N, 1/N", "constant factor"),
    ZERO("all zero", "all zero"),
    UPSTREAM("ignores upstream", "ignores upstream", "all zero"),
    TRANSPOSED("transposed", "transposed"),
    SHIFTED("shifted", "shifted"),
    LABELS("labels off by one", "label off by one"),
    OFF_DIAGONAL("off-diagonal part missing", "off-diagonal missing"),
    DIAGONAL("diagonal wrong", "diagonal wrong"),
    AXIS("wrong axis", "wrong axis"),
    MEAN_TERM("mean term, a constant per feature", "mean term", "mean and variance terms"),
    VARIANCE_TERM("variance term", "variance term", "mean and variance terms"),
    /** A partial factor is one at some elements, with right numbers at the others: as here. */
    GROUP("a factor in one group", "group factor", "partial factor", "coordinates", "constant factor"),
    UNBIASED("N - 1 for N", "unbiased variance"),
    EPSILON("epsilon misplaced", "epsilon"),
    RANK_ONE("rank-one remainder, such as a sum left out", "rank one", "sum term"),
    ELEMENTWISE("slope of an elementwise function", "elementwise slope", "diagonal wrong", "coordinates", "all zero"),
    FORMULA(
            "another formula altogether",
            "unknown",
            "elementwise slope",
            "diagonal wrong",
            "group factor",
            "flipped",
            "multiple of x"),
    COORDINATE("one coordinate by 1 %", "coordinates"),
    FACTOR_1E2("factor 1 + 1e-2", "constant factor"),
    FACTOR_1E4("factor 1 + 1e-4", "constant factor"),
    FACTOR_1E6("factor 1 + 1e-6", "constant factor"),
    FACTOR_1E8("factor 1 + 1e-8", "constant factor"),
    FACTOR_1E10("factor 1 + 1e-10", "constant factor");

    private final String text;
    private final List<String> diagnoses;

    Mistake(String text, String... diagnoses) {
        this.text = text;
        this.diagnoses = List.of(diagnoses);
    }

    /** Not a small number beside the right one, but a formula that is wrong. */
    boolean isStructural() {
        return compareTo(COORDINATE) < 0;
    }

    /** Whether one of these diagnoses names it. */
    boolean isNamedBy(Collection<String> names) {
        return diagnoses.stream().anyMatch(names::contains);
    }

    @Override
    public String toString() {
        return text;
    }
}
