package org.closedform.evaluation;

import static org.closedform.evaluation.ElementwiseFamilies.positive;
import static org.closedform.evaluation.ElementwiseFamilies.signed;

import java.util.List;
import org.closedform.loss.Entropy;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;

/** Held out: right derivatives of formulas written naively, whose intermediates cancel or saturate. */
final class StressFamilies {
    private StressFamilies() {}

    static List<Family> all() {
        return List.of(
                draw -> signed("1 − e^−x", x -> 1 - Math.exp(-x), x -> Math.exp(-x), draw),
                draw -> signed("log(1 + e^x)", x -> Math.log(1 + Math.exp(x)), x -> 1 / (1 + Math.exp(-x)), draw),
                draw -> signed("1 − cos x", x -> 1 - Math.cos(x), Math::sin, draw),
                draw -> signed(
                        "(e^x − e^−x)/(e^x + e^−x)",
                        StressFamilies::naiveTanh,
                        x -> 1 / (Math.cosh(x) * Math.cosh(x)),
                        draw),
                draw -> signed(
                        "log of a sigmoid", x -> Math.log(1 / (1 + Math.exp(-x))), x -> 1 / (1 + Math.exp(x)), draw),
                draw -> signed(
                        "log of 1 − sigmoid",
                        x -> Math.log(1 - 1 / (1 + Math.exp(-x))),
                        x -> -1 / (1 + Math.exp(-x)),
                        draw),
                draw -> signed("x − sin x", x -> x - Math.sin(x), x -> 2 * Math.sin(x / 2) * Math.sin(x / 2), draw),
                draw -> signed("e^x − 1 − x", x -> Math.exp(x) - 1 - x, Math::expm1, draw),
                draw -> signed("(1e8 + x) − 1e8", x -> (1e8 + x) - 1e8, x -> 1, draw),
                draw -> positive(
                        "√(x + 1) − √x",
                        x -> Math.sqrt(x + 1) - Math.sqrt(x),
                        x -> -0.5 / (Math.sqrt(x) * Math.sqrt(x + 1) * (Math.sqrt(x) + Math.sqrt(x + 1))),
                        draw),
                draw -> positive("log(e^x − 1)", x -> Math.log(Math.exp(x) - 1), x -> -1 / Math.expm1(-x), draw),
                draw -> positive("log(1 + x)", x -> Math.log(1 + x), x -> 1 / (1 + x), draw),
                draw -> positive(
                        "1/x − 1/(x + 1)",
                        x -> 1 / x - 1 / (x + 1),
                        x -> -(2 * x + 1) / (x * x * (x + 1) * (x + 1)),
                        draw),
                draw -> positive(
                        "x^20 by its logarithm",
                        x -> Math.exp(20 * Math.log(x)),
                        x -> 20 * Math.exp(19 * Math.log(x)),
                        draw),
                StressFamilies::naiveVariance,
                StressFamilies::naiveSoftmax,
                StressFamilies::naiveLogSumExp,
                StressFamilies::naiveEntropy,
                StressFamilies::root,
                StressFamilies::sumInSingle);
    }

    private static double naiveTanh(double x) {
        return (Math.exp(x) - Math.exp(-x)) / (Math.exp(x) + Math.exp(-x));
    }

    /** E[x²] − E[x]², around a mean of 10 deviations. */
    private static Case<Tensor, Tensor> naiveVariance(Draw draw) {
        Tensor x = draw.normal(5).plus(10 * draw.scale());
        return Case.of(
                "E[x²] − E[x]²",
                a -> a.times(a).mean().minus(a.mean().times(a.mean())),
                (a, y, dy) -> a.minus(a.mean()).times(2.0 / 5).times(dy),
                x);
    }

    private static Case<Tensor, Tensor> naiveSoftmax(Draw draw) {
        return Case.of(
                "softmax without a shift",
                x -> x.map(Math::exp).dividedBy(x.map(Math::exp).sum()),
                (x, y, dy) -> new Softmax(0).forward(x).backward(dy),
                draw.normal(4));
    }

    private static Case<Tensor, Tensor> naiveLogSumExp(Draw draw) {
        return Case.of(
                "log-sum-exp without a shift",
                x -> x.map(Math::exp).sum().map(Math::log),
                (x, y, dy) -> new Softmax(0).apply(x).times(dy),
                draw.normal(4));
    }

    /** −Σ y log y of a softmax that saturates. */
    private static Case<Tensor, Tensor> naiveEntropy(Draw draw) {
        return Case.of(
                "entropy at saturation",
                x -> new Softmax(0).apply(x).map(p -> -p * Math.log(p)).sum(),
                (x, y, dy) -> Entropy.onLogits().forward(x).backward(dy),
                draw.normal(4));
    }

    /** The small root of r² + b r + c, by the school formula. */
    private static Case<Tensor, Tensor> root(Draw draw) {
        double b = draw.random().nextDouble(1, 2) * draw.scale();
        double c = draw.random().nextDouble(0.01, 0.2) * b * b * 1e-3;
        return Case.of(
                "root of a quadratic",
                x -> Tensor.scalar((-x.at(0) + discriminant(x)) / 2),
                (x, y, dy) -> Tensor.of(2 * x.at(1) / (x.at(0) + discriminant(x)), -1)
                        .dividedBy(discriminant(x))
                        .times(dy),
                Tensor.of(b, c));
    }

    private static double discriminant(Tensor x) {
        return Math.sqrt(x.at(0) * x.at(0) - 4 * x.at(1));
    }

    private static Case<Tensor, Tensor> sumInSingle(Draw draw) {
        return Case.of(
                "sum of squares in float32",
                x -> {
                    float sum = 0;
                    for (double v : x.toDoubleArray()) {
                        sum += (float) (v * v);
                    }
                    return Tensor.scalar(sum);
                },
                (x, y, dy) -> x.times(2).times(dy),
                draw.normal(5));
    }
}
