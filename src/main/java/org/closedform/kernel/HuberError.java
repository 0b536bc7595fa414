package org.closedform.kernel;

/** e²/2 for |e| ≤ δ and δ (|e| − δ/2) beyond, which is the line that goes on from there, with e = x − t. */
public record HuberError(double delta) implements ElementLoss {
    @Override
    public double value(double x, double t) {
        double size = Math.abs(x - t);
        return size <= delta ? 0.5 * size * size : delta * (size - 0.5 * delta);
    }

    @Override
    public double slope(double x, double t) {
        return Math.max(-delta, Math.min(delta, x - t));
    }

    @Override
    public double curvature(double x, double t) {
        double size = Math.abs(x - t);
        return Double.isNaN(size) ? size : size <= delta ? 1 : 0;
    }
}
