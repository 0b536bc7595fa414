package org.closedform.adversary;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamConstants;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.Sweep;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.ClassShard;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.DistillationLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.GaussianNegativeLogLikelihood;
import org.closedform.loss.HuberLoss;
import org.closedform.loss.JensenShannonDivergence;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.LogNormalizer;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.Reduction;
import org.closedform.loss.WeightedMean;
import org.closedform.loss.WeightedSum;
import org.closedform.loss.ZLoss;
import org.closedform.operator.Attention;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.Celu;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Elu;
import org.closedform.operator.ExactStatistics;
import org.closedform.operator.Gelu;
import org.closedform.operator.GroupNorm;
import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.operator.HardSigmoid;
import org.closedform.operator.HardSwish;
import org.closedform.operator.InstanceNorm;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.MatMul;
import org.closedform.operator.Mish;
import org.closedform.operator.PRelu;
import org.closedform.operator.Relu;
import org.closedform.operator.RmsNorm;
import org.closedform.operator.Rnn;
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;
import org.closedform.operator.Selu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Silu;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Softsign;
import org.closedform.operator.Tanh;
import org.closedform.operator.Temperature;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.closedform.tensor.TopK;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written and read again is the same; what was tampered with on the way is refused, or a right value all the same. */
class SerializationTest {
    private static final Tensor MATRIX = Tensor.of(new double[][] {{1, -0.0, Double.NaN}, {2, 3, 1e300}});
    private static final RunningStatistics RUNNING = RunningStatistics.of(Tensor.of(1, 2), Tensor.of(3, 4));

    static Stream<Object> values() {
        return Stream.concat(
                Stream.of(
                        Shape.of(),
                        Shape.of(2, 0, 3),
                        ElementType.FLOAT32,
                        Tensor.scalar(5),
                        MATRIX,
                        MATRIX.to(ElementType.FLOAT32),
                        Labels.of(Shape.of(1, 3), 2, 0, -100),
                        Mask.of(Shape.of(1, 3), true, false, true),
                        Mask.all(),
                        new NamedTensor("gamma", MATRIX),
                        TopK.of(MATRIX, 2, 1),
                        new Sigmoid(),
                        new LogSigmoid(),
                        new Softplus(),
                        new Tanh(),
                        new Relu(),
                        new Gelu(),
                        new Gelu(Gelu.Approximation.TANH),
                        new Silu(1.702),
                        new Mish(),
                        new LeakyRelu(0.2),
                        new PRelu(-1),
                        new Elu(0.5),
                        new Celu(0.5),
                        new Selu(),
                        new Softsign(),
                        new HardSigmoid(),
                        new HardSwish(),
                        new Softmax(-1),
                        new LogSoftmax(0),
                        new LogSumExp(0, -1),
                        new Softmax().withMask(Mask.of(true, false)),
                        new LogSumExp(0, -1).withMask(Mask.of(true, false)),
                        new MatMul(),
                        new Attention(),
                        new Attention()
                                .withMask(Mask.causal(2, 3))
                                .withBias(MATRIX)
                                .causal()
                                .withScale(0.5)
                                .withSoftcap(30),
                        new Linear(),
                        new LinearWithoutBias(),
                        new Rnn(Rnn.Nonlinearity.RELU),
                        new Lstm(),
                        new LstmCell(),
                        new Gru(Gru.Reset.BEFORE).withLengths(3, 0, 2).reversed(),
                        new GruCell(Gru.Reset.BEFORE),
                        new BatchNorm(-1, 1e-3),
                        new BatchNorm().inference(RUNNING),
                        new BatchNorm().plain(),
                        new BatchNorm().withMask(Mask.of(true, false)),
                        new BatchNorm().partOf(BatchStatistics.of(MATRIX, 0)),
                        new LayerNorm(List.of(-2, -1), 1e-3),
                        new LayerNorm().plain(),
                        new RmsNorm(0),
                        new RmsNorm().plain(),
                        new GroupNorm(4, -1, 1e-3),
                        new GroupNorm(2).plain(),
                        new InstanceNorm(),
                        new InstanceNorm(2, 0).plain(),
                        RUNNING,
                        BatchStatistics.of(MATRIX, 0),
                        ExactStatistics.of(MATRIX, 0),
                        new ClassShard(MATRIX, 0).logNormalizer(),
                        WeightedSum.ofMean(MATRIX, 3),
                        WeightedSum.ofMean(new Linear.Inputs(MATRIX, MATRIX, Tensor.of(1e308, 0.1)), 1e10),
                        RunningAverage.PYTORCH,
                        RunningAverage.cumulative(true),
                        Reduction.BATCH_MEAN,
                        Entropy.onLogits(),
                        KlDivergence.onProbabilities(),
                        Entropy.onLogits().withMask(Mask.of(true, false)).withClassMask(Mask.of(false)),
                        CrossEntropyLoss.onLogits(Labels.of(0, 1)),
                        CrossEntropyLoss.onLogits(Labels.of(0, 1))
                                .withWeights(Tensor.of(1, 2, 3))
                                .withIgnoreIndex(-100)
                                .withLabelSmoothing(0.1),
                        CrossEntropyLoss.onProbabilities(Tensor.of(0.5, 0.5)),
                        CrossEntropyLoss.onLogits(Labels.of(0, 1)).withMask(Mask.of(true, false)),
                        BinaryCrossEntropyLoss.onLogits(Tensor.of(0, 1)),
                        BinaryCrossEntropyLoss.onLogits(Tensor.of(0, 1)).withMask(Mask.of(true, false)),
                        BinaryCrossEntropyLoss.onLogits(Tensor.of(0, 1)).withPosWeight(Tensor.scalar(2)),
                        MeanSquaredError.of(Tensor.of(0, 1)).withWeight(Tensor.of(1, 2)),
                        HuberLoss.of(Tensor.of(0, 1)).withDelta(2).withMask(Mask.of(true, false)),
                        GaussianNegativeLogLikelihood.of(Tensor.of(0, 1)).withFull(true),
                        JensenShannonDivergence.onLogits(),
                        FocalLoss.onLogits(Labels.of(0, 1)),
                        BinaryFocalLoss.onLogits(Tensor.of(0, 1)).withAlpha(0.25),
                        ZLoss.of(1e-4),
                        DistillationLoss.of(Tensor.of(0, 1), 4),
                        CrossEntropyLoss.onLogits(Labels.of(0, 1)).withPositionWeights(Tensor.of(1, 2)),
                        WeightedMean.of(Tensor.of(1, 2)).withMask(Mask.of(true, false)),
                        new Temperature(4)),
                Samples.OF.values().stream().flatMap(List::stream).filter(value -> value instanceof TensorTree));
    }

