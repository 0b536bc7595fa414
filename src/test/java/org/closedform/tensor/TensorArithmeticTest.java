package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.ElementType.FLOAT64;
import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TensorArithmeticTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @FunctionalInterface
    private interface FloatOperation {
        float apply(float x, float y);
    }

    private enum Operation {
        PLUS(Tensor::plus, (x, y) -> x + y, (x, y) -> x + y),
        MINUS(Tensor::minus, (x, y) -> x - y, (x, y) -> x - y),
        TIMES(Tensor::times, (x, y) -> x * y, (x, y) -> x * y),
        DIVIDED_BY(Tensor::dividedBy, (x, y) -> x / y, (x, y) -> x / y);

        private final BinaryOperator<Tensor> ofTensors;
        private final DoubleBinaryOperator ofDoubles;
        private final FloatOperation ofFloats;

        Operation(BinaryOperator<Tensor> ofTensors, DoubleBinaryOperator ofDoubles, FloatOperation ofFloats) {
            this.ofTensors = ofTensors;
            this.ofDoubles = ofDoubles;
            this.ofFloats = ofFloats;
        }

        double of(ElementType type, double x, double y) {
            return type == FLOAT64 ? ofDoubles.applyAsDouble(x, y) : ofFloats.apply((float) x, (float) y);
        }
    }

    @Nested
    class Value {
        private final Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});

        @Test
        void matchesAxesFromTheLast() {
            assertEquals(Tensor.of(new double[][] {{11, 22}, {13, 24}}), x.plus(Tensor.of(10, 20)));
            assertEquals(
                    Tensor.of(new double[][] {{-9, -8}, {-17, -16}}), x.minus(Tensor.of(new double[][] {{10}, {20}})));
            assertEquals(
                    Tensor.of(new double[][] {{3, 6}, {9, 12}}),
                    Tensor.scalar(3).times(x));
            assertEquals(Tensor.of(new double[][] {{.5, 1}, {1.5, 2}}), x.dividedBy(Tensor.scalar(2)));
        }

        @Test
        void bothOperandsMayBeRepeated() {
            Tensor column = Tensor.of(new double[][] {{10}, {20}});
            assertEquals(Tensor.of(new double[][] {{11, 12, 13}, {21, 22, 23}}), column.plus(Tensor.of(1, 2, 3)));
        }

        @Test
        void emptyTensorsGiveEmptyTensors() {
            Tensor empty = Tensor.zeros(Shape.of(2, 0));
            assertEquals(empty, empty.plus(empty));
            assertEquals(empty, empty.times(Tensor.scalar(2)));
            assertEquals(empty, Tensor.zeros(Shape.of(2, 1)).minus(empty));
            assertEquals(Tensor.of(), Tensor.of().plus(Tensor.of(1)));
            assertEquals(empty, empty.plus(1).negate().map(v -> 1 / v));
        }

        @Test
        void takesNumbersToo() {
            assertEquals(Tensor.of(new double[][] {{3, 4}, {5, 6}}), x.plus(2));
            assertEquals(Tensor.of(new double[][] {{-1, 0}, {1, 2}}), x.minus(2));
            assertEquals(Tensor.of(new double[][] {{2, 4}, {6, 8}}), x.times(2));
            assertEquals(Tensor.of(new double[][] {{.5, 1}, {1.5, 2}}), x.dividedBy(2));
            assertEquals(Tensor.of(-1, 0.0, -0.0), Tensor.of(1, -0.0, 0.0).negate());
            assertEquals(Tensor.of(1, 4, 9), Tensor.of(1, 2, 3).map(v -> v * v));
        }

        @Test
        void float32IsRoundedOnce() {
            Tensor tenth = Tensor.of(new float[] {0.1f});
            assertEquals(Tensor.of(new float[] {0.1f + 0.7f}), tenth.plus(Tensor.of(new float[] {0.7f})));
            assertEquals(Tensor.of(new float[] {Float.POSITIVE_INFINITY}), tenth.times(1e40));
            assertEquals(
                    Tensor.of(new float[] {Float.POSITIVE_INFINITY}),
                    Tensor.of(new float[] {Float.MAX_VALUE}).plus(Tensor.of(new float[] {Float.MAX_VALUE})));
            assertEquals(Tensor.of(new float[] {0.1f}), tenth.map(v -> 0.1));
        }

        @Test
        void noNumberThrows() {
            assertEquals(Tensor.of(INF, Double.NaN, -INF), Tensor.of(1, 0, -1).dividedBy(Tensor.of(0, 0, 0)));
            assertEquals(Tensor.of(Double.NaN), Tensor.of(INF).minus(Tensor.of(INF)));
        }
    }

    @Nested
    class Refusals {
        private final Tensor x = Tensor.zeros(Shape.of(2, 3));

        @Test
        void ofShapesThatDoNotBroadcast() {
            assertMisfit(
                    "Tensor.plus: shapes [2, 3] and [2] do not broadcast: 3 against 2 at axis -1; "
                            + "equal lengths, or a 1, would be right",
                    () -> x.plus(Tensor.of(1, 2)));
            assertMisfit(
                    "Tensor.minus: shapes [2, 3] and [4, 1] do not broadcast: 2 against 4 at axis -2; "
                            + "equal lengths, or a 1, would be right",
                    () -> x.minus(Tensor.zeros(Shape.of(4, 1))));
            assertMisfit(
                    "Tensor.times: shapes [2, 3] and [0] do not broadcast: 3 against 0 at axis -1; "
                            + "equal lengths, or a 1, would be right",
                    () -> x.times(Tensor.of()));
            assertMisfit(
                    "Tensor.dividedBy: shapes [2] and [2, 3] do not broadcast: 2 against 3 at axis -1; "
                            + "equal lengths, or a 1, would be right",
                    () -> Tensor.of(1, 2).dividedBy(x));
        }

        @Test
        void ofMoreElementsThanAnArrayHolds() {
            Tensor row = Tensor.zeros(Shape.of(1, 65536));
            assertThrows(ShapeException.class, () -> row.plus(row.transpose()));
        }

        @Test
        void ofMixedElementTypes() {
            Tensor y = x.to(FLOAT32);
            String mix =
                    "float32[2, 3] does not mix with float64[2, 3]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)";
            Class<IllegalArgumentException> type = IllegalArgumentException.class;
            assertAll(
                    () -> assertRefused(type, "Tensor.plus: " + mix, () -> x.plus(y)),
                    () -> assertRefused(type, "Tensor.minus: " + mix, () -> x.minus(y)),
                    () -> assertRefused(type, "Tensor.times: " + mix, () -> x.times(y)),
                    () -> assertRefused(type, "Tensor.dividedBy: " + mix, () -> x.dividedBy(y)),
                    () -> assertRefused(type, "Tensor.matmul: " + mix, () -> x.matmul(y)),
                    () -> assertRefused(type, "Tensor.dot: other: " + mix, () -> x.dot(y)));
        }

        @Test
        void ofNull() {
            Class<NullPointerException> type = NullPointerException.class;
            assertAll(
                    () -> assertThrows(type, () -> x.plus((Tensor) null)),
                    () -> assertThrows(type, () -> x.minus((Tensor) null)),
                    () -> assertThrows(type, () -> x.times((Tensor) null)),
                    () -> assertThrows(type, () -> x.dividedBy((Tensor) null)),
                    () -> assertRefused(type, "Tensor.matmul: the other tensor is null", () -> x.matmul(null)),
                    () -> assertRefused(type, "Tensor.dot: other is null", () -> x.dot(null)),
                    () -> assertRefused(
                            type, "Tensor.map: f is null", () -> Tensor.of().map(null)));
        }
    }

    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Laws {
        @Property
        void everyElementIsTheIeeeResultInItsOwnType(
                @ForAll Operation operation, @ForAll Shape shape, @ForAll ElementType type, @ForAll Random random) {
            check(operation, shape, type, random);
        }

        /** Rows longer than one pass over scratch. */
        @Property(tries = 100)
        void longRowsAreNoDifferent(
                @ForAll Operation operation,
                @ForAll @IntRange(min = 1, max = 3) int outer,
                @ForAll @IntRange(min = 1000, max = 3100) int length,
                @ForAll @IntRange(min = 1, max = 2) int inner,
                @ForAll ElementType type,
                @ForAll Random random) {
            check(operation, Shape.of(outer, length, inner), type, random);
        }

        private void check(Operation operation, Shape larger, ElementType type, Random random) {
            Tensor x = Tensors.any(Tensors.broadcastingTo(larger, random), type, random);
            Tensor y = Tensors.any(Tensors.broadcastingTo(larger, random), type, random);
            Shape shape = sharedShape(x.shape(), y.shape());
            Tensor expected = Tensors.naive(
                    type,
                    shape,
                    index -> operation.of(type, Tensors.broadcastAt(x, index), Tensors.broadcastAt(y, index)));
            assertEquals(expected, operation.ofTensors.apply(x, y), () -> x + " " + operation + " " + y);
        }

        private Shape sharedShape(Shape x, Shape y) {
            int rank = Math.max(x.rank(), y.rank());
            int[] lengths = new int[rank];
            for (int i = 0; i < rank; i++) {
                int mine = i < rank - x.rank() ? 1 : x.dimension(i - rank);
                int theirs = i < rank - y.rank() ? 1 : y.dimension(i - rank);
                lengths[i] = mine == 1 ? theirs : mine;
            }
            return Shape.of(lengths);
        }

        @Property
        void aNumberIsAScalarOfTheSameType(@ForAll Tensor x, @ForAll float number) {
            Tensor scalar = Tensor.scalar(number).to(x.elementType());
            assertAll(
                    () -> assertEquals(x.plus(scalar), x.plus(number)),
                    () -> assertEquals(x.minus(scalar), x.minus(number)),
                    () -> assertEquals(x.times(scalar), x.times(number)),
                    () -> assertEquals(x.dividedBy(scalar), x.dividedBy(number)));
        }

        @Property
        void negateFlipsEverySign(@ForAll Tensor x) {
            assertEquals(Tensors.naive(x.elementType(), x.shape(), index -> -x.at(index)), x.negate());
        }

        @Property
        void mapKeepsShapeAndElementType(@ForAll Tensor x) {
            Tensor y = x.map(v -> v / 3);
            assertEquals(Tensors.naive(x.elementType(), x.shape(), index -> x.at(index) / 3), y);
        }
    }
}
