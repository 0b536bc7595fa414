package org.closedform.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.tensor.ElementType;

/** Whether a pushforward is linear in its tangent, as J·ẋ is, and the same each time. All parts of the input move together. */
final class Tangent {
    private static final double ULPS = 256;
    private static final double SUM = 1e-6;
    /** Factors that change how the tangent rounds, unlike powers of 2. They are exact in float32 too. */
    private static final double[] MULTIPLES = {1.125, 1.25, 1.375, 1.625, 1.75, 1.875};

    /** The pushforward of a sum may be off by this many times the error of the pushforwards of multiples. */
    private static final double MULTIPLE_BARS = 16;

    private static final int REPEATS = 16;

    private final FlatOperator<?, ?> f;
    private final double[] one;
    private final double[] other;
    private final double[] ofOne;
    private final double[] ofOther;

    Tangent(FlatOperator<?, ?> f, List<InputPart> parts, SplittableRandom random) {
        this.f = f;
        this.one = drawn(parts, random);
        this.other = drawn(parts, random);
        this.ofOne = f.pushForward(one);
        this.ofOther = f.pushForward(other);
    }

    private double[] drawn(List<InputPart> parts, SplittableRandom random) {
        double[] numbers = Channels.upstream(f.point().length, random);
        double[] tangent = new double[numbers.length];
        for (InputPart part : parts) {
            System.arraycopy(numbers, part.from(), tangent, part.from(), part.size());
        }
        return tangent;
    }

    /** The report on what is wrong; empty if nothing is. */
    Optional<PartReport> trouble() {
        if (!IntStream.range(0, REPEATS).allMatch(i -> FlatOperator.sameBits(ofOne, f.pushForward(one)))) {
            return Optional.of(ForwardReports.of(Verdict.NONDETERMINISTIC, ForwardReports.NOT_DETERMINISTIC));
        }
        if (!FlatOperator.isFinite(ofOne) || isLinear()) {
            return Optional.empty();
        }
        boolean constant = FlatOperator.sameBits(ofOne, f.pushForward(times(2, one)));
        Diagnosis diagnosis = constant ? ForwardReports.IGNORES_TANGENT : ForwardReports.NOT_LINEAR;
        return Optional.of(ForwardReports.of(Verdict.FAIL, diagnosis));
    }

    private boolean isLinear() {
        double epsilon = f.outputEpsilon();
        double least = epsilon < ElementType.FLOAT32.epsilon() ? Double.MIN_NORMAL : Float.MIN_NORMAL;
        double underflow = least / epsilon; // products with numbers below this may underflow
        double largest = Math.max(largest(ofOne), largest(ofOther));
        double slack = ULPS * epsilon * largest + underflow;
        double[] sum = new double[one.length];
        Arrays.setAll(sum, i -> one[i] + other[i]);
        double[] expected = new double[ofOne.length];
        Arrays.setAll(expected, j -> ofOne[j] + ofOther[j]);
        double ofSum = apart(f.pushForward(sum), expected);
        return largest(f.pushForward(new double[one.length])) <= underflow
                && apart(f.pushForward(times(2, one)), times(2, ofOne)) <= slack
                && apart(f.pushForward(times(-1, one)), times(-1, ofOne)) <= slack
                && (ofSum <= SUM * largest + slack || ofSum <= SUM * largest + slack + MULTIPLE_BARS * roughness());
    }

    /** How far pushforwards of multiples are from multiples of pushforwards: where large terms cancel, that measures the rounding. */
    private double roughness() {
        double largest = 0;
        for (double factor : MULTIPLES) {
            largest = Math.max(largest, apart(f.pushForward(times(factor, one)), times(factor, ofOne)));
            largest = Math.max(largest, apart(f.pushForward(times(factor, other)), times(factor, ofOther)));
        }
        return largest;
    }

    private static double[] times(double factor, double[] values) {
        return Arrays.stream(values).map(v -> factor * v).toArray();
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** Ignores what is not finite: the comparison with the backward reports it. */
    private static double apart(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(j -> Math.abs(a[j] - b[j]))
                .filter(apart -> apart <= Double.MAX_VALUE)
                .max()
                .orElse(0);
    }
}
