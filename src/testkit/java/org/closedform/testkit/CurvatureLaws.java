package org.closedform.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.TensorTree;

/**
 * The laws of second derivatives, each held at one point; what they say is in {@link OperatorLaws}. They ask nothing of a pass that
 * has none.
 *
 * @param check how the curvature is held against differences of the backward
 */
record CurvatureLaws<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator<X, Y> operator, X x, Function<Operator<X, X>, GradientCheck<X>> check, double gradientScale) {

    /** All of them, each under its name. */
    Map<String, Runnable> all() {
        Map<String, Runnable> laws = new LinkedHashMap<>();
        laws.put("curvature agrees with differences of backward", this::curvatureAgreesWithDifferences);
        laws.put("the curvature is like the input", this::curvatureIsLikeTheInput);
        laws.put("curvature is linear in the upstream and in the tangent", this::curvatureIsBilinear);
        laws.put("curvature is symmetric", this::curvatureIsSymmetric);
        laws.put("curvature gives the same bits and changes nothing", this::curvatureGivesTheSameBits);
        laws.put("curvature refuses an upstream or a tangent that does not fit", this::whatDoesNotFitIsRefused);
        return laws;
    }

    /**
     * As a function of x, {@code backward(dy)} has the Jacobian Σ_j dy_j ∇²y_j, which is symmetric: the curvature is its backward too.
     * Differences in float32 would tell next to nothing.
     */
    void curvatureAgreesWithDifferences() {
        differences().ifPresent(GradientReport::assertPasses);
    }

    /** The curvature against differences of the backward; empty where there is none, or the input is not all float64. */
    Optional<GradientReport> differences() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        if (!hasCurvature(pass) || !LawsAtPoint.elementTypes(x).equals(List.of(ElementType.FLOAT64))) {
            return Optional.empty();
        }
        Y upstream = upstream(pass);
        Operator<X, X> backward = Operator.of(
                point -> operator.forward(point).backward(upstream),
                (point, gradient, tangent) -> operator.forward(point).curvature(upstream, tangent));
        return Optional.of(check.apply(backward).at(x));
    }

    void curvatureIsLikeTheInput() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        if (hasCurvature(pass)) {
            LawsAtPoint.requireLike(x, pass.curvature(upstream(pass), tangent(3)), "the curvature");
        }
    }

    void curvatureIsBilinear() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        if (hasCurvature(pass)) {
            Y upstream = upstream(pass);
            X tangent = tangent(3);
            LawsAtPoint.requireLinear(
                    dy -> pass.curvature(dy, tangent), upstream, curvatureScale(), "upstream", "curvature");
            LawsAtPoint.requireLinear(
                    v -> pass.curvature(upstream, v), tangent, curvatureScale(), "tangent", "curvature");
        }
    }

    /** ⟨u, curvature(dy, v)⟩ = ⟨v, curvature(dy, u)⟩. */
    void curvatureIsSymmetric() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        if (hasCurvature(pass)) {
            Y upstream = upstream(pass);
            X u = tangent(3);
            X v = tangent(4);
            ForwardLaws.requireEqual(
                    new ForwardLaws.Product<>(pass.curvature(upstream, v), u),
                    new ForwardLaws.Product<>(pass.curvature(upstream, u), v),
                    curvatureScale(),
                    "⟨u, curvature(upstream, v)⟩",
                    "⟨v, curvature(upstream, u)⟩");
        }
    }

    void curvatureGivesTheSameBits() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        if (hasCurvature(pass)) {
            Y upstream = upstream(pass);
            X tangent = tangent(3);
            Y upstreamCopy = LawsAtPoint.copied(upstream);
            X tangentCopy = LawsAtPoint.copied(tangent);
            X copy = LawsAtPoint.copied(x);
            X first = pass.curvature(upstream, tangent);
            LawsAtPoint.requireSame(first, pass.curvature(upstream, tangent), "a second curvature of one pass");
            LawsAtPoint.requireSame(
                    first, operator.forward(x).curvature(upstream, tangent), "the curvature of a second pass");
            LawsAtPoint.requireSame(upstreamCopy, upstream, "the upstream, after curvature");
            LawsAtPoint.requireSame(tangentCopy, tangent, "the tangent, after curvature");
            LawsAtPoint.requireSame(copy, x, "the input, after curvature");
        }
    }

    void whatDoesNotFitIsRefused() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        if (hasCurvature(pass)) {
            Y upstream = upstream(pass);
            Unlike.of(upstream)
                    .forEach(unlike -> unlike.requireRefused(
                            dy -> pass.curvature(dy, x), "curvature", "an upstream", "the output"));
            Unlike.of(x)
                    .forEach(unlike -> unlike.requireRefused(
                            v -> pass.curvature(upstream, v), "curvature", "a tangent", "the input"));
        }
    }

    private boolean hasCurvature(Operator.Pass<X, Y> pass) {
        try {
            pass.curvature(upstream(pass), tangent(3));
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    /** A second derivative has the terms of two first ones. */
    private double curvatureScale() {
        return gradientScale * gradientScale;
    }

    private Y upstream(Operator.Pass<X, Y> pass) {
        return OperatorLaws.randomLike(pass.output(), 1);
    }

    private X tangent(long seed) {
        return OperatorLaws.randomLike(x, seed);
    }
}
