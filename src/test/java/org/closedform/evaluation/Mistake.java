package org.closedform.evaluation;

import java.util.Collection;
import java.util.List;

/** Classes of mistakes in a derivation, each a row of the table, with the diagnoses that are right for it. */
enum Mistake {
    SIGN("the sign", "sign"),
    FACTOR("a constant factor: 2, 1/2, N, 1/N", "constant factor"),
    ZERO("all zero", "all zero"),
    UPSTREAM("ignores upstream", "ignores upstream", "ignores tangent", "ignores vector", "all zero"),
    LINEAR("not linear", "not linear in tangent", "not linear in vector"),
    PART("the tangent of one input forgotten", "all zero"),
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
    DIAGONAL_ALONE("the diagonal of a Hessian alone", "diagonal alone"),
    /** Where there is nothing but a diagonal, all is missing. */
    DIAGONAL_MISSING("the diagonal of a Hessian missing", "diagonal missing", "all zero"),
    /** A part of the input that has mixed derivatives only keeps its diagonal alone, or loses its blocks. */
    TRIANGLE("one triangle of a Hessian", "one triangle", "diagonal alone", "block missing"),
    ASYMMETRIC("not symmetric", "not symmetric"),
    BLOCK("a mixed block of a Hessian missing", "block missing", "diagonal alone", "all zero"),
    TRANSPOSED_BLOCK("a block of a Hessian transposed", "transposed block"),
    DECAY("λ v too much", "multiple of v"),
    /** Where the diagonal is nothing else, it is missing. */
    DECAY_FORGOTTEN("λ v forgotten", "multiple of v", "diagonal missing"),
    GAUSS_NEWTON("the Gauss–Newton term alone", "positive semi-definite"),
    /** The function curves upwards too. */
    GAUSS_NEWTON_UPWARDS("the Gauss–Newton term alone, of fewer outputs than inputs", "low rank"),
    /** Neither sign nor rank is left to tell by. */
    GAUSS_NEWTON_HIDDEN("the Gauss–Newton term alone, of full rank", "unknown", "block"),
    FORMULA(
            "another formula altogether",
            "unknown",
            "elementwise slope",
            "diagonal wrong",
            "group factor",
            "flipped",
            "multiple of x"),
    COORDINATE("one coordinate by 1 %", "coordinates"),
    OUTPUT("one output by 1 %", "outputs", "coordinates", "partial factor"),
    FACTOR_1E2("factor 1 + 1e-2", "constant factor"),
    FACTOR_1E4("factor 1 + 1e-4", "constant factor"),
    FACTOR_1E6("factor 1 + 1e-6", "constant factor", "not adjoint"),
    FACTOR_1E8("factor 1 + 1e-8", "constant factor", "not adjoint"),
    FACTOR_1E10("factor 1 + 1e-10", "constant factor", "not adjoint");

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

    boolean isGaussNewton() {
        return compareTo(GAUSS_NEWTON) >= 0 && compareTo(GAUSS_NEWTON_HIDDEN) <= 0;
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
