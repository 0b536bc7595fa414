package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.TensorArbitraries.Along;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loss and gradient with every option against BigDecimal. */
class CrossEntropyLossOptionsAccuracyTest {
    private static final double LOSS_ULPS = 4;
    private static final double GRADIENT_ULPS = 8;
    private static final int IGNORED = 2;

    /** Predictions [N, C] in their type, with both kinds of target; labels of 2 may be left out. */
    record Sample(Form form, Tensor x, Labels labels, Tensor t, Tensor w, double smoothing, boolean ignores) {
        int positions() {
            return labels.size();
        }

        boolean counts(int row) {
            return !ignores || labels.at(row) != IGNORED;
        }

        CrossEntropyLoss onLabels(Reduction reduction) {
            return new CrossEntropyLoss(
                    form,
                    new Target.Classes(labels),
                    Optional.of(w),
                    ignores ? OptionalInt.of(IGNORED) : OptionalInt.empty(),
                    smoothing,
                    reduction,
                    1);
        }

        CrossEntropyLoss onDistributions(Reduction reduction) {
            return new CrossEntropyLoss(
                    form, new Target.Distribution(t), Optional.of(w), OptionalInt.empty(), smoothing, reduction, 1);
        }

        Sample rows(int... indices) {
            return new Sample(
                    form, x.take(0, indices), labels.take(indices), t.take(0, indices), w, smoothing, ignores);
        }

        CrossEntropyLossOptionsReference label(int row) {
            return CrossEntropyLossOptionsReference.ofLabel(
                    form, x.select(0, row).toDoubleArray(), labels.at(row), w.toDoubleArray(), smoothing);
        }

        CrossEntropyLossOptionsReference distribution(int row) {
            return CrossEntropyLossOptionsReference.ofDistribution(
                    form,
                    x.select(0, row).toDoubleArray(),
                    t.select(0, row).toDoubleArray(),
                    w.toDoubleArray(),
                    smoothing);
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return samples(4);
    }

    static Arbitrary<Sample> samples(int mostPositions) {
        return Combinators.combine(
                        Arbitraries.of(Form.values()),
                        TensorArbitraries.elementTypes(),
                        Arbitraries.integers().between(1, mostPositions),
                        Arbitraries.integers().between(1, 6))
                .flatAs((form, type, positions, classes) -> {
                    Along along = new Along(Shape.of(positions, classes), 1);
                    return Combinators.combine(
                                    TensorArbitraries.tensors(along, type, predictions(form, classes)),
                                    TensorArbitraries.labels(Shape.of(positions), classes),
                                    TensorArbitraries.tensors(along, type, TensorArbitraries.probabilities(classes)),
                                    TensorArbitraries.tensors(
                                            Shape.of(classes),
                                            type,
                                            Arbitraries.doubles()
                                                    .between(0.01, 9)
                                                    .ofScale(4)),
                                    Arbitraries.oneOf(
                                            Arbitraries.of(0.0, 0.0, 1.0),
                                            Arbitraries.doubles().between(0, 1).ofScale(3)),
                                    Arbitraries.of(true, false))
                            .as((x, labels, t, w, smoothing, ignores) ->
                                    new Sample(form, x, labels, t, w, smoothing, ignores));
                });
    }

    private static Arbitrary<double[]> predictions(Form form, int classes) {
        return form == Form.LOGITS
                ? TensorArbitraries.logits(classes)
                : TensorArbitraries.probabilities(classes)
                        .map(row -> form == Form.PROBABILITIES
                                ? row
                                : Arrays.stream(row).map(StrictMath::log).toArray());
    }

    @Property(tries = 300)
    void eachLabelsLossAndGradientIsWhatIsStated(@ForAll("samples") Sample s) {
        Operator.Pass<Tensor, Tensor> pass = s.onLabels(Reduction.NONE).forward(s.x);
        for (int row = 0; row < s.positions(); row++) {
            if (s.counts(row)) {
                assertRow(s.label(row), pass, row, BigDecimal.ONE, s.smoothing == 0);
            }
        }
    }

    @Property(tries = 300)
    void eachDistributionsLossAndGradientIsWhatIsStated(@ForAll("samples") Sample s) {
        Operator.Pass<Tensor, Tensor> pass = s.onDistributions(Reduction.NONE).forward(s.x);
        for (int row = 0; row < s.positions(); row++) {
            assertRow(s.distribution(row), pass, row, BigDecimal.ONE, false);
        }
    }

