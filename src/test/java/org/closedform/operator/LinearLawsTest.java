package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigDecimal;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.TensorArbitraries;

/** A fully connected layer against sums of exact products, within the rounding that as many terms may make. */
class LinearLawsTest {
    private record Case(Linear.Inputs in, Tensor dy) {
        /** So many in this element type, relative to the sizes of the terms. */
        double roundings(int count) {
            return 0x1.00001p-1 * count * dy.elementType().epsilon();
        }

        int samples() {
            return dy.shape().dimension(0);
        }

        int features() {
            return in.x().shape().dimension(1);
        }

        int outputs() {
            return in.bias().size();
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 12);
        return Combinators.combine(TensorArbitraries.elementTypes(), length, length, length)
                .flatAs((type, samples, features, outputs) -> Combinators.combine(
                                tensors(type, samples, features),
                                tensors(type, outputs, features),
                                tensors(type, outputs),
                                tensors(type, samples, outputs))
                        .as((x, weight, bias, dy) -> new Case(new Linear.Inputs(x, weight, bias), dy)));
    }

    /** Numbers of very different sizes, so that terms drown in others. */
    private static Arbitrary<Tensor> tensors(ElementType type, int... dimensions) {
        Arbitrary<Double> numbers = Combinators.combine(
                        Arbitraries.doubles().between(-1, 1).ofScale(6),
                        Arbitraries.integers().between(-12, 12))
                .as((value, exponent) -> Math.scalb(value, exponent));
        return TensorArbitraries.tensors(Shape.of(dimensions), type, numbers);
    }

    /** Half an ε of the terms for each feature, and one for their sum with the bias, to first order. */
    @Property(tries = 300)
    void value(@ForAll("cases") Case c) {
        Linear.Inputs in = c.in();
        Tensor y = new Linear().apply(in);
        double withoutBias = c.roundings(c.features());
        double epsilon = c.roundings(c.features() + 1);
        Tensor product = new LinearWithoutBias().apply(new LinearWithoutBias.Inputs(in.x(), in.weight()));
        for (int s = 0; s < c.samples(); s++) {
            for (int o = 0; o < c.outputs(); o++) {
                int sample = s;
                int output = o;
                BigDecimal[] terms = terms(
                        c.features(),
                        i -> product(in.x().at(sample, i), in.weight().at(output, i)));
                assertSum(terms, product.at(s, o), withoutBias, "x·Wᵀ");
                BigDecimal bias = new BigDecimal(in.bias().at(o));
                BigDecimal[] all =
                        Stream.concat(Stream.of(terms), Stream.of(bias)).toArray(BigDecimal[]::new);
                assertSum(all, y.at(s, o), epsilon, "y");
            }
        }
    }

    @Property(tries = 300)
    void gradientOfX(@ForAll("cases") Case c) {
        Tensor dx = new Linear().forward(c.in()).backward(c.dy()).x();
        double epsilon = c.roundings(c.outputs());
        for (int s = 0; s < c.samples(); s++) {
            for (int i = 0; i < c.features(); i++) {
                int sample = s;
                int feature = i;
                BigDecimal[] terms = terms(
                        c.outputs(),
                        o -> product(c.dy().at(sample, o), c.in().weight().at(o, feature)));
                assertSum(terms, dx.at(s, i), epsilon, "dx");
            }
        }
    }

    @Property(tries = 300)
    void gradientsOfTheParameters(@ForAll("cases") Case c) {
        Linear.Inputs d = new Linear().forward(c.in()).backward(c.dy());
        double epsilon = c.roundings(c.samples());
        for (int o = 0; o < c.outputs(); o++) {
            int output = o;
            BigDecimal[] upstream = terms(c.samples(), s -> new BigDecimal(c.dy().at(s, output)));
            assertSum(upstream, d.bias().at(o), epsilon, "db");
            for (int i = 0; i < c.features(); i++) {
                int feature = i;
                BigDecimal[] terms = terms(
                        c.samples(),
                        s -> product(c.dy().at(s, output), c.in().x().at(s, feature)));
                assertSum(terms, d.weight().at(o, i), epsilon, "dW");
            }
        }
    }

    /** As of y, with the terms of both products. */
    @Property(tries = 300)
    void pushforward(@ForAll("cases") Case c) {
        Linear.Inputs in = c.in();
        Linear.Inputs tangent = new Linear.Inputs(in.x().times(-3), in.weight(), in.bias());
        Tensor moved = new Linear().forward(in).pushforward(tangent);
        double epsilon = c.roundings(c.features() + 2);
        for (int s = 0; s < c.samples(); s++) {
            for (int o = 0; o < c.outputs(); o++) {
                int sample = s;
                int output = o;
                BigDecimal[] ofWeight = terms(
                        c.features(),
                        i -> product(in.x().at(sample, i), in.weight().at(output, i)));
                BigDecimal[] ofX = terms(
                        c.features(),
                        i -> product(tangent.x().at(sample, i), in.weight().at(output, i)));
                BigDecimal[] all = Stream.of(
                                Stream.of(ofWeight),
                                Stream.of(ofX),
                                Stream.of(new BigDecimal(in.bias().at(o))))
                        .flatMap(terms -> terms)
                        .toArray(BigDecimal[]::new);
                assertSum(all, moved.at(s, o), epsilon, "ẏ");
            }
        }
    }

    @Property(tries = 300)
    void withoutBiasHasTheSameGradients(@ForAll("cases") Case c) {
        Linear.Inputs d = new Linear().forward(c.in()).backward(c.dy());
        LinearWithoutBias.Inputs in = new LinearWithoutBias.Inputs(c.in().x(), c.in().weight());
        LinearWithoutBias.Inputs expected = new LinearWithoutBias.Inputs(d.x(), d.weight());
        assertEquals(expected, new LinearWithoutBias().forward(in).backward(c.dy()));
    }

    /** ⟨dy, x·Wᵀ⟩ has one value for x and one for W: ⟨dx, x⟩ = ⟨dW, W⟩, the layer being linear in both. */
    @Property(tries = 300)
    void dxOnXIsDWeightOnWeight(@ForAll("cases") Case c) {
        Linear.Inputs d = new Linear().forward(c.in()).backward(c.dy());
        double epsilon = c.dy().elementType().epsilon();
        double terms = absolute(c.dy())
                .dot(absolute(c.in().x()).matmul(absolute(c.in().weight()).transpose()));
        double counts = c.samples() + c.features() + c.outputs();
        assertEquals(d.weight().dot(c.in().weight()), d.x().dot(c.in().x()), 4 * counts * epsilon * terms);
    }

    private static Tensor absolute(Tensor tensor) {
        return tensor.map(Math::abs);
    }

    private static BigDecimal product(double a, double b) {
        return new BigDecimal(a).multiply(new BigDecimal(b));
    }

    private static BigDecimal[] terms(int count, IntFunction<BigDecimal> term) {
        return IntStream.range(0, count).mapToObj(term).toArray(BigDecimal[]::new);
    }

    private static void assertSum(BigDecimal[] terms, double actual, double epsilon, String what) {
        BigDecimal expected = sum(terms);
        BigDecimal size = sum(Stream.of(terms).map(BigDecimal::abs).toArray(BigDecimal[]::new));
        BigDecimal tolerance = size.multiply(new BigDecimal(epsilon));
        if (new BigDecimal(actual).subtract(expected).abs().compareTo(tolerance) > 0) {
            fail(what + " is " + actual + ", but exactly " + expected + ", and its terms, of size " + size.doubleValue()
                    + ", allow an error of " + tolerance.doubleValue());
        }
    }
}
