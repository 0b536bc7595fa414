package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionTest {
    private static final Attention PLAIN = new Attention();

    private static Tensor draw(long seed, ElementType type, int... dimensions) {
        SplittableRandom random = new SplittableRandom(seed);
        return Tensor.draw(Shape.of(dimensions), () -> random.nextDouble(-1, 1)).to(type);
    }

    /** […, heads, T or S, widths]. */
    private static Attention.Inputs draw(
            ElementType type, int queryHeads, int keyHeads, int queries, int keys, int width, int valueWidth) {
        return new Attention.Inputs(
                draw(1, type, 2, queryHeads, queries, width),
                draw(2, type, 2, keyHeads, keys, width),
                draw(3, type, 2, keyHeads, keys, valueWidth));
    }

    private static void assertClose(Attention.Inputs expected, Attention.Inputs actual, double absolute) {
        IntStream.range(0, 3).forEach(i -> {
            Tensor wanted = expected.parts().get(i).tensor();
            Tensor found = actual.parts().get(i).tensor();
            assertTrue(
                    found.isClose(wanted, 0, absolute),
                    () -> expected.parts().get(i).name() + ": "
                            + found.minus(wanted).norm());
        });
    }

    @Nested
    class Value {
        private final Tensor query = Tensor.of(new double[][] {{2}});
        private final Tensor key = Tensor.of(new double[][] {{0}, {Math.log(3) / 2}});
        private final Tensor value = Tensor.of(new double[][] {{4, 0}, {0, 8}});

        /** Logits 0 and log 3: probabilities 1/4 and 3/4. */
        @Test
        void byHand() {
            Attention.Pass pass = PLAIN.forward(new Attention.Inputs(query, key, value));
            assertTrue(pass.weights().isClose(Tensor.of(new double[][] {{0.25, 0.75}}), 1e-15, 0));
            assertTrue(pass.output().isClose(Tensor.of(new double[][] {{1, 6}}), 1e-15, 0));
        }

        /** dP = (4, 8), ⟨P, dP⟩ = 7: dZ = (−3/4, 3/4). */
        @Test
        void gradientByHand() {
            Attention.Inputs d =
                    PLAIN.forward(new Attention.Inputs(query, key, value)).backward(Tensor.of(new double[][] {{1, 1}}));
            Attention.Inputs expected = new Attention.Inputs(
                    Tensor.of(new double[][] {{0.75 * Math.log(3) / 2}}),
                    Tensor.of(new double[][] {{-1.5}, {1.5}}),
                    Tensor.of(new double[][] {{0.25, 0.25}, {0.75, 0.75}}));
            assertClose(expected, d, 1e-15);
        }

        @Test
        void dividesByTheRootOfTheWidthUnlessToldOtherwise() {
            Attention.Inputs in = draw(ElementType.FLOAT64, 1, 1, 3, 4, 9, 2);
            assertEquals(PLAIN.withScale(1 / 3.0).apply(in), PLAIN.apply(in));
            Tensor wider = in.query().times(3);
            assertTrue(PLAIN.withScale(1)
                    .apply(in)
                    .isClose(PLAIN.apply(new Attention.Inputs(wider, in.key(), in.value())), 1e-14, 0));
        }

        @Test
        void aLargeCapChangesLittleAndASmallOneMakesAllAlike() {
            Attention.Inputs in = draw(ElementType.FLOAT64, 2, 2, 3, 4, 5, 2);
            assertTrue(PLAIN.withSoftcap(1e8).apply(in).isClose(PLAIN.apply(in), 1e-14, 1e-14));
            Tensor means = in.value().mean(2).expandDims(2).broadcastTo(Shape.of(2, 2, 3, 2));
            assertTrue(PLAIN.withSoftcap(1e-14).apply(in).isClose(means, 0, 1e-13));
        }
    }

    /** One head, in the steps of the textbook. */
    private record Composed(Tensor y, Attention.Inputs d) {
        static Composed of(Attention.Inputs in, double scale, Tensor dy) {
            Tensor z = in.query().times(scale).matmul(in.key().transpose());
            Softmax.Pass p = new Softmax().forward(z);
            Tensor dz = p.backward(dy.matmul(in.value().transpose()));
            return new Composed(
                    p.output().matmul(in.value()),
                    new Attention.Inputs(
                            dz.matmul(in.key()).times(scale),
                            dz.transpose().matmul(in.query().times(scale)),
                            p.output().transpose().matmul(dy)));
        }
    }

    @Nested
    class Bits {
        /** More queries than a block has, sums that are longer than a chunk, and a scale that rounds nothing. */
        @ParameterizedTest
        @CsvSource({
            "FLOAT32, 300, 170, 16, 5",
            "FLOAT64, 300, 170, 16, 70",
            "FLOAT32, 129, 40, 4, 64",
            "FLOAT64, 1, 2, 1, 1"
        })
        void areThoseOfItsParts(ElementType type, int queries, int keys, int width, int valueWidth) {
            Attention.Inputs in = new Attention.Inputs(
                    draw(1, type, queries, width), draw(2, type, keys, width), draw(3, type, keys, valueWidth));
            Tensor dy = draw(4, type, queries, valueWidth);
            Composed composed = Composed.of(in, 1 / Math.sqrt(width), dy);
            Attention.Pass pass = PLAIN.forward(in);
            assertEquals(composed.y(), pass.output());
            assertEquals(composed.d(), pass.backward(dy));
        }

        @ParameterizedTest
        @EnumSource
        void ofAHeadAreThoseOfItAlone(ElementType type) {
            Attention.Inputs in = draw(type, 4, 2, 140, 50, 8, 8);
            Tensor y = PLAIN.apply(in);
            for (int batch = 0; batch < 2; batch++) {
                for (int head = 0; head < 4; head++) {
                    Attention.Inputs alone = new Attention.Inputs(
                            in.query().select(0, batch).select(0, head),
                            in.key().select(0, batch).select(0, head / 2),
                            in.value().select(0, batch).select(0, head / 2));
                    assertEquals(PLAIN.apply(alone), y.select(0, batch).select(0, head));
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void areTheSameWhetherAKeyIsHiddenByAMaskOrByItsPlace(ElementType type) {
            for (int keys : new int[] {90, 200}) {
                Attention.Inputs in = draw(type, 2, 1, 150, keys, 8, 3);
                assertSame(PLAIN.causal(), PLAIN.withMask(Mask.causal(150, keys)), in);
                assertSame(PLAIN, PLAIN.withMask(Mask.of(Shape.of(1, 1), true)), in);
            }
        }

        @ParameterizedTest
        @EnumSource
        void doNotDependOnWhatIsHidden(ElementType type) {
            Attention.Inputs in = draw(type, 2, 1, 30, 20, 8, 3);
            Mask mask = Mask.generate(Shape.of(30, 20), at -> at[1] != 7 && at[0] * at[1] % 5 != 1);
            Attention.Inputs spoilt = new Attention.Inputs(in.query(), spoil(in.key(), 7), spoil(in.value(), 7));
            Operator.Pass<Attention.Inputs, Tensor> clean = PLAIN.withMask(mask).forward(in);
            Operator.Pass<Attention.Inputs, Tensor> pass = PLAIN.withMask(mask).forward(spoilt);
            Tensor dy = draw(9, type, 2, 2, 30, 3);
            assertEquals(clean.output(), pass.output());
            assertEquals(clean.backward(dy), pass.backward(dy));
            Attention.Inputs tangent = draw(type, 2, 1, 30, 20, 8, 3);
            assertEquals(clean.pushforward(tangent), pass.pushforward(tangent));
            assertEquals(clean.curvature(dy, tangent), pass.curvature(dy, tangent));
        }

        @ParameterizedTest
        @EnumSource
        void leaveAKeyThatNoQuerySeesAtZeroBesideAQueryWithoutADistribution(ElementType type) {
            Attention.Inputs in = draw(type, 1, 1, 3, 4, 2, 2);
            Tensor bias = Tensor.generate(Shape.of(3, 4), at -> at[0] == 0 ? Double.NEGATIVE_INFINITY : 0)
                    .to(type);
            Mask mask = Mask.generate(Shape.of(3, 4), at -> at[1] != 3);
            Operator.Pass<Attention.Inputs, Tensor> pass =
                    PLAIN.withMask(mask).withBias(bias).forward(in);
            assertTrue(Double.isNaN(pass.output().at(0, 0, 0, 0)));
            Tensor dy = pass.output().onesLike();
            for (Attention.Inputs d : List.of(pass.backward(dy), pass.curvature(dy, in))) {
                assertTrue(Double.isNaN(d.key().at(0, 0, 0, 0)), d::toString);
                for (int i = 0; i < 2; i++) {
                    assertEquals(0, d.key().at(0, 0, 3, i), d::toString);
                    assertEquals(0, d.value().at(0, 0, 3, i), d::toString);
                }
            }
        }

        private static Tensor spoil(Tensor keys, int key) {
            return Tensor.generate(
                            keys.shape(),
                            at -> at[2] == key ? at[3] == 0 ? Double.NaN : Double.NEGATIVE_INFINITY : keys.at(at))
                    .to(keys.elementType());
        }

        private static void assertSame(Attention expected, Attention actual, Attention.Inputs in) {
            Operator.Pass<Attention.Inputs, Tensor> wanted = expected.forward(in);
            Operator.Pass<Attention.Inputs, Tensor> found = actual.forward(in);
            Tensor dy = wanted.output().times(2).plus(wanted.output().onesLike());
            assertEquals(wanted.output(), found.output());
            assertEquals(wanted.backward(dy), found.backward(dy));
            assertEquals(wanted.pushforward(in), found.pushforward(in));
            assertEquals(wanted.curvature(dy, in), found.curvature(dy, in));
        }

        @ParameterizedTest
        @EnumSource
        void doNotDependOnThreads(ElementType type) throws Exception {
            Attention.Inputs in = draw(type, 4, 2, 300, 200, 8, 8);
            Attention operator = PLAIN.causal();
            Tensor dy = draw(9, type, 2, 4, 300, 8);
            Supplier<Object[]> all = () -> {
                Operator.Pass<Attention.Inputs, Tensor> pass = operator.forward(in);
                return new Object[] {pass.output(), pass.backward(dy), pass.pushforward(in), pass.curvature(dy, in)};
            };
            Object[] expected = all.get();
            ForkJoinPool pool = new ForkJoinPool(3);
            try {
                Object[] found = pool.submit(all::get).get();
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], found[i]);
                }
            } finally {
                pool.shutdown();
            }
        }
    }

    @Nested
    class Laws {
        @Test
        void aGroupIsARepeatedHead() {
            Attention.Inputs in = draw(ElementType.FLOAT64, 6, 2, 5, 4, 3, 2);
            Tensor dy = draw(9, ElementType.FLOAT64, 2, 6, 5, 2);
            Attention.Inputs repeated = new Attention.Inputs(in.query(), repeat(in.key()), repeat(in.value()));
            Operator.Pass<Attention.Inputs, Tensor> pass = PLAIN.forward(in);
            assertEquals(PLAIN.apply(repeated), pass.output());
            Attention.Inputs d = PLAIN.forward(repeated).backward(dy);
            assertClose(
                    new Attention.Inputs(d.query(), collect(d.key()), collect(d.value())), pass.backward(dy), 1e-14);
        }

        /** [2, 2, S, …] to [2, 6, S, …]. */
        private static Tensor repeat(Tensor heads) {
            int[] shape = heads.shape().dimensions();
            return heads.expandDims(2)
                    .broadcastTo(Shape.of(2, 2, 3, shape[2], shape[3]))
                    .reshape(2, 6, shape[2], shape[3]);
        }

        private static Tensor collect(Tensor heads) {
            int[] shape = heads.shape().dimensions();
            return heads.reshape(2, 2, 3, shape[2], shape[3]).sum(2);
        }

        @Test
        void theOrderOfKeysDoesNotMatter() {
            Attention.Inputs in = draw(ElementType.FLOAT64, 1, 1, 3, 2, 4, 2);
            Attention.Inputs turned = new Attention.Inputs(in.query(), turned(in.key()), turned(in.value()));
            assertTrue(PLAIN.apply(turned).isClose(PLAIN.apply(in), 1e-14, 1e-15));
        }

        private static Tensor turned(Tensor two) {
            return Tensor.concatenate(2, two.slice(2, 1, 2), two.slice(2, 0, 1));
        }

        @Test
        void aKeyThatIsMaskedIsAsGoodAsAbsent() {
            Attention.Inputs in = draw(ElementType.FLOAT64, 1, 1, 3, 5, 4, 2);
            Attention.Inputs shorter = new Attention.Inputs(
                    in.query(), in.key().slice(2, 0, 3), in.value().slice(2, 0, 3));
            Tensor masked = PLAIN.withMask(Mask.lengths(5, 3)).apply(in);
            assertTrue(masked.isClose(PLAIN.apply(shorter), 1e-14, 1e-15));
        }

        @Test
        void aBiasOfMinusInfinityIsAMaskWhereSomethingIsLeft() {
            Attention.Inputs in = draw(ElementType.FLOAT64, 1, 1, 3, 5, 4, 2);
            Tensor bias = Tensor.generate(Shape.of(3, 5), at -> at[1] > at[0] ? Double.NEGATIVE_INFINITY : 0);
            assertEquals(PLAIN.causal().apply(in), PLAIN.withBias(bias).apply(in));
        }

        @Test
        void whatIsAddedToAllLogitsOfAQueryChangesNothing() {
            Attention.Inputs in = draw(ElementType.FLOAT64, 1, 1, 3, 5, 4, 2);
            Tensor shifted =
                    PLAIN.withBias(Tensor.of(1, -20, 300).reshape(3, 1)).apply(in);
            assertTrue(shifted.isClose(PLAIN.apply(in), 1e-12, 1e-13));
        }

        @Test
        void weightsSumToOneOrZero() {
            Attention.Inputs in = draw(ElementType.FLOAT64, 2, 1, 130, 7, 4, 2);
            Mask mask = Mask.generate(Shape.of(130, 1), at -> at[0] % 3 != 0);
            Tensor weights = PLAIN.withMask(mask).forward(in).weights();
            Tensor sums = Tensor.generate(Shape.of(2, 2, 130), at -> at[2] % 3 != 0 ? 1 : 0);
            assertTrue(weights.sum(-1).isClose(sums, 1e-14, 0));
        }
    }

    @Nested
    class Empty {
        @Test
        void noQueriesNoKeysAndNoHeads() {
            for (int[] sizes :
                    new int[][] {{1, 1, 0, 3, 2, 2}, {1, 1, 3, 0, 2, 2}, {0, 0, 3, 3, 2, 2}, {1, 1, 3, 3, 2, 0}}) {
                Attention.Inputs in =
                        draw(ElementType.FLOAT64, sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5]);
                Operator.Pass<Attention.Inputs, Tensor> pass = PLAIN.forward(in);
                Tensor zeros = Tensor.zeros(Shape.of(2, sizes[0], sizes[2], sizes[5]));
                assertEquals(zeros, pass.output());
                assertEquals(in.mapTensors(Tensor::zerosLike), pass.backward(zeros));
                assertEquals(zeros, pass.pushforward(in));
            }
        }
    }

    @Nested
    class WrongDerivations {
        private final Attention.Inputs in = draw(ElementType.FLOAT64, 1, 1, 3, 4, 4, 2);

        @Test
        void areCaught() {
            assertCaught((d, w) -> new Attention.Inputs(d.query().times(2), d.key(), d.value()));
            assertCaught((d, w) -> new Attention.Inputs(d.query(), d.key().times(0.5), d.value()));
            assertCaught((d, w) -> new Attention.Inputs(
                    d.query(), d.key(), d.value().plus(w.sum(2).mean())));
        }

        private interface Mistake {
            Attention.Inputs make(Attention.Inputs d, Tensor weights);
        }

        private void assertCaught(Mistake mistake) {
            Operator<Attention.Inputs, Tensor> mutant = Operator.of(PLAIN::apply, (x, y, dy) -> {
                Attention.Pass pass = PLAIN.forward(x);
                return mistake.make(pass.backward(dy), pass.weights());
            });
            assertEquals(Verdict.FAIL, GradientCheck.of(mutant).at(in).verdict());
        }
    }

    @Nested
    class BadInput {
        @Test
        void namesWhatDoesNotFit() {
            assertShape(
                    "Attention: query has shape [2], key [2, 3] and value [2, 3]; […, heads, T, d], […, heads, S, d] and"
                            + " […, heads, S, e] of one rank of at least 2 are needed",
                    PLAIN,
                    Shape.of(2),
                    Shape.of(2, 3),
                    Shape.of(2, 3));
            assertShape(
                    "Attention: query [4, 3] has width 3 and key [5, 2] width 2; one width of at least 1 is needed",
                    PLAIN,
                    Shape.of(4, 3),
                    Shape.of(5, 2),
                    Shape.of(5, 2));
            assertShape(
                    "Attention: key [5, 3] has 5 keys and value [6, 3] 6 values; one value for each key is needed",
                    PLAIN,
                    Shape.of(4, 3),
                    Shape.of(5, 3),
                    Shape.of(6, 3));
            assertShape(
                    "Attention: query [9, 4, 3] has 9 heads and key [2, 5, 3] 2; as many heads of queries for each head"
                            + " of keys are needed",
                    PLAIN,
                    Shape.of(9, 4, 3),
                    Shape.of(2, 5, 3),
                    Shape.of(2, 5, 3));
            assertShape(
                    "Attention: query has shape [2, 4, 4, 3], key [3, 2, 5, 3] and value [3, 2, 5, 3]; along axis 0 equal"
                            + " lengths are needed",
                    PLAIN,
                    Shape.of(2, 4, 4, 3),
                    Shape.of(3, 2, 5, 3),
                    Shape.of(3, 2, 5, 3));
            assertShape(
                    "Attention: query has shape [4, 4, 3], key [2, 5, 3] and value [4, 5, 3]; along axis 0 equal lengths"
                            + " of key and value are needed",
                    PLAIN,
                    Shape.of(4, 4, 3),
                    Shape.of(2, 5, 3),
                    Shape.of(4, 5, 3));
            assertShape(
                    "Attention: mask has shape [5, 4], which does not repeat into [4, 5]; axes match from the last, and one"
                            + " that is missing or has length 1 is repeated",
                    PLAIN.withMask(Mask.causal(5, 4)),
                    Shape.of(4, 3),
                    Shape.of(5, 3),
                    Shape.of(5, 3));
            assertShape(
                    "Attention: bias has shape [2, 1, 5], which does not repeat into [4, 5]; axes match from the last, and"
                            + " one that is missing or has length 1 is repeated",
                    PLAIN.withBias(Tensor.zeros(Shape.of(2, 1, 5))),
                    Shape.of(4, 3),
                    Shape.of(5, 3),
                    Shape.of(5, 3));
        }

        private void assertShape(String message, Attention operator, Shape query, Shape key, Shape value) {
            Attention.Inputs in = new Attention.Inputs(Tensor.zeros(query), Tensor.zeros(key), Tensor.zeros(value));
            assertEquals(
                    message,
                    assertThrows(ShapeException.class, () -> operator.forward(in))
                            .getMessage());
        }

        @Test
        void namesTypesAndSettings() {
            Attention.Inputs in = draw(ElementType.FLOAT64, 1, 1, 2, 2, 2, 2);
            assertIllegal(
                    "Attention: key is float32 and query float64, but one element type is needed",
                    () -> PLAIN.forward(
                            new Attention.Inputs(in.query(), in.key().to(ElementType.FLOAT32), in.value())));
            assertIllegal(
                    "Attention: bias is float32 and query float64, but one element type is needed",
                    () -> PLAIN.withBias(Tensor.scalar(0).to(ElementType.FLOAT32))
                            .forward(in));
            assertIllegal("Attention: scale is NaN; a finite number is needed", () -> PLAIN.withScale(Double.NaN));
            assertIllegal("Attention: softcap is 0.0; a finite number above 0 is needed", () -> PLAIN.withSoftcap(0));
        }

        private void assertIllegal(String message, Supplier<?> call) {
            assertEquals(
                    message,
                    assertThrows(IllegalArgumentException.class, call::get).getMessage());
        }

        @Test
        void namesThePartThatIsNull() {
            assertEquals(
                    "Attention: mask is null",
                    assertThrows(NullPointerException.class, () -> PLAIN.withMask(null))
                            .getMessage());
            assertEquals(
                    "Attention.Inputs: value is null",
                    assertThrows(
                                    NullPointerException.class,
                                    () -> new Attention.Inputs(Tensor.scalar(1), Tensor.scalar(1), null))
                            .getMessage());
        }
    }
}