    /** Rows that are computed block by block, some so sure that the largest e is left out of the sum. */
    @ParameterizedTest
    @CsvSource({"64, 2, 0.1", "65, 2, 0.1", "65, 30, 0.3", "300, 1, 0", "300, 20, 0.01", "1000, 3, 0.1", "1030, 0.1, 0"
    })
    void soAreThoseOfManyClasses(int classes, double spread, double smoothing) {
        Random random = new Random(classes);
        for (ElementType type : ElementType.values()) {
            Tensor x = Tensor.draw(Shape.of(3, classes), () -> spread * random.nextGaussian())
                    .to(type);
            Tensor t = new Softmax(1)
                    .apply(Tensor.draw(x.shape(), () -> 3 * random.nextGaussian()))
                    .to(type);
            Tensor w = Tensor.draw(Shape.of(classes), () -> 0.5 + random.nextDouble())
                    .to(type);
            Labels labels = Labels.of(x.argMax(1).at(0), 0, classes - 1);
            Sample s = new Sample(Form.LOGITS, x, labels, t, w, smoothing, false);
            for (int row = 0; row < s.positions(); row++) {
                assertRow(s.label(row), s.onLabels(Reduction.NONE).forward(x), row, BigDecimal.ONE, smoothing == 0);
                assertRow(
                        s.distribution(row), s.onDistributions(Reduction.NONE).forward(x), row, BigDecimal.ONE, false);
            }
        }
    }

    @Property(tries = 300)
    void meanOverLabelsDividesByTheSummedWeightsOfThoseThatCount(@ForAll("samples") Sample s) {
        int[] counted = IntStream.range(0, s.positions()).filter(s::counts).toArray();
        if (counted.length == 0) {
            return;
        }
        BigDecimal loss = BigDecimal.ZERO;
        BigDecimal weight = BigDecimal.ZERO;
        for (int row : counted) {
            loss = loss.add(s.label(row).loss());
            weight = weight.add(new BigDecimal(s.w.at(s.labels.at(row))));
        }
        Operator.Pass<Tensor, Tensor> mean = s.onLabels(Reduction.MEAN).forward(s.x);
        Ulps.assertWithin(2 * LOSS_ULPS, mean.output(), loss.divide(weight, HighPrecision.DIGITS));
        Ulps.assertWithin(2 * LOSS_ULPS, s.onLabels(Reduction.SUM).forward(s.x).output(), loss);
        for (int row : counted) {
            assertGradient(s.label(row), mean, row, weight, s.smoothing == 0);
        }
    }

    @Property(tries = 300)
    void meanOverDistributionsDividesByThePositions(@ForAll("samples") Sample s) {
        BigDecimal positions = BigDecimal.valueOf(s.positions());
        BigDecimal loss = IntStream.range(0, s.positions())
                .mapToObj(row -> s.distribution(row).loss())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        Operator.Pass<Tensor, Tensor> mean = s.onDistributions(Reduction.MEAN).forward(s.x);
        Ulps.assertWithin(2 * LOSS_ULPS, mean.output(), loss.divide(positions, HighPrecision.DIGITS));
        for (int row = 0; row < s.positions(); row++) {
            assertGradient(s.distribution(row), mean, row, positions, false);
        }
    }

    private static void assertRow(
            CrossEntropyLossOptionsReference expected,
            Operator.Pass<Tensor, Tensor> pass,
            int row,
            BigDecimal divisor,
            boolean relative) {
        Ulps.assertWithin(LOSS_ULPS, pass.output().slice(0, row, row + 1), expected.loss());
        assertGradient(expected, pass, row, divisor, relative);
    }

    /** Within ulps of the derivative itself, or of the larger of the two terms that cancel in it. */
    private static void assertGradient(
            CrossEntropyLossOptionsReference expected,
            Operator.Pass<Tensor, Tensor> pass,
            int row,
            BigDecimal divisor,
            boolean relative) {
        ElementType type = pass.gradient().elementType();
        for (int i = 0; i < expected.gradient().length; i++) {
            int c = i;
            BigDecimal exact = expected.gradient()[c].divide(divisor, HighPrecision.DIGITS);
            BigDecimal scale = expected.scale()[c].divide(divisor, HighPrecision.DIGITS);
            BigDecimal ulp = Ulps.ulp(relative ? exact : scale, type);
            double actual = pass.gradient().at(row, c);
            double off = new BigDecimal(actual)
                    .subtract(exact)
                    .abs()
                    .divide(ulp, MathContext.DECIMAL32)
                    .doubleValue();
            assertTrue(
                    off <= GRADIENT_ULPS,
                    () -> "gradient at [" + row + ", " + c + "] is " + actual + ", but exactly "
                            + exact.round(MathContext.DECIMAL64) + ": off by " + off + " ulp of " + type);
        }
    }
}
