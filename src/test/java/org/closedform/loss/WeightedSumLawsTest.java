package org.closedform.loss;

import static org.closedform.testkit.HighPrecision.DIGITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.MergeOrder;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;

/** Parts of any number, merged in any order, have the sum and the mean that their Javadoc states, to the same bits. */
class WeightedSumLawsTest {

    /** A loss and a gradient, in types of their own. */
    private record Evaluation(Tensor loss, Tensor gradient) implements TensorTree<Evaluation> {
        static Evaluation of(double loss, double gradient, ElementType type) {
            double range = type == ElementType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
            return new Evaluation(
                    Tensor.of(loss),
                    Tensor.of(Math.max(-range, Math.min(gradient, range))).to(type));
        }
    }

    /** A part's mean, or its sum, and its weight. */
    private record NamedTensor(Evaluation value, double weight, boolean isMean) {
        WeightedSum<Evaluation> sum() {
            return isMean ? WeightedSum.ofMean(value, weight) : WeightedSum.of(value, weight);
        }

        BigDecimal term(int tensor) {
            BigDecimal number =
                    new BigDecimal(value.parts().get(tensor).tensor().item());
            return isMean ? number.multiply(new BigDecimal(weight)) : number;
        }
    }

    @Provide
    Arbitrary<List<NamedTensor>> parts() {
        Arbitrary<Double> numbers = Combinators.combine(
                        Arbitraries.doubles().between(-1, 1).ofScale(8),
                        Arbitraries.of(1.0, 1.0, 1e-9, 1e9, 1e38, 1.7e308))
                .as((x, scale) -> x * scale);
        Arbitrary<Double> weights = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 999).map(Integer::doubleValue),
                Arbitraries.doubles().between(0.01, 9).ofScale(6));
        return TensorArbitraries.elementTypes()
                .flatMap(type -> Combinators.combine(numbers, numbers, weights, Arbitraries.of(true, false))
                        .as((loss, gradient, weight, isMean) ->
                                new NamedTensor(Evaluation.of(loss, gradient, type), weight, isMean))
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(40));
    }

    @Property
    void anyOrderGivesTheExactSumAndMean(
            @ForAll("parts") List<NamedTensor> parts, @ForAll MergeOrder order, @ForAll Random random) {
        assertIsExact(parts, order.merge(parts.stream().map(NamedTensor::sum).toList(), WeightedSum::merge, random));
    }

    @Property(tries = 200)
    void aParallelStreamGivesTheExactSumAndMean(@ForAll("parts") List<NamedTensor> parts) {
        Evaluation like = parts.get(0).value;
        assertIsExact(parts, parts.parallelStream().map(NamedTensor::sum).collect(WeightedSum.merging(like)));
    }

    @Property
    void countsAndWholeNumbersMergeExactlyInAnyOrder(
            @ForAll List<Integer> terms, @ForAll MergeOrder order, @ForAll Random random) {
        List<WeightedSum<Tensor>> parts = terms.stream()
                .map(term -> WeightedSum.of(Tensor.scalar(term), Math.abs((double) term)))
                .toList();
        WeightedSum<Tensor> expected = WeightedSum.of(
                Tensor.scalar(terms.stream().mapToLong(Integer::longValue).sum()),
                terms.stream().mapToLong(term -> Math.abs((long) term)).sum());
        if (!parts.isEmpty()) {
            assertEquals(expected, order.merge(parts, WeightedSum::merge, random));
        }
        assertEquals(expected, parts.parallelStream().collect(WeightedSum.merging(Tensor.scalar(0))));
    }

    @Property
    void everyOrderGivesTheSameBits(
            @ForAll("parts") List<NamedTensor> parts, @ForAll MergeOrder order, @ForAll Random random) {
        List<WeightedSum<Evaluation>> sums =
                parts.stream().map(NamedTensor::sum).toList();
        WeightedSum<Evaluation> chain = sums.stream().reduce(WeightedSum.none(parts.get(0).value), WeightedSum::merge);
        WeightedSum<Evaluation> other = order.merge(sums, WeightedSum::merge, random);
        assertEquals(chain, other);
        assertEquals(chain.mean(), other.mean());
    }

    @Property
    void mergingCommutesToTheBit(@ForAll("parts") List<NamedTensor> parts) {
        WeightedSum<Evaluation> first = parts.get(0).sum();
        WeightedSum<Evaluation> last = parts.get(parts.size() - 1).sum();
        assertEquals(first.merge(last), last.merge(first));
    }

    private static void assertIsExact(List<NamedTensor> parts, WeightedSum<Evaluation> actual) {
        BigDecimal weight = parts.stream()
                .map(part -> new BigDecimal(part.weight))
                .reduce(BigDecimal::add)
                .orElseThrow();
        assertEquals(weight.doubleValue(), actual.weight());
        for (int tensor : new int[] {0, 1}) {
            List<BigDecimal> terms =
                    parts.stream().map(part -> part.term(tensor)).toList();
            BigDecimal sum = terms.stream().reduce(BigDecimal::add).orElseThrow();
            BigDecimal magnitude =
                    terms.stream().map(BigDecimal::abs).reduce(BigDecimal::add).orElseThrow();
            ElementType type = parts.get(0).value.parts().get(tensor).tensor().elementType();
            BigDecimal lost = magnitude.multiply(new BigDecimal(parts.size() * 0x1p-127));
            assertWithin(0.5, lost, sum, actual.sum().parts().get(tensor).tensor());
            if (weight.signum() > 0) {
                assertWithin(
                        0.5,
                        lost.divide(weight, DIGITS),
                        sum.divide(weight, DIGITS),
                        actual.mean().parts().get(tensor).tensor());
            }
        }
    }

    /** Within so many ulps, and what is lost where terms cancel. */
    private static void assertWithin(double ulps, BigDecimal lost, BigDecimal exact, Tensor actual) {
        BigDecimal bound = Ulps.ulp(exact, actual.elementType())
                .multiply(BigDecimal.valueOf(ulps))
                .add(lost);
        if (Double.isInfinite(actual.item())) {
            BigDecimal largest =
                    new BigDecimal(actual.elementType() == ElementType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE);
            assertTrue(
                    exact.abs().add(bound).compareTo(largest) > 0 && exact.signum() == Math.signum(actual.item()),
                    () -> actual + " is not " + exact.round(MathContext.DECIMAL64));
            return;
        }
        BigDecimal error = new BigDecimal(actual.item()).subtract(exact).abs();
        assertTrue(
                error.compareTo(bound) <= 0,
                () -> actual + " is off by " + error.round(MathContext.DECIMAL32) + " from "
                        + exact.round(MathContext.DECIMAL64) + ", more than " + bound.round(MathContext.DECIMAL32));
    }
}
