package org.closedform.tensor;

import static org.closedform.tensor.Tensors.assertMisfit;
import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TensorTreeTest {
    private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;

    record Layer(Tensor weight, Tensor bias) implements TensorTree<Layer> {}

    record Network(Layer hidden, Tensor scale, Layer output) implements TensorTree<Network> {}

    private record Hidden(Tensor only) implements TensorTree<Hidden> {}

    record Pair<A extends TensorTree<A>, B extends TensorTree<B>>(A left, B right) implements TensorTree<Pair<A, B>> {}

    record Nothing() implements TensorTree<Nothing> {}

    record WithSetting(Tensor weight, double rate) implements TensorTree<WithSetting> {}

    record Positive(Tensor x) implements TensorTree<Positive> {
        Positive {
            if (x.min().item() < 0) {
                throw new ArithmeticException("negative");
            }
        }
    }

    static final class NoRecord implements TensorTree<NoRecord> {}

    /** As long as it is told to be. */
    record Run(List<Tensor> tensors) implements TensorTree<Run> {
        @Override
        public List<NamedTensor> parts() {
            return tensors.stream()
                    .map(tensor -> new NamedTensor("step", tensor))
                    .toList();
        }

        @Override
        public Run rebuild(List<Tensor> others) {
            return new Run(others);
        }
    }

    private static final Layer LAYER = new Layer(Tensor.of(new double[][] {{1, 2}}), Tensor.of(3));
    private static final Network NETWORK =
            new Network(LAYER, Tensor.scalar(4), new Layer(Tensor.of(new double[][] {{5}}), Tensor.of(6)));

    @Nested
    class Parts {
        @Test
        void areTheComponentsInOrder() {
            assertEquals(
                    List.of(new NamedTensor("weight", LAYER.weight()), new NamedTensor("bias", LAYER.bias())),
                    LAYER.parts());
        }

        @Test
        void ofNestedRecordsHavePaths() {
            assertEquals(
                    List.of("hidden.weight", "hidden.bias", "scale", "output.weight", "output.bias"),
                    NETWORK.parts().stream().map(NamedTensor::name).toList());
            assertEquals(Tensor.of(6), NETWORK.parts().get(4).tensor());
        }

        @Test
        void ofPrivateLocalAndGenericRecordsAreReadToo() {
            record Local(Tensor x, Hidden y) implements TensorTree<Local> {}
            Local local = new Local(Tensor.of(1), new Hidden(Tensor.of(2)));
            assertEquals(
                    List.of(new NamedTensor("x", Tensor.of(1)), new NamedTensor("y.only", Tensor.of(2))),
                    local.parts());
            assertEquals(new Local(Tensor.of(2), new Hidden(Tensor.of(4))), local.times(2));

            Pair<Layer, Pair<Tensor, Nothing>> pair = new Pair<>(LAYER, new Pair<>(Tensor.of(9), new Nothing()));
            assertEquals(
                    List.of("left.weight", "left.bias", "right.left"),
                    pair.parts().stream().map(NamedTensor::name).toList());
            assertEquals(
                    pair,
                    pair.rebuild(pair.parts().stream().map(NamedTensor::tensor).toList()));
        }

        @Test
        void mayBeNone() {
            assertEquals(List.of(), new Nothing().parts());
            assertEquals(new Nothing(), new Nothing().plus(new Nothing()).times(2));
            assertEquals(0, new Nothing().norm());
            assertEquals(0, new Nothing().dot(new Nothing()));
        }

        @Test
        void cannotBeWrittenTo() {
            assertThrows(
                    UnsupportedOperationException.class, () -> LAYER.parts().clear());
        }

        @Test
        void areNeverNull() {
            assertRefused(NullPointerException.class, "TensorTree: part bias of Layer is null", () -> new Layer(
                            Tensor.of(1), null)
                    .parts());
            assertThrows(NullPointerException.class, () -> new Layer(null, Tensor.of(1)).times(2));
            assertRefused(NullPointerException.class, "TensorTree: part output of Network is null", () -> new Network(
                            LAYER, Tensor.of(1), null)
                    .norm());
        }

        @Test
        void areTensorsOrTrees() {
            assertRefused(
                    ILLEGAL,
                    "TensorTree: component rate of " + WithSetting.class.getName()
                            + " is of type double; right would be a Tensor or another TensorTree "
                            + "(settings belong to the operator)",
                    () -> new WithSetting(Tensor.of(1), 0.1).parts());
        }

        @Test
        void ofWhatIsNoRecordHaveToBeToldByItself() {
            String message = "TensorTree: " + NoRecord.class.getName()
                    + " is not a record; it has to override parts() and rebuild(List) itself";
            assertRefused(ILLEGAL, message, () -> new NoRecord().parts());
            assertRefused(ILLEGAL, message, () -> new NoRecord().rebuild(List.of()));
            assertRefused(ILLEGAL, message, () -> new Pair<>(Tensor.of(1), new NoRecord()).parts());
        }
    }

    @Nested
    class Rebuild {
        @Test
        void putsTheTensorsInOrder() {
            List<Tensor> tensors = List.of(Tensor.of(1), Tensor.of(2), Tensor.of(3), Tensor.of(4), Tensor.of(5));
            assertEquals(
                    new Network(
                            new Layer(Tensor.of(1), Tensor.of(2)), Tensor.of(3), new Layer(Tensor.of(4), Tensor.of(5))),
                    NETWORK.rebuild(tensors));
        }

        @Test
        void needsAsManyAsThereAre() {
            Tensor x = Tensor.of(1);
            assertRefused(
                    ILLEGAL,
                    "TensorTree.rebuild: 1 tensors for Layer, which has 2 parts",
                    () -> LAYER.rebuild(List.of(x)));
            assertRefused(
                    ILLEGAL,
                    "TensorTree.rebuild: 3 tensors for Layer, which has 2 parts",
                    () -> LAYER.rebuild(List.of(x, x, x)));
            assertRefused(
                    ILLEGAL,
                    "TensorTree.rebuild: 6 tensors for Network, which has 5 parts",
                    () -> NETWORK.rebuild(List.of(x, x, x, x, x, x)));
            assertThrows(NullPointerException.class, () -> LAYER.rebuild(null));
        }

        @Test
        void letsTheRecordsOwnRefusalThrough() {
            Positive positive = new Positive(Tensor.of(1));
            assertRefused(ArithmeticException.class, "negative", () -> positive.times(-1));
        }

        @Test
        void keepsWhatIsNotMapped() {
            assertSame(LAYER.bias(), LAYER.mapTensors(x -> x).bias());
            assertNotEquals(LAYER, LAYER.mapTensors(x -> x.plus(1)));
        }
    }

    @Nested
    class VectorSpace {
        @Test
        void actsPartByPart() {
            assertEquals(new Layer(Tensor.of(new double[][] {{2, 4}}), Tensor.of(6)), LAYER.plus(LAYER));
            assertEquals(new Layer(Tensor.of(new double[][] {{0, 0}}), Tensor.of(0)), LAYER.minus(LAYER));
            assertEquals(new Layer(Tensor.of(new double[][] {{-2, -4}}), Tensor.of(-6)), LAYER.times(-2));
            assertEquals(
                    new Layer(Tensor.of(new double[][] {{1, 4}}), Tensor.of(9)),
                    LAYER.zipTensors(LAYER, Tensor::times));
            assertEquals(14, LAYER.dot(LAYER));
            assertEquals(91, NETWORK.dot(NETWORK));
        }

        @Test
        void normNeitherOverflowsNorUnderflows() {
            assertEquals(5e200, new Layer(Tensor.of(3e200), Tensor.of(4e200)).norm(), 1e185);
            assertEquals(5e-200, new Layer(Tensor.of(3e-200), Tensor.of(4e-200)).norm(), 1e-215);
            assertEquals(5, new Layer(Tensor.of(3), Tensor.of(new float[] {4})).norm());
        }

        @Test
        void zerosAndOnesAreLikeIt() {
            Layer mixed = new Layer(Tensor.of(Double.NaN, 2), Tensor.of(new float[] {Float.POSITIVE_INFINITY}));
            assertEquals(new Layer(Tensor.of(0, 0), Tensor.of(new float[] {0})), mixed.zerosLike());
            assertEquals(new Layer(Tensor.of(1, 1), Tensor.of(new float[] {1})), mixed.onesLike());
        }

        @Test
        void nothingIsBroadcast() {
            Layer other = new Layer(Tensor.of(new double[][] {{1, 2}}), Tensor.scalar(3));
            String message = "TensorTree: other: bias has shape [], but [1] is needed";
            assertMisfit(message, () -> LAYER.plus(other));
            assertMisfit(message, () -> LAYER.minus(other));
            assertMisfit(message, () -> LAYER.dot(other));
            assertMisfit(message, () -> LAYER.zipTensors(other, Tensor::times));
            assertMisfit(
                    "TensorTree: other: output.weight has shape [2, 1], but [1, 1] is needed",
                    () -> NETWORK.plus(new Network(
                            LAYER, Tensor.scalar(1), new Layer(Tensor.zeros(Shape.of(2, 1)), Tensor.of(1)))));
        }

        @Test
        void elementTypesDoNotMix() {
            Layer other = new Layer(LAYER.weight(), LAYER.bias().to(ElementType.FLOAT32));
            assertRefused(
                    ILLEGAL,
                    "TensorTree: other: bias: float32[1] does not mix with float64[1]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> LAYER.plus(other));
        }

        @Test
        void whatIsLikeAnotherIsGivenBack() {
            Network other = NETWORK.times(-1);
            assertSame(other, other.requireLike(NETWORK, "Here: x"));
        }

        @Test
        void whatIsUnlikeAnotherIsNamed() {
            Layer wide = new Layer(LAYER.weight(), Tensor.of(1, 2));
            assertMisfit("Here: x: bias has shape [2], but [1] is needed", () -> wide.requireLike(LAYER, "Here: x"));
            assertRefused(
                    NullPointerException.class,
                    "TensorTree.requireLike: expected is null",
                    () -> LAYER.requireLike(null, "Here: x"));
        }

        @Test
        void treesOfDifferentLengthsDoNotMatch() {
            Run one = new Run(List.of(Tensor.of(1)));
            Run two = new Run(List.of(Tensor.of(1), Tensor.of(2)));
            assertRefused(ILLEGAL, "TensorTree: other has 2 parts, but 1 is needed", () -> one.plus(two));
            assertRefused(ILLEGAL, "TensorTree: other has 1 part, but 2 are needed", () -> two.dot(one));
            assertThrows(NullPointerException.class, () -> one.plus(null));
        }
    }

    @Group
    class Laws {
        /** Small integers: float64 calculates with them exactly, so the axioms hold to the bit. */
        private Network integers(Random random) {
            return NETWORK.mapTensors(x -> Tensor.draw(x.shape(), () -> random.nextInt(2001) - 1000));
        }

        @Property
        void areThoseOfAnEuclideanSpace(@ForAll Random random, @ForAll @IntRange(min = -9, max = 9) int factor) {
            Network x = integers(random);
            Network y = integers(random);
            Network z = integers(random);
            assertEquals(x.plus(y), y.plus(x));
            assertEquals(x.plus(y).plus(z), x.plus(y.plus(z)));
            assertEquals(x, x.plus(y).minus(y));
            assertEquals(x.minus(y), x.plus(y.times(-1)));
            Network distributed = x.times(factor).plus(y.times(factor));
            assertEquals(0, distributed.minus(x.plus(y).times(factor)).norm(), "up to the sign of zero");
            assertEquals(x.dot(y), y.dot(x));
            assertEquals(factor * x.dot(z) + y.dot(z), x.times(factor).plus(y).dot(z));
        }

        /** One sum of squares and one root in each part, then the same over the parts: 5 u at most. */
        @Property
        void normIsTheRootOfTheSquare(@ForAll Random random) {
            Network x = integers(random);
            double norm = x.norm();
            assertEquals(x.dot(x), norm * norm, 16 * 0x1p-53 * x.dot(x) + Double.MIN_VALUE);
            assertTrue(x.plus(x).norm() == 2 * norm, "doubling is exact");
        }

        @Property
        void rebuildingFromThePartsChangesNothing(@ForAll Random random) {
            Network x = integers(random);
            Tensor[] tensors = x.parts().stream().map(NamedTensor::tensor).toArray(Tensor[]::new);
            assertEquals(x, x.rebuild(Arrays.asList(tensors)));
        }
    }
}
