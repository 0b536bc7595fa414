package org.closedform.kernel;

/** How a row of probabilities, and their logarithms, move as the numbers that they are read from move along a tangent. */
final class Movement {
    /** Above this probability 1 − p would lose digits, and is not formed. */
    private static final double MUCH = 0.25;

    private final Information.Reading reading;

    /** p, rounded. */
    final double[] p;

    /** ṗ. */
    final double[] ofP;

    /** The derivative of log p. */
    final double[] ofLog;

    Movement(Information.Reading reading, int length) {
        this.reading = reading;
        this.p = new double[length];
        this.ofP = new double[length];
        this.ofLog = new double[length];
    }

    /** Reads how the numbers x move that a distribution was read from. */
    void read(Distribution distribution, double[] x, double[] tangent) {
        for (int i = 0; i < p.length; i++) {
            p[i] = distribution.at(i);
        }
        switch (reading) {
            case LOGITS -> center(tangent);
            case LOG_PROBABILITIES -> System.arraycopy(tangent, 0, ofLog, 0, p.length);
            case PROBABILITIES -> divide(tangent, x);
        }
        for (int i = 0; i < p.length; i++) {
            ofP[i] = reading == Information.Reading.PROBABILITIES ? tangent[i] : p[i] == 0 ? 0 : p[i] * ofLog[i];
        }
    }

    /** ẋ − Σ p ẋ, after the ẋ of a likely class was subtracted from both. */
    private void center(double[] tangent) {
        double origin = 0;
        for (int i = 0; i < p.length; i++) {
            origin = p[i] > MUCH ? tangent[i] : origin;
        }
        for (int i = 0; i < p.length; i++) {
            ofLog[i] = tangent[i] - origin;
            ofP[i] = p[i] * ofLog[i];
        }
        double mean = Summation.sum(ofP);
        for (int i = 0; i < p.length; i++) {
            ofLog[i] -= mean;
        }
    }

    /** ẋ / x; NaN for what is no probability. */
    private void divide(double[] tangent, double[] x) {
        for (int i = 0; i < p.length; i++) {
            ofLog[i] = x[i] < 0 ? Double.NaN : tangent[i] / x[i];
        }
    }
}