    @ParameterizedTest
    @MethodSource("values")
    void comeBackAsTheyWere(Object value) throws Exception {
        Object read = read(write(value));
        assertEquals(value, read);
        assertEquals(Fingerprint.of(value), Fingerprint.of(read));
    }

    /** Each byte in turn, with the lowest bit, a high bit, or all bits changed; in the usual build each fifth. */
    @ParameterizedTest
    @MethodSource("values")
    void anyByteMayBeWrong(Object value) throws Exception {
        byte[] bytes = write(value);
        for (int i = 0; i < bytes.length; i += Math.max(1, 5 / Sweep.FACTOR)) {
            for (int changed : new int[] {bytes[i] ^ 1, bytes[i] ^ 0x40, ~bytes[i]}) {
                byte[] tampered = bytes.clone();
                tampered[i] = (byte) changed;
                assertRefusedOrRight(tampered, "byte " + i + " was " + bytes[i] + " and became " + (byte) changed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void theEndMayBeMissing(Object value) throws Exception {
        byte[] bytes = write(value);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IOException.class, () -> read(cut));
        }
    }

    private static void assertRefusedOrRight(byte[] bytes, String change) {
        Object read;
        try {
            read = read(bytes);
        } catch (IOException | ClassNotFoundException | IllegalArgumentException | NullPointerException refused) {
            assertTrue(!isInternal(refused), () -> change + ": " + refused);
            return;
        } catch (ClassCastException refused) {
            return; // the JDK's word for a component of another class
        } catch (Throwable e) {
            throw new AssertionError(change, e);
        }
        assertDoesNotThrow(() -> Fingerprint.of(read) + read + read.hashCode(), change);
    }

    /** What the virtual machine says of a null in our code; the JDK's own it may say without a trace. */
    private static boolean isInternal(Exception thrown) {
        return thrown instanceof NullPointerException
                && thrown.getStackTrace().length > 0
                && thrown.getStackTrace()[0].getClassName().startsWith("org.closedform")
                && !Conduct.isNamedNull(thrown);
    }

    @Property(tries = 200)
    void tensorsKeepEveryBit(@ForAll("tensors") Tensor tensor) throws Exception {
        Object read = read(write(tensor));
        assertEquals(tensor, read);
        assertEquals(Fingerprint.of(tensor), Fingerprint.of(read));
    }

    @Provide
    Arbitrary<Tensor> tensors() {
        return TensorArbitraries.elementTypes().flatMap(type -> TensorArbitraries.shapes(0, 4)
                .flatMap(shape -> TensorArbitraries.tensors(shape, type)));
    }

    @Test
    void aTensorTakesItsBitsAndLittleMore() throws Exception {
        int elements = 100_000; // more than a piece
        Tensor random = Tensor.generate(Shape.of(elements), index -> StrictMath.sin(index[0]));
        byte[] doubles = write(random);
        byte[] floats = write(random.to(ElementType.FLOAT32));
        assertEquals(random, read(doubles));
        assertEquals(random.to(ElementType.FLOAT32), read(floats));
        assertTrue(doubles.length < 8.1 * elements, () -> doubles.length + " bytes");
        assertTrue(floats.length < 4.1 * elements, () -> floats.length + " bytes");
    }

    /** 16 GB, of which a few bytes follow: had it been believed, there would be an OutOfMemoryError. */
    @Test
    void aForgedSizeTakesNoMemory() throws Exception {
        for (Object value :
                List.of(MATRIX, MATRIX.to(ElementType.FLOAT32), Labels.of(Shape.of(2, 3), 0, 1, 2, 3, 4, 5))) {
            byte[] bytes = write(value);
            ByteBuffer.wrap(bytes).putInt(indexOf(bytes, 2, 3), 700_000_000);
            EOFException refused = assertThrows(EOFException.class, () -> read(bytes));
            int width = value instanceof Tensor tensor && tensor.elementType() == ElementType.FLOAT64 ? 8 : 4;
            long missing = (700_000_000L * 3 - 6) * width;
            assertEquals("Stored: " + missing + " bytes of the elements are missing", refused.getMessage());
        }
    }

    @Test
    void aForgedRankTakesNoMemory() throws Exception {
        byte[] bytes = write(Shape.of(2, 3));
        ByteBuffer.wrap(bytes).putInt(indexOf(bytes, 2, 3) - Integer.BYTES, Integer.MAX_VALUE);
        assertThrows(EOFException.class, () -> read(bytes));
    }

    @Test
    void whatNoFactoryMakesIsRefused() throws Exception {
        byte[] negative = write(Shape.of(2, 3));
        ByteBuffer.wrap(negative).putInt(indexOf(negative, 2, 3), -2);
        byte[] overflowing = write(Shape.of(2, 3));
        ByteBuffer.wrap(overflowing).putInt(indexOf(overflowing, 2, 3), Integer.MAX_VALUE);
        byte[] rank = write(Shape.of(2, 3));
        ByteBuffer.wrap(rank).putInt(indexOf(rank, 2, 3) - Integer.BYTES, -1);
        assertRefused("Shape: [-2, 3] has a negative length", negative);
        assertRefused("Shape: [2147483647, 3] has more elements than an array can hold, 2147483639", overflowing);
        assertRefused("Stored: a shape of rank -1", rank);
    }

    @Test
    void recordsAreCheckedAsTheyAreMade() throws Exception {
        byte[] bytes = write(new BatchNorm(1, 1e-5));
        ByteBuffer.wrap(bytes).putDouble(indexOf(bytes, 1e-5), -1);
        InvalidObjectException refused = assertThrows(InvalidObjectException.class, () -> read(bytes));
        assertTrue(refused.getMessage().contains("epsilon is -1.0"), refused::getMessage);
    }

    @Test
    void aWeightedSumIsCheckedAsItIsRead() throws Exception {
        byte[] bytes = write(WeightedSum.of(MATRIX, 17.25));
        // the weight is held as 17 and 2³⁰ units of 2⁻³²
        byte[] weight = bytes.clone();
        ByteBuffer.wrap(weight).putLong(indexOf(bytes, 17L), -17);
        Exception refused = assertThrows(IllegalArgumentException.class, () -> read(weight));
        assertTrue(refused.getMessage().contains("weight is -16.75; at least 0 is needed"), refused::getMessage);
    }

    /** A stream that names the class itself, with none of its fields, in place of what stands for it. */
    @Test
    void nothingComesInWithoutItsSerialForm() throws Exception {
        for (Class<?> type : List.of(
                Shape.class, Labels.class, Mask.class, WeightedSum.class, LogNormalizer.class, ExactStatistics.class)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
            out.writeShort(ObjectStreamConstants.STREAM_VERSION);
            out.writeByte(ObjectStreamConstants.TC_OBJECT);
            out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
            out.writeUTF(type.getName());
            out.writeLong(ObjectStreamClass.lookup(type).getSerialVersionUID());
            out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
            out.writeShort(0);
            out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
            out.writeByte(ObjectStreamConstants.TC_NULL);
            assertRefused(type.getSimpleName() + ": only what stands for it is in a stream", bytes.toByteArray());
        }
    }

    @Test
    void whatHoldsAFunctionIsNotSerializable() {
        Object cube = new Elementwise(x -> x * x * x, x -> 3 * x * x);
        assertThrows(NotSerializableException.class, () -> write(cube));
    }

    private static void assertRefused(String message, byte[] bytes) {
        assertEquals(
                message,
                assertThrows(InvalidObjectException.class, () -> read(bytes)).getMessage());
    }

    /** Where the dimensions 2 and 3 are. */
    private static int indexOf(byte[] bytes, int first, int second) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return IntStream.rangeClosed(0, bytes.length - 2 * Integer.BYTES)
                .filter(i -> buffer.getInt(i) == first && buffer.getInt(i + Integer.BYTES) == second)
                .findFirst()
                .orElseThrow();
    }

    private static int indexOf(byte[] bytes, double number) {
        return indexOf(bytes, Double.doubleToLongBits(number));
    }

    private static int indexOf(byte[] bytes, long number) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return IntStream.rangeClosed(0, bytes.length - Long.BYTES)
                .filter(i -> buffer.getLong(i) == number)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] write(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
