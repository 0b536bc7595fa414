package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** The second derivatives of focal loss, z-loss and distillation: against differences of values with 60 digits, and as matrices. */
class PositionHessiansTest {
    private static final double NAN = Double.NaN;

    /** A row of logits, how it moves, and a distribution over its classes. */
    record Row(Tensor x, Tensor v, Tensor t, double gamma, Form form) {
        double[] p() {
            return Arrays.stream(SecondDifference.logProbabilities(form, HighPrecision.exact(x.toDoubleArray())))
                    .mapToDouble(log -> StrictMath.exp(log.doubleValue()))
                    .toArray();
        }

        /** The terms that the movement of each log p adds up. */
        double movement(int i) {
            double[] p = p();
            return switch (form) {
                case LOGITS ->
                    IntStream.range(0, p.length)
                            .filter(k -> k != i)
                            .mapToDouble(k -> p[k] * (Math.abs(v.at(i)) + Math.abs(v.at(k))))
                            .sum();
                case LOG_PROBABILITIES -> Math.abs(v.at(i));
                case PROBABILITIES -> Math.abs(v.at(i)) / p[i];
            };
        }
    }

    @Provide
    Arbitrary<Row> rows() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        TensorArbitraries.elementTypes(),
                        Arbitraries.of(Form.values()),
                        Arbitraries.of(0.5, 1.0, 2.0, 3.7))
                .flatAs((classes, type, form, gamma) -> Combinators.combine(
                                numbers(classes), numbers(classes), TensorArbitraries.probabilities(classes))
                        .as((x, v, t) -> {
                            Tensor logits = Tensor.of(x).times(4);
                            Tensor given = form == Form.LOGITS
                                    ? logits
                                    : Tensor.of(t).times(0.9).plus(0.01);
                            Tensor row = form == Form.LOG_PROBABILITIES ? given.log() : given;
                            return new Row(
                                    row.to(type),
                                    Tensor.of(v).to(type),
                                    Tensor.of(t).to(type),
                                    gamma,
                                    form);
                        }));
    }

    private static Arbitrary<double[]> numbers(int classes) {
        return TensorArbitraries.moderate()
                .array(Double[].class)
                .ofSize(classes)
                .map(row -> Arrays.stream(row).mapToDouble(v -> v).toArray());
    }

    private static void assertProduct(
            double ulps, Hessian hessian, Row s, Function<BigDecimal[], BigDecimal> value, double[] sizes) {
        BigDecimal[] expected = SecondDifference.along(value, s.x.toDoubleArray(), s.v.toDoubleArray());
        Tensor actual = hessian.apply(s.v);
        for (int j = 0; j < sizes.length; j++) {
            Ulps.assertWithinOf(Math.max(sizes[j], 1e-15), ulps, actual.slice(0, j, j + 1), expected[j]);
        }
    }

    @Property(tries = 150)
    void focalLossBendsAsItsValuesDo(@ForAll("rows") Row s) {
        FocalLoss loss =
                new FocalLoss(new CrossEntropyLoss(s.form, new Target.Distribution(s.t), Reduction.SUM), s.gamma);
        double[] p = s.p();
        double[] weights = new double[p.length];
        double[] moved = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            double c = Math.max(1 - p[i], 1e-12);
            double nll = -StrictMath.log(p[i]);
            double power = s.t.at(i) * StrictMath.pow(c, s.gamma);
            weights[i] = power * (1 + s.gamma * p[i] * nll / c);
            moved[i] =
                    s.gamma * (power / c) * p[i] * (nll + 2 + Math.abs(s.gamma - 1) * p[i] * nll / c) * s.movement(i);
        }
        double[] sizes = IntStream.range(0, p.length)
                .mapToDouble(j -> switch (s.form) {
                    case LOGITS ->
                        p[j]
                                        * (s.movement(j)
                                                        * Arrays.stream(weights).sum()
                                                + Arrays.stream(moved).sum())
                                + moved[j];
                    case LOG_PROBABILITIES -> moved[j];
                    case PROBABILITIES -> (weights[j] * s.movement(j) + moved[j]) / p[j];
                })
                .toArray();
        assertProduct(32 + 2 * s.gamma, loss.hessian(s.x), s, x -> focal(s, x), sizes);
    }

    private static BigDecimal focal(Row s, BigDecimal[] x) {
        BigDecimal[] log = SecondDifference.logProbabilities(s.form, x);
        return HighPrecision.sum(IntStream.range(0, x.length)
                .filter(i -> s.t.at(i) != 0)
                .mapToObj(i -> FocalReference.power(BigDecimal.ONE.subtract(HighPrecision.exp(log[i])), s.gamma)
                        .multiply(log[i].negate())
                        .multiply(new BigDecimal(s.t.at(i))))
                .toArray(BigDecimal[]::new));
    }

    private static Row onLogits(Row s) {
        return s.form == Form.LOGITS ? s : new Row(s.x.plus(1).log().times(9), s.v, s.t, s.gamma, Form.LOGITS);
    }

    @Property(tries = 100)
    void zLossBendsAsItsValuesDo(@ForAll("rows") Row drawn) {
        Row s = onLogits(drawn);
        if (s.x.map(x -> x - x).norm() != 0) {
            return;
        }
        double[] p = s.p();
        double z = s.x.map(Math::abs).max().item() + StrictMath.log(p.length);
        double mean = IntStream.range(0, p.length)
                .mapToDouble(i -> p[i] * Math.abs(s.v.at(i)))
                .sum();
        double[] sizes = IntStream.range(0, p.length)
                .mapToDouble(j -> p[j] * (z * s.movement(j) + mean))
                .toArray();
        assertProduct(
                16,
                ZLoss.of(0.5).hessian(s.x),
                s,
                x -> {
                    BigDecimal logSum = x[0].subtract(SecondDifference.logProbabilities(Form.LOGITS, x)[0]);
                    return logSum.multiply(logSum).multiply(new BigDecimal("0.5"));
                },
                sizes);
    }

    @Property(tries = 100)
    void distillationBendsAsItsValuesDo(@ForAll("rows") Row drawn) {
        Row s = onLogits(drawn);
        if (s.x.map(x -> x - x).norm() != 0) {
            return;
        }
        BigDecimal temperature = new BigDecimal("2");
        Row soft = new Row(s.x.dividedBy(2), s.v, s.t, s.gamma, Form.LOGITS);
        double[] p = soft.p();
        double[] sizes = IntStream.range(0, p.length)
                .mapToDouble(j -> p[j] * soft.movement(j))
                .toArray();
        Tensor teacher = s.t.times(3);
        BigDecimal[] target = HighPrecision.softmax(teacher.dividedBy(2).toDoubleArray());
        assertProduct(
                16,
                DistillationLoss.of(teacher, 2).hessian(s.x),
                s,
                x -> {
                    BigDecimal[] log = SecondDifference.logProbabilities(
                            Form.LOGITS,
                            Arrays.stream(x)
                                    .map(a -> a.divide(temperature, HighPrecision.DIGITS))
                                    .toArray(BigDecimal[]::new));
                    return HighPrecision.sum(IntStream.range(0, x.length)
                                    .mapToObj(i -> target[i].multiply(log[i]))
                                    .toArray(BigDecimal[]::new))
                            .multiply(new BigDecimal("-4"));
                },
                sizes);
    }

    /** One of the losses beside a prediction, of which masks may leave things out. */
    record Point(Operator<Tensor, Tensor> loss, Function<Tensor, Hessian> hessian, Tensor x, Tensor v) {}

    @Provide
    Arbitrary<Point> points() {
        return TensorArbitraries.elementTypes()
                .flatMap(type -> EntropyTest.shapes(type).flatMap(shape -> Combinators.combine(
                                TensorArbitraries.tensors(shape, type),
                                TensorArbitraries.tensors(shape, type),
                                TensorArbitraries.tensors(shape, type),
                                TensorArbitraries.masks(shape),
                                Arbitraries.of(Reduction.SUM, Reduction.MEAN_OR_ZERO, Reduction.BATCH_MEAN),
                                Arbitraries.integers().between(0, 4))
                        .as(PositionHessiansTest::point)));
    }

    private static Point point(Tensor x, Tensor v, Tensor other, Mask classes, Reduction reduction, int kind) {
        Tensor t = other.square();
        Form form = Form.values()[kind % 3];
        FocalLoss focal = new FocalLoss(
                new CrossEntropyLoss(form, new Target.Distribution(t), reduction).withClassMask(classes), 2);
        Tensor p = x.square().times(0.05).plus(0.01).clip(0, 0.9);
        ZLoss z = ZLoss.of(0.5).withReduction(reduction).withClassMask(classes);
        DistillationLoss distillation =
                DistillationLoss.of(other, 3).withReduction(reduction).withClassMask(classes);
        return switch (kind) {
            case 0 -> new Point(focal, focal::hessian, x, v);
            case 1 -> new Point(focal, focal::hessian, p.log(), v);
            case 2 -> new Point(focal, focal::hessian, p, v);
            case 3 -> new Point(z, z::hessian, x, v);
            default -> new Point(distillation, distillation::hessian, x, v);
        };
    }

    @Property(tries = 300)
    void productBlocksDiagonalAndAllEntriesAreOneMatrix(@ForAll("points") Point at) {
        Tensor x = at.x;
        int n = x.size();
        Hessian hessian = at.hessian.apply(x);
        Tensor dense = hessian.toDense().reshape(n, n);
        double epsilon = x.elementType().epsilon();
        double size = dense.norm() + Double.MIN_NORMAL;
        Tensor curvature = at.loss.forward(x).curvature(Tensor.scalar(1, x.elementType()), at.v);
        assertTrue(hessian.apply(at.v).isClose(curvature, 8 * epsilon, 1e-300), () -> "the curvature " + curvature);
        assertEquals(dense, dense.transpose());
        assertTrue(hessian.apply(at.v)
                .isClose(dense.matmul(at.v.reshape(n)).reshape(x.shape()), 0, 32 * epsilon * size * at.v.norm()));
        Tensor diagonal = dense.times(Tensor.eye(n).to(x.elementType())).sum(1);
        assertTrue(
                hessian.diagonal().reshape(n).isClose(diagonal, 64 * epsilon, 64 * epsilon * size),
                () -> hessian.diagonal() + " instead of " + diagonal);
    }

    @Test
    void theBlockOfAPositionIsFoundWhereverTheClassAxisIs() {
        Tensor images = Tensor.generate(Shape.of(2, 3, 4), i -> i[0] + 0.5 * i[1] - 0.25 * i[2] * i[1]);
        Tensor alone = images.select(0, 1).select(1, 2);
        Labels labels = Labels.of(Shape.of(2, 4), 0, 1, 2, 0, 1, 2, 0, 1);
        FocalLoss focal = new FocalLoss(CrossEntropyLoss.onLogits(labels).withReduction(Reduction.SUM), 2);
        Tensor expected =
                FocalLoss.onLogits(Labels.of(Shape.of(), 0)).hessian(alone).toDense();
        assertEquals(expected, focal.hessian(images).block(1, 2));
        ZLoss z = ZLoss.of(1).withReduction(Reduction.SUM);
        assertEquals(z.hessian(alone).block(), z.hessian(images).block(1, 2));
        Tensor last = images.permute(0, 2, 1);
        assertEquals(z.hessian(alone).toDense(), z.withAxis(-1).hessian(last).block(1, 2));
        assertEquals(
                "Hessian.block: position [2, 0] is not within the positions [2, 4]",
                assertThrows(ShapeException.class, () -> z.hessian(images).block(2, 0))
                        .getMessage());
    }

    @Test
    void anEvenRowOfTwoIsWhatThePaperSays() {
        // p = ½, L = log 2: ω = ¼ (1 + 2L), χ = ½ (L − 2 − L) = −1 · ½, so H = (¼ ω + ¼ · ½ ·2 …) by hand below
        double l = 0.693147180559945309417;
        double omega = 0.25 * (1 + 2 * l);
        double chi = 2 * 0.5 * 0.5 * (l - 2 - l);
        double entry = omega * 0.25 - chi * 0.25;
        Hessian hessian = FocalLoss.onLogits(Labels.of(0)).hessian(Tensor.of(new double[][] {{4, 4}}));
        assertTrue(hessian.block(0).isClose(Tensor.of(new double[][] {{entry, -entry}, {-entry, entry}}), 1e-15, 0));
        // z = log 2 and y = ½ each, β = 1: 2 (z/4 + 1/4) and 2 (1/4 − z/4)
        assertTrue(ZLoss.of(1)
                .hessian(Tensor.of(0, 0))
                .toDense()
                .isClose(
                        Tensor.of(new double[][] {
                            {(1 + l) / 2, (1 - l) / 2},
                            {(1 - l) / 2, (1 + l) / 2}
                        }),
                        1e-15,
                        0));
        // y = ½ whatever T, of two positions
        assertTrue(DistillationLoss.of(Tensor.of(new double[][] {{5, 1}, {0, 0}}), 3)
                .hessian(Tensor.of(new double[][] {{2, 2}, {7, 7}}))
                .block(1)
                .isClose(Tensor.of(new double[][] {{0.125, -0.125}, {-0.125, 0.125}}), 1e-15, 0));
    }

    @Test
    void theEdgesAreThoseOfTheCrossEntropy() {
        Tensor sure = FocalLoss.onProbabilities(Labels.of(0))
                .hessian(Tensor.of(new double[][] {{0, 1}}))
                .diagonal();
        assertEquals(Tensor.of(new double[][] {{Double.POSITIVE_INFINITY, 0}}), sure);
        Tensor nan = FocalLoss.onLogits(Labels.of(0, 1))
                .hessian(Tensor.of(new double[][] {{NAN, 1}, {0, 0}}))
                .apply(Tensor.of(new double[][] {{1, 1}, {1, 1}}));
        assertTrue(Double.isNaN(nan.at(0, 0)) && nan.at(1, 0) == 0, nan::toString);
        Tensor right = new FocalLoss(CrossEntropyLoss.onLogits(Labels.of(0)), 0.5)
                .hessian(Tensor.of(new double[][] {{0, Double.NEGATIVE_INFINITY}}))
                .diagonal();
        assertEquals(0, right.norm());
        Tensor teacher = Tensor.of(new double[][] {{NAN, 1}, {0, 0}});
        Tensor bent =
                DistillationLoss.of(teacher, 2).hessian(teacher.zerosLike()).diagonal();
        assertTrue(Double.isNaN(bent.at(0, 0)) && bent.at(1, 0) == 0.125, bent::toString);
        Mask second = Mask.of(false, true);
        assertEquals(
                0.25,
                DistillationLoss.of(teacher, 2)
                        .withMask(second)
                        .hessian(teacher)
                        .diagonal()
                        .at(1, 1));
        assertEquals(0, ZLoss.of(1).withMask(second).hessian(teacher).diagonal().at(0, 0));
    }

    @Test
    void gammaZeroIsTheCrossEntropys() {
        Tensor x = Tensor.of(new double[][] {{1, 2, 0}});
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(1));
        assertEquals(
                loss.hessian(x).toDense(), new FocalLoss(loss, 0).hessian(x).toDense());
    }
}
