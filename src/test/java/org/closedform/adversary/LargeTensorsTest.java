package org.closedform.adversary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Jacobian;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes up to what an array holds, and results beyond it. */
class LargeTensorsTest {

    /** 10⁸ elements, 400 or 800 MB: {@code mvn test -Dtest='LargeTensorsTest*' -Dlarge=true -DargLine=-Xmx6g}. */
    @Nested
    @EnabledIfSystemProperty(
            named = "large",
            matches = "true",
            disabledReason = "takes 6 GB of memory: -Dlarge=true -DargLine=-Xmx6g")
    class OfAHundredMillion {
        private static final int SIDE = 10_000;
        private static final double MEAN = 0.4995; // of 0, 0.001, …, 0.999

        /** 0 to 0.999, over and over along each row; the rows are alike. */
        private static Tensor rows(ElementType type) {
            long[] next = {0};
            return Tensor.draw(Shape.of(SIDE, SIDE), () -> next[0]++ % 1000 / 1000.0)
                    .to(type);
        }

        private static void assertAll(double expected, double tolerance, Tensor line) {
            assertTrue(line.isClose(Tensor.full(line.shape(), expected), 0, tolerance), line::toString);
        }

        @ParameterizedTest
        @EnumSource
        void reductions(ElementType type) {
            Tensor x = rows(type);
            assertEquals(MEAN * SIDE * SIDE, x.sum().item(), 1);
            assertAll(MEAN * SIDE, 1e-2, x.sum(1));
            assertEquals(MEAN, x.sum(0).mean().item() / SIDE, 1e-6);
            assertEquals((float) 0.999, x.max().item(), 1e-7);
            assertEquals(Labels.of(new int[SIDE]), x.argMax(0));
        }

        @ParameterizedTest
        @EnumSource
        void softmaxAlongEachAxis(ElementType type) {
            Tensor x = rows(type);
            assertAll(1, 1e-6, new Softmax(1).apply(x).sum(1));
            Tensor alike = new Softmax(0).apply(x);
            assertAll(1.0 / SIDE, 1e-10, alike.select(0, SIDE - 1));
            assertAll(1, 1e-6, alike.sum(0));
        }

        @ParameterizedTest
        @EnumSource
        void batchNorm(ElementType type) {
            Tensor x = rows(type).transpose(); // channels that are alike, each of all the values
            Tensor ones = Tensor.ones(Shape.of(SIDE)).to(type);
            BatchNorm.Pass pass = new BatchNorm().forward(new BatchNorm.Inputs(x, ones, ones));
            assertAll(MEAN, 1e-6, pass.statistics().mean());
            assertAll(1, 1e-6, pass.output().mean(0));
            BatchNorm.Inputs d = pass.backward(pass.output());
            assertAll(SIDE, 1e-2, d.beta());
        }

        @ParameterizedTest
        @EnumSource
        void matrixTimesVector(ElementType type) {
            Tensor ones = Tensor.ones(Shape.of(SIDE)).to(type);
            assertAll(MEAN * SIDE, 1e-2, rows(type).matmul(ones));
        }

        @ParameterizedTest
        @EnumSource
        void toAFileAndBack(ElementType type, @TempDir Path folder) throws Exception {
            Tensor x = rows(type);
            Path file = folder.resolve("x");
            try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
                out.writeObject(x);
            }
            try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
                assertEquals(x, in.readObject());
            }
        }
    }

    /** Results whose size only a long holds are told before anything is allocated. */
    @Nested
    class Overflow {
        private static final Tensor COLUMN = Tensor.of(new float[65536]).reshape(65536, 1);
        private static final Tensor ROW = COLUMN.reshape(1, 65536);

        @Test
        void ofBroadcasting() {
            assertThrows(ShapeException.class, () -> COLUMN.plus(ROW));
            assertThrows(ShapeException.class, () -> COLUMN.broadcastTo(Shape.of(65536, 65536)));
        }

        @Test
        void ofProducts() {
            assertThrows(ShapeException.class, () -> COLUMN.matmul(ROW));
        }

        @Test
        void ofJacobians() {
            assertThrows(
                    ShapeException.class,
                    () -> new Softmax(0).forward(COLUMN).jacobian().toDense());
            assertThrows(ShapeException.class, () -> Jacobian.diagonal(COLUMN).toDense());
        }

        @Test
        void ofOneHotRows() {
            assertThrows(ShapeException.class, () -> Labels.of(new int[65536]).oneHot(65536));
        }

        @Test
        void ofJoinedAxes() {
            Tensor empty = Tensor.of(Shape.of(0, 1_500_000_000));
            assertThrows(ShapeException.class, () -> Tensor.concatenate(1, empty, empty));
        }
    }
}
