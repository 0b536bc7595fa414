package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Of y = Σ a b + c, at a = (1, −2, 0.5), b = (0.3, 1, −1), c = (5, 6): ∂y/∂a = b and ∂y/∂b = a. */
class OtherPartsTest {
    private static final double[] A = {1, -2, 0.5};
    private static final double[] B = {0.3, 1, -1};
    private static final List<NamedTensor> INPUTS = List.of(
            new NamedTensor("a", Tensor.of(A)),
            new NamedTensor("b", Tensor.of(B)),
            new NamedTensor("c", Tensor.of(5, 6)));
    private static final List<NamedTensor> OUTPUTS = List.of(new NamedTensor("", Tensor.scalar(1)));

    private static double[] changes(double[] there) {
        double y = 0;
        double now = 0;
        for (int i = 0; i < 3; i++) {
            y += there[i] * there[3 + i];
            now += A[i] * B[i];
        }
        return new double[] {y - now + (there[6] - 5) + (there[7] - 6)};
    }

    /** Of a, given what is derived for a and for b. */
    private static Optional<String> exchanged(double[] ofA, double[] ofB, UnaryOperator<double[]> changes) {
        EvidenceBuilder evidence = new EvidenceBuilder("a", INPUTS, OUTPUTS);
        for (int c = 0; c < 3; c++) {
            evidence.column(c, new double[] {ofA[c]}, new double[] {B[c]}, new double[] {1e-9});
        }
        double[] whole = {ofA[0], ofA[1], ofA[2], ofB[0], ofB[1], ofB[2], 1, 1};
        return new OtherParts(INPUTS, OUTPUTS, new double[][] {whole}, changes).exchangedWith(evidence.build());
    }

    @Test
    void twoPartsThatHaveEachOthersGradientsAreExchanged() {
        assertEquals(Optional.of("b"), exchanged(A, B, OtherPartsTest::changes));
    }

    @Test
    void aCopyOfTheOtherIsNoExchange() {
        assertEquals(Optional.empty(), exchanged(A, A, OtherPartsTest::changes), "b has its own");
        assertEquals(Optional.empty(), exchanged(B, B, OtherPartsTest::changes), "a has its own");
    }

    @Test
    void whatIsOnlyNearIsNone() {
        double[] off = {B[0], B[1] + 1e-6, B[2]};
        assertEquals(Optional.empty(), exchanged(A, off, OtherPartsTest::changes));
    }

    @Test
    void whereTheFunctionIsNotDefinedNothingTells() {
        assertEquals(Optional.empty(), exchanged(A, B, there -> new double[0]));
    }

    /** The step towards the mean is wider for coarse outputs, and still inside of what the elements span. */
    @Test
    void theStepStaysWithinTheElements() {
        double[] least = {Double.POSITIVE_INFINITY};
        double[] most = {Double.NEGATIVE_INFINITY};
        UnaryOperator<double[]> watched = there -> {
            for (int i = 3; i < 6; i++) {
                least[0] = Math.min(least[0], there[i]);
                most[0] = Math.max(most[0], there[i]);
            }
            return changes(there);
        };
        assertEquals(Optional.of("b"), exchanged(A, B, watched));
        assertEquals(-1, least[0], 1e-6);
        assertEquals(1, most[0], 1e-6);
        assertTrue(least[0] > -1 && most[0] < 1);
    }

    @Test
    void aRowForEachOutputOrOneForAll() {
        double[][] rows = new double[3][8];
        assertEquals(3, new OtherParts(INPUTS, OUTPUTS, rows, there -> new double[3]).rows());
    }

    @Test
    void gradientsAreCopied() {
        double[][] rows = {{1, -2, 0.5, 0.3, 1, -1, 1, 1}};
        OtherParts parts = new OtherParts(INPUTS, OUTPUTS, rows, OtherPartsTest::changes);
        rows[0][3] = 100;
        EvidenceBuilder evidence = new EvidenceBuilder("a", INPUTS, OUTPUTS);
        for (int c = 0; c < 3; c++) {
            evidence.column(c, new double[] {A[c]}, new double[] {B[c]}, new double[] {1e-9});
        }
        assertEquals(Optional.of("b"), parts.exchangedWith(evidence.build()));
    }

    @Test
    void float32OutputsTakeAStepThatTheyShow() {
        List<NamedTensor> coarse = List.of(new NamedTensor("", Tensor.scalar(1).to(ElementType.FLOAT32)));
        EvidenceBuilder evidence = new EvidenceBuilder("a", INPUTS, coarse);
        for (int c = 0; c < 3; c++) {
            evidence.column(c, new double[] {A[c]}, new double[] {B[c]}, new double[] {1e-4});
        }
        double[][] rows = {{1, -2, 0.5, 0.3, 1, -1, 1, 1}};
        UnaryOperator<double[]> rounded = there -> new double[] {(float) changes(there)[0]};
        assertEquals(Optional.of("b"), new OtherParts(INPUTS, coarse, rows, rounded).exchangedWith(evidence.build()));
    }
}
